"""Foreign broadcasters' Indonesian services, television sites, agencies, and pages drawn for phones."""

# Markup keeps the lines that templates print.
# ruff: noqa: E501

from tests.processors.shapes.own_page import FOOTER, MENU, OwnPage, blocks, cards, document, ld, links, others, stated
from tests.processors.shapes.stories import BIKES, BOOKS, COACH, COUNCIL, HARBOUR, RICE, STORM, SUMMIT


def foreign_service() -> OwnPage:
    """Hashed classes, "Sumber gambar" and "Keterangan gambar", a skippable list of recommended articles, a role."""
    story = HARBOUR
    skip = f"""<section role="region" aria-labelledby="recommendations-heading"><div><strong id="recommendations-heading">Artikel-artikel yang
direkomendasikan</strong><a href="#end-of-recommendations" class="ftrr">Lewati Artikel-artikel yang direkomendasikan dan terus membaca</a><ul>{links(2, 4)}</ul>
<p tabindex="-1" id="end-of-recommendations">Akhir dari Artikel-artikel yang direkomendasikan</p></div></section>"""
    figure = """<figure class="bbc-1qn0xuy"><div><img src="/k.jpg" alt="Perahu nelayan"><p class="ca"><span class="visually-hidden">Sumber gambar, </span>Getty
Images</p></div><figcaption class="bbc-1qhkz4q"><span class="visually-hidden">Keterangan gambar, </span><p>Perahu nelayan di dekat dermaga baru.</p></figcaption></figure>"""
    paragraphs = "".join(
        f'<div dir="ltr" class="bbc-19j92fr"><p class="bbc-hhl7in e17g058b0" dir="ltr">{line}</p></div>'
        + (figure if i == 1 else skip if i == 3 else "") for i, line in enumerate(story.lines)
    )  # fmt: skip
    html = document(
        f"""{MENU}<div class="bbc-irdbz7"><main role="main"><div class="bbc-1151pbn"><h1 class="bbc-14gqcmb" id="content" tabindex="-1">{story.title}</h1></div>
{figure}<section aria-label="Keterangan penulis" class="bbc-6hbxr4"><ul role="list"><li><span class="visually-hidden">Penulis, </span><span>Rina Saputri</span></li><li><span
class="visually-hidden">Peranan, </span><span>Kabar Dunia Indonesia, Seoul</span></li></ul></section><div class="bbc-19j92fr"><time class="bbc-12k"
datetime="2025-08-13">13 Agustus 2025</time><p>Diperbarui 14 Agustus 2025</p><p>Waktu membaca: 3 menit</p></div>{paragraphs}<section><h2>Topik terkait</h2><ul>
<li><a href="/t">Korea Utara</a></li></ul></section></main><aside><h2>Berita terkait</h2>{links(5, 3, "h3")}<h2>Paling banyak dibaca</h2>{links(0, 5)}</aside></div>{FOOTER}""",
        [ld({"@graph": [{"@type": "Article", "headline": story.title, "datePublished": "2025-08-13T04:08:31.000Z",
                         "dateModified": "2025-08-14T01:00:00.000Z", "author": {"@type": "NewsMediaOrganization", "name": "Kabar Dunia"}}]})],
        title=story.title, site="Kabar Dunia Indonesia",
    )  # fmt: skip
    return OwnPage(
        "foreign_service", "https://www.kabardunia.com/indonesia/articles/c1", html, story.title, story.text(),
        "2025-08-13T11:08+07:00", ("Rina Saputri",),
        ("Sumber gambar", "Keterangan gambar", "Lewati Artikel", "Akhir dari Artikel", *others(2, 4), "Waktu membaca", "Peranan"),
    )  # fmt: skip


