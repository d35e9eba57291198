"""The big news portals' habits: slots and link tables in the text, end codes, several pages, calls to follow."""

# Markup keeps the lines that templates print.
# ruff: noqa: E501

from tests.processors.shapes.own_page import FOOTER, MENU, OwnPage, blocks, cards, document, ld, links, others, stated
from tests.processors.shapes.stories import BOOKS, COACH, COUNCIL, HARBOUR, RICE, STORM, SUMMIT

SITE = "https://news.kabarutara.com"


def link_table_portal() -> OwnPage:
    """Dateline in bold before the first `<p>`, link tables, a parallax ad, a video slot, a bold end code."""
    story = HARBOUR
    sisip = f"""<!--s:linksisip--><table class="linksisip"><tbody><tr><td><div class="lihatjg"><strong>Baca juga: </strong>
<a href="/1" data-label="List Berita">{others(0, 1)[0]}</a></div></td></tr></tbody></table>"""
    ad = """<div class="parallaxindetail scrollpage"><div class="parallax_detail"><center><div class="para_caption">
ADVERTISEMENT</div></center><div class="ads-scrollpage-container"><div id="div-gpt-ad-1"></div></div>
<center><div class="para_caption">SCROLL TO CONTINUE WITH CONTENT</div></center></div></div>"""
    video = (
        "<p><strong>Tonton juga Video: Parade Perahu Hias di Muara</strong></p><center>[Gambas:Video 20kabar]</center>"
    )
    text = blocks(story, {2: ad, 3: sisip, 5: video}).replace("<p>", " <p>", 1)
    html = document(
        f"""{MENU}<div class="container"><div class="grid-row"><div class="column-8"><div class="breadcrumb">
<a href="/">kabarNews</a><a href="/internasional">Internasional</a></div><article class="detail">
<div class="detail__header"><h1 class="detail__title">{story.title}</h1><div class="detail__author">Rina Saputri -
<span class="detail__label">kabarNews</span></div><div class="detail__date">Rabu, 13 Agu 2025 11:08 WIB</div>
<div class="share-box"><a>Bagikan</a><a>0 komentar</a></div></div><div class="detail__media"><figure class="detail__media-image">
<img src="/a.jpg" alt="Dermaga baru"><figcaption class="detail__media-caption">Foto: Dermaga baru Wonsan (AP Photo/Ri Jin)
</figcaption></figure></div><div class="detail__body itp_bodycontent_wrapper"><div class="detail__body-text itp_bodycontent">
<strong>Wonsan</strong> - {text} <strong>(rns/bag)</strong><div class="clearfix"></div></div>
<div class="detail__body-tag mgt-16"><div class="nav"><a class="nav__item" href="/tag/wonsan">wonsan</a>
<a class="nav__item">dermaga</a></div></div></div></article><div class="collapsible"><h3>Berita Terkait</h3>
<div class="list-content">{cards(1, 4)}</div></div><div class="box cb-berita-lain"><h2>Berita kabarcom Lainnya</h2>
{cards(4, 5)}</div></div><div class="column-4"><h2>Berita Terpopuler</h2>{cards(2, 5)}</div></div></div>{FOOTER}""",
        [
            '<meta name="publishdate" content="2025/08/13 11:08:41"><meta name="author" content="Rina Saputri">',
            f'<meta property="og:title" content="{story.title}">',
        ],
        title=story.title, site="kabarNews", suffix="",
    )  # fmt: skip
    marks = ("SCROLL TO CONTINUE WITH CONTENT", "ADVERTISEMENT", "(rns/bag)", "[Gambas:Video 20kabar]", *others(0, 1))
    return OwnPage(
        "link_table_portal", f"{SITE}/internasional/d-801/dermaga", html, story.title, story.text("Wonsan - "),
        "2025-08-13T11:08+07:00", ("Rina Saputri",), (*marks, "Tonton juga Video: Parade Perahu Hias di Muara"),
    )  # fmt: skip


