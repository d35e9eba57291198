"""Networks of regional sites on one CMS, and dailies with a dateline of their own."""

# Markup keeps the lines that templates print.
# ruff: noqa: E501

from tests.processors.shapes.own_page import FOOTER, MENU, OwnPage, blocks, cards, document, ld, links, others, stated
from tests.processors.shapes.stories import BIKES, BOOKS, COUNCIL, HARBOUR, RICE, STORM, SUMMIT


def reporter_line_network() -> OwnPage:
    """A reporter's line above the text, captions in nameless boxes, "telah tayang" lines, the outlet after the name."""
    story = STORM
    also = f'<p class="baca"><strong>Baca juga: <a href="/1" rel="noopener">{others(1, 1)[0]}</a></strong></p>'
    ad = '<div class="adsbox pa15"><div id="div-Inside-MediumRectangle">ad</div></div>'
    html = document(
        f"""{MENU}<div id="article"><div class="breadcrumb"><a>Home</a><a>Regional</a></div><h1 class="f50 black2" id="arttitle">
{story.title}</h1><div class="mt10"><time class="grey"><span>Rabu, 13 Agustus 2025 11:08 WIB</span></time>
<div class="mt10" id="penulis">Penulis: <a href="/p">Rina Saputri</a> | Editor: <a href="/e">Bagus Wicaksono</a></div></div>
<div class="ovh imgfull_div pos_rel"><a><div class="zoomin">zoom-in<span>lihat foto</span></div><img src="/a.jpg" alt="x"></a>
<div class="arial f12 pb10">Istimewa/BPBD</div><div class="arial f12">POHON TUMBANG - Petugas memotong pohon yang menutup jalan
di lereng utara, Rabu pagi.</div></div><div class="side-article txt-article multi-fontsize editcontent">
<p><strong>Laporan Wartawan KabarLereng.com, Rina Saputri</strong></p><p><strong>KABARLERENG.COM, LERENG UTARA -</strong>
{blocks(story, {1: ad, 3: also})[4:]}<p><strong>(*)</strong></p><p>Artikel ini telah tayang di <a>KabarLereng.com</a> dengan judul
{story.title}, <a>https://lereng.kabar.com/2025/08/13/angin</a></p><p>(<strong>KabarLereng.com/Rina Saputri</strong>)</p>
<p><strong>Ikuti kami di Google News dan saluran WhatsApp KabarLereng</strong></p></div><div class="mt10"><h5 class="tagcloud3">
<a href="/tag/angin">angin kencang</a></h5></div><div id="ik"><h4>Berita Terkait</h4><ul>{links(2, 4)}</ul></div>
<div class="bsh"><h4>Berita Terkini</h4><ul class="lsi">{links(5, 5, "h3")}</ul></div></div>{FOOTER}""",
        [ld({"@graph": [{"@type": "WebSite", "name": "KabarLereng"}, {
            "@type": "NewsArticle", "headline": story.title, "datePublished": "2025-08-13T11:08:03+07:00",
            "author": {"@type": "Person", "name": "Rina Saputri"}, "editor": {"@type": "Person", "name": "Bagus Wicaksono"}}]})],
        title=story.title, site="KabarLereng.com",
    )  # fmt: skip
    marks = (
        "Laporan Wartawan KabarLereng.com",
        "telah tayang di",
        "Ikuti kami di Google News",
        "POHON TUMBANG - Petugas",
    )
    return OwnPage(
        "reporter_line_network", "https://lereng.kabar.com/2025/08/13/angin", html, story.title,
        story.text("KABARLERENG.COM, LERENG UTARA - "), "2025-08-13T11:08+07:00", ("Rina Saputri",),
        (*marks, *others(1, 1), "(KabarLereng.com/Rina Saputri)", "(*)"),
    )  # fmt: skip