def radio_service() -> OwnPage:
    """`wsw` text, "Lihat Juga" media blocks, an audio player with its notes, numeric dates, a lead apart, initials."""
    story = SUMMIT
    block = f"""<div class="wsw__embed"><div class="media-block-wrap"><h2 class="section-head">Lihat Juga</h2><a class="media-block"><h4
class="media-block__title">{others(8, 1)[0]}</h4></a></div></div>"""
    player = """<div class="wsw__embed"><div class="c-mmp c-mmp--audio"><div>No media source currently available</div><div>0:00 0:02:14 0:00</div><a>Unduh</a></div></div>"""
    html = document(
        f"""{MENU}<main class="container"><div class="hdr-container"><div class="category"><a>Dunia</a></div><div class="col-title"><h1 class="title pg-title">{story.title}
</h1></div><div class="col-publishing-details"><div class="publishing-details"><div class="published"><span class="date"><time pubdate="pubdate"
datetime="2025-08-14T03:15:00+00:00">14/08/2025</time></span></div><div class="links"><ul><li class="links__item"><a class="links__item-link">Tri Sasongko</a></li></ul>
</div></div></div><div class="col-multimedia"><figure class="media-image"><div class="img-wrap"><img src="/l.jpg"></div><figcaption><span class="caption">Jembatan di
sungai perbatasan, Agustus 2025 (foto: dok).</span></figcaption></figure></div></div><div class="body-container"><div class="intro"><p>Jalur kereta barang sepanjang
54 kilometer akan diperbaiki bertahap.</p></div><div id="article-content" class="content-floated-wrap"><div class="wsw">{blocks(story, {2: block, 4: player})}<p>[ts/ab]</p></div></div>
<div class="category-menu">Forum</div></div><div class="media-block-wrap"><h2>Paling Populer</h2>{links(1, 5)}</div></main>{FOOTER}""",
        [stated(story, "2025-08-14 03:15:00Z", {"@type": "Person", "name": "Tri Sasongko"})], title=story.title, site="Radio Kabar",
        suffix="",
    )  # fmt: skip
    return OwnPage(
        "radio_service", "https://www.radiokabar.org/a/temu/8012.html", html, story.title,
        ("Jalur kereta barang sepanjang 54 kilometer akan diperbaiki bertahap.", *story.text()), "2025-08-14T10:15+07:00",
        ("Tri Sasongko",), (*others(8, 1), "No media source", "0:02:14", "[ts/ab]"),
    )  # fmt: skip


def wave_service() -> OwnPage:
    """`rich-text`, a note on playing video, a skip link, initials with agencies as the code, an advert between."""
    story = STORM
    video = """<div class="video-player"><span>To view this video please enable JavaScript, and consider upgrading to a web browser that supports HTML5 video</span></div>"""
    html = document(
        f"""{MENU}<article><header><span>Bencana</span><h1>{story.title}</h1><div class="author-details"><span class="author">Rina Saputri</span></div><span class="publication">
<time>13 Agustus 2025</time></span><p class="teaser-text">Warga tiga dusun berjalan kaki karena jalan tertutup.</p></header><div class="rich-text">
{blocks(story, {2: '<div class="advertisement"><span>Iklan</span></div>', 4: video})}<p><em>rs/yf (dpa, Reuters)</em></p><p>Jangan lewatkan konten-konten eksklusif berbahasa
Indonesia dari kami. Langganan gratis newsletter mingguan Kabar Rabu!</p></div><footer><a href="#x">Lewati bagian berikutnya Topik terkait</a><h2>Topik terkait</h2>
<a>bencana</a></footer></article><section><a>Lewati bagian berikutnya Berita utama</a><h2>Berita utama</h2>{cards(1, 4)}</section>{FOOTER}""",
        [stated(story, "2025-08-13T09:00:00+02:00", [{"@type": "Person", "name": "Rina Saputri"}])], title=story.title, site="Gelombang",
        suffix=" – {} – 13 Agustus 2025",
    )  # fmt: skip
    return OwnPage(
        "wave_service", "https://www.gelombang.com/id/angin/a-731", html, story.title, story.text(), "2025-08-13T14:00+07:00",
        ("Rina Saputri",), ("To view this video", "rs/yf (dpa, Reuters)", "Jangan lewatkan konten", "Lewati bagian", "Iklan"),
    )  # fmt: skip