def utility_classes_portal() -> OwnPage:
    """Utility class names, `Jakarta, X Indonesia --`, an editors' list in a table, the first of two pages."""
    story = SUMMIT
    topic = f"""<table class="topiksisip"><tbody><tr><td><div class="topiksisip"><h4>Pilihan Redaksi</h4>
<ul class="list">{links(2, 3)}</ul></div></td></tr></tbody></table>"""
    ad = """<div class="paradetail"><div class="paradetail_wrap"><div class="flex justify-center text-xs">ADVERTISEMENT</div>
<div id="ad"></div><div class="flex justify-center">SCROLL TO CONTINUE WITH CONTENT</div></div></div>"""
    see = f'<table class="linksisip"><tbody><tr><td><span>Lihat Juga :</span><a href="/9">{others(6, 1)[0]}</a></td></tr></tbody></table>'
    html = document(
        f"""{MENU}<div class="container flex gap-4"><div class="flex gap-1 text-sm"><a href="/">Home</a>
<a href="/internasional">Internasional</a> <a href="/eropa">Eropa</a></div><div class="grow">
<h1 class="mb-2 text-[28px] leading-9 text-k_black">{story.title}</h1><div class="mb-2.5"><span class="text-k_red">
Kabar Indonesia</span></div><div class="text-k_grey text-sm mb-4">Kamis, 14 Agu 2025 09:30 WIB</div>
<div class="flex mb-4"><span>Bagikan:</span><a href="//fb">Facebook</a><a href="//x">Twitter</a></div>
<figure class="w-full"><img src="/b.jpg" alt=""><figcaption class="text-xs">Stasiun perbatasan. (Reuters/Stringer)</figcaption>
</figure><div class="detail-wrap flex gap-4"><div class="detail-text text-k_black text-sm grow min-w-0">
<strong>Vladivostok, Kabar Indonesia</strong> -- {blocks(story, {2: ad, 3: topic, 4: see})}
<p>Bersambung ke halaman berikutnya...</p><br><strong>(blq/bac)</strong><br><center><strong>[Gambas:Video Kabar]</strong></center></div>
</div><div class="flex"><a href="?page=1">1</a><a href="?page=2">2</a><a href="?page=2">Selanjutnya</a></div>
<div class="my-5"><div class="text-base">TOPIK TERKAIT</div><a href="/tag/kereta">kereta</a> <a href="/tag/rusia">rusia</a></div>
<div class="my-5"><div>ARTIKEL TERKAIT</div>{cards(3, 3, "nhl")}</div><div>LAINNYA DI KABAR</div>{cards(1, 4, "nhl")}</div>
<div class="w-[300px]"><div>TERPOPULER</div>{cards(0, 4, "pop")}</div></div>{FOOTER}""",
        [stated(story, "2025-08-14T09:30:12+07:00", {"@type": "Person", "name": "Kabar Indonesia"})],
        title=story.title, site="Kabar Indonesia", suffix="",
    )  # fmt: skip
    marks = ("SCROLL TO CONTINUE WITH CONTENT", "Pilihan Redaksi", "(blq/bac)", "Bersambung ke halaman berikutnya...")
    return OwnPage(
        "utility_classes_portal", "https://www.kabarindonesia.com/internasional/2025/temu", html, story.title,
        story.text("Vladivostok, Kabar Indonesia -- "), "2025-08-14T09:30+07:00", (),
        (*marks, *others(2, 3), *others(6, 1)),
    )  # fmt: skip


def finance_portal() -> OwnPage:
    """A finance sister: `detail_text`, the code glued after the last sentence, "Next Article" with a headline."""
    story = RICE
    html = document(
        f"""{MENU}<section class="container"><h1 class="mb-4 text-32">{story.title}</h1><div class="mb-1 text-base">
<strong>Bagus Wicaksono</strong>, <a href="/">Kabar Niaga</a></div><div class="text-cm text-gray">14 August 2025 12:45</div>
<figure><img src="/c.jpg"><figcaption>Foto: Pedagang menata beras di pasar (Kabar Niaga/Tri S)</figcaption></figure>
<div class="detail-text min-w-0"><p><strong>Jakarta, Kabar Niaga</strong> - </p>{blocks(story, {5: '<p>Saksikan video di bawah ini:</p><p>[Gambas:Video NIAGA]</p>'})}
<p><strong>(rin/rin)</strong> <strong>[Gambas:Video NIAGA]</strong></p><div>Next Article <a href="/7">{others(7, 1)[0]}</a></div>
</div><div class="tag"><a href="/tag/beras">beras</a></div><section><h2>Related Articles</h2>{cards(1, 3)}</section>
<section><h2>Recommendation</h2>{cards(4, 3)}</section><h2>Most Popular</h2>{cards(2, 3)}</section>{FOOTER}""",
        [stated(story, "2025-08-14T12:45:00+07:00", [{"@type": "Person", "name": "Bagus Wicaksono"}])],
        title=story.title, site="Kabar Niaga", suffix="",
    )  # fmt: skip
    return OwnPage(
        "finance_portal", "https://www.kabarniaga.com/news/beras", html, story.title,
        story.text("Jakarta, Kabar Niaga - "), "2025-08-14T12:45+07:00", ("Bagus Wicaksono",),
        ("(rin/rin)", "[Gambas:Video NIAGA]", "Saksikan video di bawah ini:", *others(7, 1)),
    )  # fmt: skip