def read_content_network() -> OwnPage:
    """`read__content`, bold read-also paragraphs, paging as text, three stars at the end, a date after a dash."""
    story = BIKES
    also = f'<p><strong>Baca Juga: <a href="/3">{others(3, 1)[0]}</a></strong></p>'
    html = document(
        f"""{MENU}<section class="read"><h1 class="read__title">{story.title}</h1><div class="read__info"><div
class="read__info__author"><a href="/author/1">Tri Sasongko</a></div><div class="read__info__date">- 11 Agustus 2025, 07:40 WIB</div></div>
<div class="photo"><div class="photo__img"><img src="/b.jpg"></div><div class="photo__caption">Ilustrasi rantai sepeda.
/Pexels/Ana Lim</div></div><article class="read__content clearfix" itemprop="articleBody"><div class="ads__horizontal"></div>
{blocks(story, {3: also, 5: '<div class="ads-on-body"><span>Advertisement</span></div>'}, dateline="<strong>KABAR RAKYAT</strong> - ", end="***")}
<div class="paging paging--article clearfix"><div class="paging__wrap"><div class="paging__item">Halaman:</div>
<div class="paging__item"><a class="paging__link--active">1</a></div><div class="paging__item"><a href="?page=2">2</a></div>
<div class="paging__item"><a href="?page=2">Selanjutnya</a></div></div></div></article><div class="editor"><p>Editor: Bagus
Wicaksono</p></div><div class="tag"><h3 class="tag__title">Tags</h3><ul class="tag__article">{links(7, 2)}</ul></div>
<div class="latest"><h2>Terkini</h2>{cards(0, 5, "latest")}</div></section>{FOOTER}""",
        [stated(story, "2025-08-11T07:40:00+07:00", [{"@type": "Person", "name": "Tri Sasongko"}])],
        title=story.title, site="Kabar Rakyat",
    )  # fmt: skip
    return OwnPage(
        "read_content_network", "https://www.kabar-rakyat.com/otomotif/pr-01398/rantai", html, story.title,
        story.text("KABAR RAKYAT - "), "2025-08-11T07:40+07:00", ("Tri Sasongko",),
        (*others(3, 1), "Halaman:", "***", "Ilustrasi rantai sepeda.", "Editor: Bagus"),
    )  # fmt: skip


def capital_dateline_daily() -> OwnPage:
    """`X.CO.ID, KOTA -- `, scroll labels, a box to join a discussion, `Rep:/Red:`, a lower-case source line."""
    story = SUMMIT
    also = f'<div class="baca-juga"><p class="title">Baca Juga</p><ul>{links(0, 3)}</ul></div>'
    html = document(
        f"""{MENU}<div class="main-wrapper"><div class="max-card__title"><h1>{story.title}</h1></div><div class="date date-item__headline">
Kamis 14 Aug 2025 10:25 WIB</div><div class="max-card__title-red">Rep: Rina Saputri/ Red: Bagus Wicaksono</div>
<div class="max-card__image"><img src="/c.jpg"><div class="max-card__caption">Jalur kereta barang di perbatasan.</div></div>
<div class="share-tools">Facebook Twitter</div><div class="article-content"><article>
{blocks(story, {1: also, 3: '<p>Advertisement</p><p>Scroll untuk membaca</p>', 4: '<p><strong>BACA JUGA: Ikuti Analisis Berita Terkini KABARUMAT.CO.ID, <a href="#">Klik di Sini</a></strong></p>'},
        dateline="<strong>KABARUMAT.CO.ID, VLADIVOSTOK -- </strong>")}
<p>Advertisement</p><div class="taiching"><a href="#">Yuk koleksi buku bacaan berkualitas dari buku Kabarumat ...</a></div></article>
<div class="blockquote-source">sumber : Antara/Tass</div><div class="wa">Ikuti Whatsapp Channel Kabarumat</div></div>
<div class="tags"><a>rusia</a></div><div class="beritaterkait"><h3>Berita Terkait</h3>{cards(4, 4)}</div>
<div>Berita Lainnya</div>{cards(1, 5)}</div>{FOOTER}""",
        ['<meta name="author" content="Kabarumat Online"><meta property="article:published_time" content="2025-08-14 10:25:00">'],
        title=story.title, site="Kabarumat Online", suffix=" | {}",
    )  # fmt: skip
    return OwnPage(
        "capital_dateline_daily", "https://internasional.kabarumat.co.id/berita/t0z1/temu", html, story.title,
        story.text("KABARUMAT.CO.ID, VLADIVOSTOK -- "), "2025-08-14T10:25+07:00", ("Rina Saputri",),
        (*others(0, 3), "Scroll untuk membaca", "sumber : Antara/Tass", "Ikuti Analisis Berita", "Advertisement", "Yuk koleksi buku"),
    )  # fmt: skip