def agency() -> OwnPage:
    """A wire: place and name in brackets, "Pewarta / Editor / Copyright" in one paragraph, a related line in the text."""
    story = COUNCIL
    also = f'<p><span class="baca-juga"><b>Baca juga: <a href="/1">{others(1, 1)[0]}</a></b></span></p>'
    html = document(
        f"""{MENU}<article class="post-wrapper"><h1 class="post-title">{story.title}</h1><div class="post-meta"><ul><li>Kamis, 14 Agustus 2025 15:40 WIB</li><li>waktu baca 2 menit
</li></ul></div><div class="wrap__article-detail-image"><figure><img src="/m.jpg"><figcaption>Suasana rapat dewan kota, Kamis (14/8/2025). KANTOR/Tri Sasongko/rwa.</figcaption>
</figure></div><div class="wrap__article-detail-content post-content">Kota Muara (KANTOR) - {story.lines[0]}<br>{blocks(story, {2: also}).split("</p>", 1)[1]}
<p class="text-muted">Pewarta: Rina Saputri<br>Editor: Bagus Wicaksono<br>Copyright © KANTOR 2025</p><p class="small">Dilarang keras mengambil konten, melakukan crawling atau
pengindeksan otomatis untuk AI di situs web ini tanpa izin tertulis dari Kantor Berita KANTOR.</p></div><div class="tags">Tags: <a>dewan</a></div></article>{cards(2, 4)}{FOOTER}""",
        [stated(story, "Thu, 14 Aug 2025 15:40:00 +0700", {"@type": "Organization", "name": "Kantor Berita"})],
        title=story.title, site="KANTOR News",
    )  # fmt: skip
    return OwnPage(
        "agency", "https://www.kantorberita.com/berita/50/rapat", html, story.title, story.text("Kota Muara (KANTOR) - "),
        "2025-08-14T15:40+07:00", ("Rina Saputri",), (*others(1, 1), "Pewarta:", "Copyright ©", "Dilarang keras", "KANTOR/Tri"),
    )  # fmt: skip


def television() -> OwnPage:
    """`Place: ` as the dateline, an "Editor" at the foot as icon and name, a live-stream line, numbered pages."""
    story = COACH
    html = document(
        f"""{MENU}<div class="detail-page"><h1>{story.title}</h1><p class="pt-20 date">Rina Saputri • 15 Agustus 2025 08:02</p><div class="news-pict"><img src="/n.jpg"><p>Latihan
terakhir klub. Foto: Kabar TV.</p></div><div class="news-text"><b>Jakarta:</b> {story.lines[0]}<br><br>{"<br><br>".join(story.lines[1:3])}<br><br><b>Baca juga: <a>{others(4, 1)[0]}</a></b><br><br>
{"<br><br>".join(story.lines[3:])}<br><br>Saksikan live streaming program-program Kabar TV <a>di sini</a><br><br><i>Cek Berita dan Artikel yang lain di <b>Google News</b></i><br><br>(RNS)</div>
<div class="paging"><b>Halaman : </b><b>1</b></div><div class="tags"><a>liga</a></div><div class="editor"><i class="icon"></i>(BAG)</div></div><h3>Video</h3>{cards(3, 3)}{FOOTER}""",
        ['<meta name="publishdate" content="2025-08-15 08:02:00">'], title=story.title, site="Kabar TV",
    )  # fmt: skip
    return OwnPage(
        "television", "https://www.kabartv.com/bola/kWDC-pelatih", html, story.title, story.text("Jakarta: "),
        "2025-08-15T08:02+07:00", ("Rina Saputri",), (*others(4, 1), "Saksikan live", "Cek Berita dan", "(RNS)", "Latihan\nterakhir"),
    )  # fmt: skip