def photo_portal() -> OwnPage:
    """A lead picture with "Perbesar", parts of one body as pages with headings, ads, read-also boxes, a video box."""
    story = RICE
    parts = blocks(story, {
        1: '<div class="article-ad" data-type="instream"><p class="article-ad__label">Advertisement</p></div>',
        3: f"""<div class="baca-juga-collections"><div class="baca-juga-collections__header"><h5 class="baca-juga-collections__title">
BACA JUGA:</h5></div><ul class="baca-juga-collections__list">{links(3, 2)}</ul></div>""",
        6: """<div class="promo-vidio"><h2 class="promo-vidio__title">Saksikan Video Pilihan Ini:</h2><div class="vidio-embed">
<iframe src="//vid"></iframe><div class="vidio-embed-description">Antrean operasi pasar di tiga kecamatan.</div></div></div>
<figure class="read-page--photo-gallery--item"><img src="/2.jpg"><span class="read-page--photo-gallery--item__zoom">Perbesar</span>
<figcaption class="read-page--photo-gallery--item__caption">Karung beras di gudang. (Liputan/Tri Sasongko)</figcaption></figure>""",
    }, dateline="<b>Kabar6.com, Jakarta</b> ")  # fmt: skip
    html = document(
        f"""{MENU}<main><article class="main read-page--article"><header class="read-page--header"><h1 itemprop="headline"
class="read-page--header--title">{story.title}</h1><p class="read-page--header--author__wrapper"><span
class="read-page--header--author__name">Tri Sasongko</span><time class="read-page--header--author__datetime updated"
datetime="2025-08-14 16:20:05">Diperbarui 14 Agu 2025, 16:20 WIB</time> <time class="read-page--header--author__datetime"
datetime="2025-08-14 15:00:00">Diterbitkan 14 Agu 2025, 15:00 WIB</time></p></header><div class="read-page--social-share">
<span>Copy Link</span><span>28</span></div><div class="read-page--top-media"><figure class="read-page--photo-gallery--item">
<img src="/1.jpg"><span class="read-page--photo-gallery--item__zoom">Perbesar</span><figcaption>Pedagang beras di pasar induk.
Foto: Dok. Kabar6</figcaption></figure></div><div class="article-content-body"><div class="article-content-body__item-page">
<div class="article-content-body__item-media"></div><div class="article-content-body__item-content" itemprop="articleBody">
{parts}</div></div></div><div class="tags--snippet"><ul><li><a href="/tag/beras"><span>Beras</span></a></li></ul></div>
<div class="simple-comment"><p>Komentar</p></div><div class="read-page--article-related"><h2>Rekomendasi</h2>{links(4, 4, "h4")}</div>
<div class="author-credits"><ul><li>Tri Sasongko <span>Author</span></li></ul></div></article></main>{FOOTER}""",
        [stated(story, "2025-08-14T15:00:00+07:00", {"@type": "Person", "name": "Tri Sasongko"})],
        title=story.title, site="Bisnis Kabar6.com",
    )  # fmt: skip
    return OwnPage(
        "photo_portal", "https://www.kabar6.com/bisnis/read/6123/beras", html, story.title,
        story.text("Kabar6.com, Jakarta "), "2025-08-14T15:00+07:00", ("Tri Sasongko",),
        ("Perbesar", "Advertisement", "Saksikan Video Pilihan Ini:", *others(3, 2), "Antrean operasi pasar di tiga kecamatan."),
    )  # fmt: skip