def business_daily() -> OwnPage:
    """`X.com, JAKARTA —`, inline boxes, "Cek Berita dan Artikel yang lain", a plain list of writers below the text."""
    story = RICE
    box = f'<div class="baca-juga-box"><span class="read__also">Baca Juga : <a href="/4">{others(4, 1)[0]}</a></span></div>'
    html = document(
        f"""{MENU}<div class="detailsContainer"><h1 class="detailsTitleCaption">{story.title}</h1><div class="detailsAttribute">
<div class="detailsAuthor"><div class="detailsAuthorItem"><a>Rina Saputri</a></div></div><div class="detailsAttributeDates">Kamis, 14
Agustus 2025 | 17:05</div></div><figure class="detailsCoverImg"><img src="/d.jpg"><figcaption class="imgCaption">Pedagang beras.
<span>- Kabar/Tri Sasongko</span></figcaption></figure><a>Bagikan</a><div class="detailsSummary"><h4>Ringkasan Berita</h4><ul>
<li>Harga beras turun tipis dalam sepekan.</li><li>Pedagang menahan stok lama.</li></ul></div><article class="detailsContent force-17">
{blocks(story, {2: box, 5: '<p><em>Simak Video Pilihan di Bawah Ini :</em></p><div class="video-embed"><iframe></iframe></div>'}, dateline="<strong>Kabarbisnis.com</strong>, <strong>JAKARTA</strong> — ", head="h3")}
<p><em>Cek Berita dan Artikel yang lain di <a>Google News</a> dan <a>WA Channel</a></em></p></article><div class="detailsAuthorBottom">
<div>Penulis : <span>Rina Saputri</span></div><div>Editor : <span>Bagus Wicaksono</span></div></div><div class="detailsTags"><h4>Topik</h4>
<a>beras</a></div><div class="related"><h4>Berita Terkait</h4>{cards(2, 3)}</div><div>Terkini</div>{cards(5, 4)}</div>{FOOTER}""",
        [stated(story, "2025-08-14T17:05:00+07:00", {"@type": "Person", "name": "Rina Saputri - Kabarbisnis.com"})],
        title=story.title, site="Kabarbisnis.com",
    )  # fmt: skip
    return OwnPage(
        "business_daily", "https://ekonomi.kabarbisnis.com/read/20250814/12/19/beras", html, story.title,
        story.text("Kabarbisnis.com, JAKARTA — "), "2025-08-14T17:05+07:00", ("Rina Saputri",),
        (*others(4, 1), "Cek Berita dan Artikel", "Simak Video Pilihan di Bawah Ini :", "Pedagang menahan stok lama."),
    )  # fmt: skip


def investor_daily() -> OwnPage:
    """`X.CO.ID - JAKARTA. `, "Selanjutnya:" and "Menarik Dibaca:" lines with links, `Reporter: | Editor:` on top."""
    story = COUNCIL
    foot = f"""<h2>Selanjutnya: <a href="/5">{others(5, 1)[0]}</a></h2><h2>Menarik Dibaca: <a href="/6">{others(6, 1)[0]}</a></h2>
<p>Cek Berita dan Artikel yang lain di <a href="#"><strong>Google News</strong></a></p>"""
    html = document(
        f"""{MENU}<div class="container"><h1 class="detail-desk">{story.title}</h1><div class="fs14 ff-opensans font-gray">Kamis, 14
Agustus 2025 / 15:33 WIB</div><div class="pic"><img src="/e.jpg"><p class="fs12">ILUSTRASI. Gedung dewan kota. KABARDANA/Tri Sasongko
</p></div><div class="fs14">Reporter: <b>Rina Saputri</b> | Editor: <b>Bagus Wicaksono</b></div><div class="tmpt-desk-kon"
itemprop="articleBody">{blocks(story, {2: f'<p><strong>Baca Juga: <a href="/4">{others(4, 1)[0]}</a></strong></p>'}, dateline="<strong>KABARDANA.CO.ID - JAKARTA. </strong>")}
{foot}</div><div class="tag-terkait"><span>TAG</span><ul><li><a>dewan</a></li></ul></div><div class="TERBARU"><h5>TERBARU</h5>
{links(0, 5)}</div></div>{FOOTER}""",
        [ld([{"@type": "NewsArticle", "headline": story.title, "datePublished": "2025-08-14 15:33:00",
              "author": {"@type": "Person", "name": "Rina Saputri"}}])],
        title=story.title, site="Kabardana",
    )  # fmt: skip
    return OwnPage(
        "investor_daily", "https://nasional.kabardana.co.id/news/rapat-dewan", html, story.title,
        story.text("KABARDANA.CO.ID - JAKARTA. "), "2025-08-14T15:33+07:00", ("Rina Saputri",),
        (*others(4, 3), "Menarik Dibaca:", "Selanjutnya:", "Cek Berita dan Artikel", "ILUSTRASI. Gedung dewan kota"),
    )  # fmt: skip