def party_site() -> OwnPage:
    """A section head above, "LAPORAN:" before the name, the date in capitals with a bar, "EDITOR:" and tags below."""
    story = SUMMIT
    html = document(
        f"""{MENU}<div class="breadcrumb">Home / Dunia</div><h6 class="kanal">DUNIA</h6><h1 class="post-title">{story.title}</h1><div class="meta"><span>LAPORAN: RINA SAPUTRI</span>
<span>KAMIS, 14 AGUSTUS 2025 | 11:08 WIB</span></div><figure class="post-image"><img src="/o.jpg" alt="{story.title}"><figcaption>Jembatan perbatasan/Net</figcaption></figure>
<div class="article-content" id="article-body">{blocks(story, {3: '<p>Selengkapnya <a href="/2">baca di sini</a></p>'})}<div class="editor">EDITOR: BAGUS WICAKSONO</div></div>
<div class="post-tag"><h4>TAG:</h4><a>rusia</a></div><div class="share">SHARE: <a>fb</a></div><h2>Populer</h2><ul>{links(1, 5)}</ul><h2>ARTIKEL LAINNYA</h2>{cards(4, 4)}{FOOTER}""",
        [], title=story.title, site="Republik Kabar",
    )  # fmt: skip
    return OwnPage(
        "party_site", "https://dunia.rk.id/read/2025/08/14/617/temu", html, story.title, story.text(), "2025-08-14T11:08+07:00",
        ("RINA SAPUTRI",), ("LAPORAN:", "EDITOR:", "baca di sini", *others(1, 5), "Jembatan perbatasan/Net"),
    )  # fmt: skip


def phone_page() -> OwnPage:
    """AMP: its own elements for pictures, adverts, sidebars and embeds; several h1."""
    story = BOOKS
    html = f"""<!doctype html><html amp lang="id"><head><meta charset="utf-8"><title>{story.title} - Halaman all - Kabar Ponsel</title><link rel="canonical"
href="https://www.kabarponsel.com/buku/77"><script type="application/ld+json">{{"@type":"NewsArticle","headline":"{story.title}","datePublished":
"2025-08-12T19:25:00+07:00","author":{{"@type":"Person","name":"Rina Saputri"}}}}</script><style amp-custom>p{{}}</style></head><body><amp-sidebar id="sb"><ul>{links(0, 6)}</ul></amp-sidebar>
<header><h1><a href="/">Kabar Ponsel</a></h1></header><main><article><h1>{story.title}</h1><p class="author">Rina Saputri</p><p class="date">Selasa, 12 Agustus 2025 19:25 WIB</p>
<amp-social-share type="twitter"></amp-social-share><amp-img src="/p.jpg" width="10" height="10"></amp-img><p class="caption">Perahu buku bersandar (Foto: Dok. Alumni)</p><div
class="article-body">{blocks(story, {2: '<amp-ad type="x"><div placeholder>Iklan</div></amp-ad>', 4: f'<p>Baca juga: <a href="/1">{others(1, 1)[0]}</a></p><amp-iframe src="//y"><p placeholder>Memuat video</p></amp-iframe>'})}
<p>Simak berita lainnya di kanal Kabar Ponsel.</p></div></article><amp-list><h2>Berita Pilihan</h2>{links(2, 4)}</amp-list></main><footer>© 2025 Kabar Ponsel</footer></body></html>"""
    return OwnPage(
        "phone_page", "https://amp.kabarponsel.com/buku/77", html, story.title, story.text(), "2025-08-12T19:25+07:00",
        ("Rina Saputri",), (*others(1, 1), "Iklan", "Memuat video", "Perahu buku bersandar", "Simak berita lainnya"),
    )  # fmt: skip