def follow_portal() -> OwnPage:
    """Bold place, follow lines in the middle and at the end, a call to register, the topic list as plain text."""
    story = COACH
    also = f'<div class="baca-juga-new"><strong>BACA JUGA:</strong><a href="/4"><h3>{others(4, 1)[0]}</h3></a></div>'
    wa = '<p class="wa-follow">Follow WhatsApp Channel Kabar untuk update berita terbaru setiap hari <a href="//wa">Follow</a></p>'
    orion = "Dapatkan berita up to date dengan semua berita terkini dari Kabar hanya dengan satu akun di BINTANG, daftar sekarang dengan"
    html = document(
        f"""{MENU}<div class="container-detail"><div class="title-article"><h1>{story.title}</h1><div class="journalist">
<a href="/jurnalis/1">Rina Saputri</a>, Jurnalis · Jum'at 15 Agustus 2025 08:02 WIB</div></div><div class="thumb-news">
<img src="/d.jpg" alt="{story.title}"><span>{story.title} (Foto: Kabar/Ist)</span></div><div class="c-detail read">
<p><strong>JAKARTA</strong> - {blocks(story, {2: also, 4: wa})[4:]}<p>{orion} <a href="/r">klik disini</a> dan nantikan kejutan menarik
lainnya</p><p><strong>(Bagus Wicaksono)</strong></p></div><div class="topik">Topik Artikel : <a href="/t">Liga</a> <a href="/u">Bola</a>
</div><div class="follow-google">Follow Berita Kabar di <a>Google News</a></div><div class="desc">Kabar menyajikan kabar bola.</div>
</div><div class="berita-terkait"><h4>Berita Terkait</h4>{cards(1, 3)}</div><div><h4>Telusuri berita Bola lainnya</h4></div>
{cards(5, 4)}{FOOTER}""",
        [ld({"@type": "NewsArticle", "datePublished": "Jum'at, 15 Agustus 2025 08:02:11 WIB", "author": "Rina Saputri"})],
        title=story.title, site="Kabar Bola", suffix=" : {}",
    )  # fmt: skip
    return OwnPage(
        "follow_portal", "https://bola.kabar.com/read/2025/08/15/45/3031/pelatih", html, story.title,
        story.text("JAKARTA - "), "2025-08-15T08:02+07:00", ("Rina Saputri",),
        (*others(4, 1), "Follow WhatsApp Channel Kabar", orion, "(Bagus Wicaksono)", "klik disini"),
    )  # fmt: skip


def breaks_portal() -> OwnPage:
    """The text in one box, parted by two breaks, with inline read-also boxes and a code after the last word."""
    story = STORM
    inline = f"""<div class="baca-inline" data-track="1"><div class="baca-inline-head">Baca Juga</div><div
class="baca-inline-title"><a href="/5">{others(5, 1)[0]}</a></div></div>"""
    text = f"<br><br>{inline}<br>".join(("<br><br>".join(story.lines[:3]), "<br><br>".join(story.lines[3:])))
    html = document(
        f"""{MENU}<div class="detail-title"><h1>{story.title}</h1></div><div class="detail-nama-redaksi"><a href="/a/9">Tri
Sasongko</a></div><div class="detail-date-artikel">Rabu, 13 Agustus 2025 - 11:08 WIB</div><div class="img-article"><img
src="/e.jpg" alt="pohon"><figcaption>Petugas memotong pohon di lereng utara. Foto/Dok Warga</figcaption></div>
<div class="detail-desc" id="detail-desc" itemprop="articleBody"><b>LERENG UTARA</b> - {text}<br><br>Lihat Juga: <a
href="/6">{others(6, 1)[0]}</a><br><br>(bag)</div><div class="wa-channel-wrap">Dapatkan berita terkini dan kejutan menarik dari
kabar.com, Klik <a href="#">Disini</a> untuk mendaftarkan diri anda</div><div class="halaman-article"><ul><li>Halaman :</li><li><a>1</a></li>
</ul></div><div class="berita-terkait-header">Berita Terkait</div><ul>{links(1, 4)}</ul><div class="komentar-wrap">Komentar
</div>{cards(0, 5, "terpopuler")}{FOOTER}""",
        [ld([{"@type": "BreadcrumbList", "itemListElement": []}, {
            "@type": "NewsArticle", "headline": story.title, "datePublished": "2025-08-13T11:08:20+07:00",
            "author": {"@type": "Person", "name": "Tri Sasongko"}}])],
        title=story.title, site="Kabar Daerah",
    )  # fmt: skip
    return OwnPage(
        "breaks_portal", "https://daerah.kabar.com/read/1605/174/angin", html, story.title,
        story.text("LERENG UTARA - "), "2025-08-13T11:08+07:00", ("Tri Sasongko",),
        (*others(5, 2), "(bag)", "Halaman :", "Klik Disini untuk mendaftarkan diri anda"),
    )  # fmt: skip