def code_daily() -> OwnPage:
    """A code such as (Z-1) on the last sentence, "Baca juga :" lines, a byline of name and slash, no JSON-LD."""
    story = HARBOUR
    html = document(
        f"""{MENU}<div class="detail-news"><h1>{story.title}</h1><ul class="meta"><li><a href="/author/rina">Rina Saputri</a></li>
<li>13/8/2025 06:39</li></ul><div class="cover"><img src="/f.jpg"><i>Dermaga baru di Wonsan.(AFP/Kim Won-jin)</i></div>
<div class="article" itemprop="articleBody">{blocks(story, {3: f'<p><strong>Baca juga : <a href="/6">{others(6, 1)[0]}</a></strong></p>'}, end=" (AFP/Z-1)")}</div>
<div class="editor-wrap">Editor : Bagus Wicaksono</div><div class="berita-lain"><h4>Berita Lainnya</h4>{cards(2, 4)}</div></div>{FOOTER}""",
        [f'<meta property="og:title" content="{story.title}"><meta name="author" content="Kabar Media">'],
        title=story.title, site="Kabar Media",
    )  # fmt: skip
    return OwnPage(
        "code_daily", "https://kabarmedia.com/internasional/80/dermaga", html, story.title, story.text(),
        "2025-08-13T06:39+07:00", ("Rina Saputri",), (*others(6, 1), "(AFP/Z-1)", "Dermaga baru di Wonsan.(AFP/Kim Won-jin)"),
    )  # fmt: skip


def village_daily() -> OwnPage:
    """`x.com, KOTA - `, teasers "Halaman Selanjutnya" with an ellipsis sentence, videos, `(kabar)` as the end code."""
    story = BOOKS
    html = document(
        f"""{MENU}<h1>{story.title}</h1><div class="date-news">Selasa, 12 Agustus 2025 – 19:25 WIB</div><div class="images"><img
src="/g.jpg"><div class="caption">Perahu buku di dermaga keempat. Foto: Tri Sasongko/Kabar</div></div><div class="page-content"
itemprop="articleBody">{blocks(story, {2: f'<p><strong>Baca Juga:</strong></p><ul>{links(3, 2)}</ul>'}, dateline="kabar.com, <strong>MUARA</strong> - ", end=" <strong>(kabar)</strong>")}
<p><strong>Yuk, Simak Juga Video ini!</strong></p><iframe src="//v"></iframe><p><strong>Jangan Lewatkan Video Terbaru:</strong></p>
<p><strong>BERITA TERPOPULER</strong></p><ul>{links(5, 3)}</ul></div><div class="foot">Silakan baca konten menarik lainnya dari kabar.com di
<a>Google News</a></div><div class="pgs">Redaktur & Reporter : <a>Rina Saputri</a></div><div class="tags">TAGS &nbsp;<a>buku</a></div>{FOOTER}""",
        ["<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Perpustakaan \"Keliling\"\","
         " \"datePublished\": \"2025-08-12T19:25:00+07:00\" \"author\": {\"@type\": \"Organization\", \"name\": \"Kabar\"}}</script>"],
        title=story.title, site="Kabar.com",
    )  # fmt: skip
    return OwnPage(
        "village_daily", "https://www.kabar.com/news/perpustakaan", html, story.title, story.text("kabar.com, MUARA - "),
        "2025-08-12T19:25+07:00", ("Rina Saputri",),
        (*others(3, 2), *others(5, 3), "(kabar)", "Yuk, Simak Juga Video ini!", "Jangan Lewatkan Video Terbaru:", "Silakan baca konten"),
    )  # fmt: skip


PAGES = (
    reporter_line_network, read_content_network, capital_dateline_daily, business_daily, investor_daily, code_daily,
    village_daily,
)  # fmt: skip