def block_article() -> OwnPage:
    """Articles made of typed blocks, copyright beside pictures, a quote block, an article card inside, a feed below."""
    story = RICE
    boxes = "".join(
        f'<div class="article__block" data-type="{"h3" if line.startswith("## ") else "text"}"><div class="article__{"h2" if line.startswith("## ") else "text"}">{line.removeprefix("## ")}</div></div>'
        + (f"""<div class="article__block" data-type="article"><div class="article__article"><a href="/3" class="article__article-title">{others(3, 1)[0]}</a>
<div class="article__article-desc">13 Agustus, 10:02</div></div></div>""" if i == 1 else "") for i, line in enumerate(story.lines)
    )  # fmt: skip
    html = document(
        f"""{MENU}<div class="article" data-article-id="1"><div class="article__header"><div class="article__info"><div class="article__info-date"><a href="/20250814/">14:47 14.08.2025</a>
<span class="article__info-date-modified">(diperbarui: 15:10 14.08.2025)</span></div></div><h1 class="article__title">{story.title}</h1><h2 class="article__second-title">Operasi pasar tetap
jalan tiap Sabtu</h2><div class="article__announce"><div class="media"><img src="/q.jpg"><div class="media__copyright"><div class="media__copyright-item m-copyright">© Foto: Kabar / Tri</div></div></div></div></div>
<div class="article__body">{boxes}<div class="article__block" data-type="banner"><div class="banner">Iklan</div></div></div><div class="article__meta" itemprop="datePublished" content="2025-08-14T14:47+0700"></div>
<div class="article__footer"><ul class="tags"><li><a>beras</a></li></ul></div></div><div class="endless">{cards(5, 5)}</div>{FOOTER}""",
        [], title=story.title, site="Kabar Blok", suffix=", {}",
    )  # fmt: skip
    return OwnPage(
        "block_article", "https://kabarblok.com/20250814/beras-1.html", html, story.title, story.text(), "2025-08-14T14:47+07:00",
        (), (*others(3, 1), "13 Agustus, 10:02", "© Foto", "Iklan", "Operasi pasar tetap\njalan"),
    )  # fmt: skip


def essay_site() -> OwnPage:
    """`x.id - `, a kind line in brackets, "Baca juga artikel terkait … atau tulisan lainnya dari …", three roles below."""
    story = BIKES
    html = document(
        f"""{MENU}<h1 class="news-detail-title">{story.title}</h1><div class="detail-date">Senin, 11 Agustus 2025 - 07:00 WIB</div><span class="detail-author">Oleh: Ana Lim</span><div class="content-text-editor">
<b>kabaresai.id -</b> {blocks(story, {3: f'<div class="baca-holder bold baca-holder-max bg-grey"><strong>Baca juga:</strong><ul class="mb-0">{links(2, 2)}</ul></div>'})[1:]}
<hr/><p>Baca juga artikel terkait <strong><a>SEPEDA</a></strong> atau tulisan lainnya dari <strong><a>Ana Lim</a></strong></p><div class="author-bottom">kabaresai.id - <a>Gaya hidup</a></div>
<div>Penulis: <a>Ana Lim</a><br>Editor: <a>Bagus Wicaksono</a></div></div><h3>Artikel Terkait</h3>{cards(1, 3)}{FOOTER}""",
        [stated(story, "2025-08-11T07:00:00+07:00", "Ana Lim")], title=story.title, site="Kabar Esai",
    )  # fmt: skip
    return OwnPage(
        "essay_site", "https://kabaresai.id/rantai-hg1", html, story.title, story.text("kabaresai.id - "), "2025-08-11T07:00+07:00",
        ("Ana Lim",), (*others(2, 2), "Baca juga artikel terkait", "Gaya hidup", "Penulis:"),
    )  # fmt: skip


PAGES = (
    foreign_service, radio_service, wave_service, agency, television, party_site, phone_page, block_article, essay_site,
)  # fmt: skip