def next_page_portal() -> OwnPage:
    """`VIVA`-like: outlet in bold with a dash, a "next page" heading with the sentence that opens that page, a credit."""
    story = COUNCIL
    also = f'<div class="article-detail-inner-read"><p>Baca Juga :</p><h3><a href="/8">{others(8, 1)[0]}</a></h3></div>'
    paging = """<div class="article-pagination"><a class="next" href="?page=2"><span>Halaman Selanjutnya</span></a></div>
<div class="content-source">Source : <span>Kabar/Tri Sasongko</span></div>"""
    html = document(
        f"""{MENU}<div class="main-content-container"><div class="main-content-title"><h1>{story.title}</h1></div>
<div class="main-content-date">Kamis, 14 Agustus 2025 - 20:11 WIB</div><div class="author-list"><div class="main-content-author">
<span>Oleh :</span><ul><li><a href="/u/rina">Rina Saputri</a></li><li><a href="/u/tri">Tri Sasongko</a></li></ul></div></div>
<div class="main-content-image"><img src="/f.jpg"><span class="main-content-image-caption">Ruang sidang dewan kota</span>
<span class="main-content-image-source">Sumber : Kabar/Tri Sasongko</span></div><div class="main-content-detail">
{blocks(story, {2: also, 4: '<div class="ads-inside">Advertisement</div>'}, dateline="<strong>Jakarta, KABAR –</strong> ")}
{paging}</div><div class="tag-container"><a>dewan</a></div><div class="share"><span>Share :</span></div>
<div class="comment-container">Komentar</div></div><div class="column-small"><div>Terpopuler</div>{cards(3, 5)}</div>{FOOTER}""",
        [stated(story, "2025-08-14T20:11:00+07:00", [{"@type": "Person", "name": "Rina Saputri"},
                                                     {"@type": "Person", "name": "Tri Sasongko"}])],
        title=story.title, site="Kabar",
    )  # fmt: skip
    return OwnPage(
        "next_page_portal", "https://www.kabar.co.id/berita/nasional/1842-rapat", html, story.title,
        story.text("Jakarta, KABAR – "), "2025-08-14T20:11+07:00", ("Rina Saputri", "Tri Sasongko"),
        (*others(8, 1), "Source : Kabar/Tri Sasongko", "Advertisement"),
    )  # fmt: skip


def simple_portal() -> OwnPage:
    """`Kota - ` lines, "Baca Juga:" paragraphs beside a summary box of bullets, an "Intinya" box, polls."""
    story = BOOKS
    box = """<div class="key-points"><p class="key-points__title">Intinya sih...</p><ul><li>Perahu perpustakaan kembali jalan</li>
<li>Rutenya tiga puluh kilometer</li></ul></div>"""
    poll = """<div class="polling-box"><h4>Polling</h4><p>Apakah Anda pernah meminjam buku di perahu?</p><ul><li>Pernah</li>
<li>Belum</li></ul></div>"""
    html = document(
        f"""{MENU}<main><h1 class="title-text">{story.title}</h1><div class="author-date"><a class="author-name" href="/@rina">Rina
Saputri</a><time class="date-text" datetime="2025-08-12T02:15:00.000Z">12 Agu 2025, 09:15 WIB</time></div>
<figure><img src="/g.jpg" alt="perahu"><figcaption>Perahu buku (dok. pribadi/Nurhayati)</figcaption></figure>{box}
<article id="article-content"><div class="split-page">{blocks(story, {3: f'<p><strong>Baca Juga: <a href="/2">{others(2, 1)[0]}</a></strong></p>', 5: poll})}
</div></article><div class="topic">Topik: <a href="/t">Buku</a></div><div class="editors">Editor: <a>Bagus Wicaksono</a></div>
<section class="trending"><h2>Trending</h2>{cards(1, 4)}</section></main>{FOOTER}""",
        [stated(story, "2025-08-12T02:15:00Z", {"@type": "Person", "name": "Rina Saputri", "url": "/@rina"})],
        title=story.title, site="Kabar Muda", suffix=" | {}",
    )  # fmt: skip
    return OwnPage(
        "simple_portal", "https://www.kabarmuda.com/life/perpustakaan-00-abc", html, story.title, story.text(),
        "2025-08-12T09:15+07:00", ("Rina Saputri",),
        (*others(2, 1), "Intinya sih...", "Perahu perpustakaan kembali jalan", "Apakah Anda pernah meminjam buku di perahu?"),
    )  # fmt: skip


PAGES = (
    link_table_portal, utility_classes_portal, finance_portal, photo_portal, follow_portal, breaks_portal,
    next_page_portal, simple_portal,
)  # fmt: skip
