"""Themes of WordPress and Blogger, as hundreds of small outlets use them."""

# Markup keeps the lines that templates print.
# ruff: noqa: E501

from tests.processors.shapes.own_page import FOOTER, MENU, OwnPage, blocks, cards, document, ld, links, others, stated
from tests.processors.shapes.stories import BIKES, BOOKS, COACH, COUNCIL, HARBOUR, RICE, STORM, SUMMIT


def newspaper_theme() -> OwnPage:
    """tagDiv: block ids, share bar above and below, previous and next article, author box, related with excerpts."""
    story = SUMMIT
    share = """<div class="td-post-sharing-top"><div class="td-post-sharing td-ps-bg"><span class="td-social-but-text">Facebook</span>
<span class="td-social-but-text">Twitter</span><span>WhatsApp</span></div></div>"""
    modules = "".join(
        f"""<div class="td_module_related_posts td-animation-stack td_mod_related_posts"><div class="td-module-image"><a
href="/{i}"><img src="/{i}.jpg"></a></div><div class="item-details"><h3 class="entry-title td-module-title"><a href="/{i}">{title}</a>
</h3></div></div>""" for i, title in enumerate(others(2, 3))
    )  # fmt: skip
    html = document(
        f"""<div id="td-outer-wrap">{MENU}<article id="post-9" class="post-9 post type-post status-publish format-standard hentry">
<div class="td-post-header"><ul class="td-category"><li class="entry-category"><a>Dunia</a></li></ul><header class="td-post-title">
<h1 class="entry-title">{story.title}</h1><div class="td-module-meta-info"><div class="td-post-author-name"><div class="td-author-by">
Oleh</div> <a href="/author/rina">Rina Saputri</a><div class="td-author-line"> - </div></div><span class="td-post-date"><time
class="entry-date updated td-module-date" datetime="2025-08-14T11:21:33+07:00">14 Agustus 2025</time></span><div
class="td-post-comments"><a><i></i>0</a></div><div class="td-post-views"><span>214</span></div></div></header></div>{share}
<div class="td-post-content tagdiv-type"><div class="td-post-featured-image"><figure><a><img class="entry-thumb" src="/a.jpg"></a>
<figcaption class="wp-caption-text">Stasiun perbatasan [foto: Dok. Kementerian]</figcaption></figure></div>
<div class="td-a-rec td-a-rec-id-content_top"><span class="td-adspot-title">- Iklan -</span></div>
{blocks(story, {3: '<div class="td-a-rec td-a-rec-id-content_inline"><span class="td-adspot-title">- Advertisement -</span></div>'}, dateline="<strong>VLADIVOSTOK (KabarUmmat.id) </strong>– ", head="h3")}
<p><em><strong>(rina/kabarummat.id)</strong></em></p></div><footer><div class="td-post-source-tags"><ul class="td-tags"><li><span>TAGS</span>
</li><li><a href="/tag/kereta">kereta</a></li></ul></div>{share}<div class="td-block-row td-post-next-prev"><div
class="td-block-span6 td-post-prev-post"><div class="td-post-next-prev-content"><span>Artikel Sebelumnya</span><a href="/1">
{others(0, 1)[0]}</a></div></div><div class="td-block-span6 td-post-next-post"><div class="td-post-next-prev-content"><span>Artikel
Berikutnya</span><a href="/2">{others(1, 1)[0]}</a></div></div></div><div class="author-box-wrap"><a><img></a><div class="desc"><div
class="td-author-name vcard author"><span class="fn"><a>Rina Saputri</a></span></div><div class="td-author-description">Wartawan yang
menulis soal Asia Timur sejak sepuluh tahun lalu.</div></div></div></footer></article><div class="td_block_wrap td_block_related_posts">
<h4 class="td-related-title td-block-title"><a>ARTIKEL TERKAIT</a><a>DARI PENULIS</a></h4>{modules}</div><div class="comments"
id="comments"><h3>TINGGALKAN KOMENTAR</h3><p class="comment-notes">Alamat email Anda tidak akan dipublikasikan.</p><p>Simpan nama,
email, dan situs web saya pada peramban ini untuk komentar saya berikutnya.</p></div><div class="td-main-sidebar">{cards(3, 5)}</div>{FOOTER}</div>""",
        ['<meta name="author" content="Rina Saputri">'], title=story.title, site="KabarUmmat.id", suffix=" | {}",
    )  # fmt: skip
    return OwnPage(
        "newspaper_theme", "https://www.kabarummat.id/2025/08/14/temu.html", html, story.title,
        story.text("VLADIVOSTOK (KabarUmmat.id) – "), "2025-08-14T11:21+07:00", ("Rina Saputri",),
        ("- Iklan -", "- Advertisement -", "(rina/kabarummat.id)", "Artikel Sebelumnya", *others(0, 5), "Wartawan yang\nmenulis"),
    )  # fmt: skip


def jnews_theme() -> OwnPage:
    """JNews: inline related posts, a share count, an author box that boasts, popups, tags in the content box."""
    story = HARBOUR
    inline = f"""<div class="jnews_inline_related_post_wrapper left half"><div class="jnews_inline_related_post"><div
class="jeg_postblock_29 jeg_postblock"><div class="jeg_block_heading"><h3 class="jeg_block_title"><span>Baca<strong>Juga</strong></span></h3>
</div><div class="jeg_posts">{links(4, 2, "article class='jeg_post'")}</div></div></div></div>"""
    html = document(
        f"""<div class="jeg_viewport">{MENU}<div class="post-wrapper"><div class="jeg_breadcrumbs"><a>Home</a> Dunia</div><div class="entry-header">
<h1 class="jeg_post_title">{story.title}</h1><h2 class="jeg_post_subtitle">Pengelola menjanjikan pelampung penanda</h2><div class="jeg_meta_container"><div
class="jeg_post_meta"><div class="jeg_meta_author"><img><span class="meta_text">by</span> <a href="/author/x">Redaksi</a></div><div
class="jeg_meta_date"><a>13 Agustus 2025</a></div><div class="jeg_meta_category"><span>in <a>Dunia</a></span></div></div></div></div>
<div class="jeg_featured featured_image"><a><img src="/b.jpg"></a><p class="wp-caption-text">Kapal di dermaga baru / Ist</p></div>
<div class="jeg_share_top_container"><div class="jeg_share_count"><div class="counts">12</div><span class="sharetext">SHARES</span></div>
<a class="jeg_btn-facebook">Share on Facebook</a></div><div class="entry-content no-share"><div class="content-inner">
{blocks(story, {3: inline}, dateline="<strong>Wonsan, KabarTimur.net –</strong> ")}<p>Penulis: Tri Sasongko</p><p>Editor: Bagus Wicaksono</p>
<div class="jeg_post_tags"><span>Tags:</span> <a rel="tag">Wonsan</a></div></div></div><div class="jeg_share_bottom_container"><a>Share14</a>
<a>Tweet9</a><a>Send</a></div><div class="jnews_prev_next_container"><div class="jeg_prevnext_post"><a class="post prev-post"><span
class="caption">Previous Post</span><h3 class="post-title">{others(0, 1)[0]}</h3></a><a class="post next-post"><span class="caption">Next Post
</span><h3 class="post-title">{others(1, 1)[0]}</h3></a></div></div><div class="jnews_author_box_container"><div class="jeg_authorbox"><h3>
<a>Redaksi</a></h3><p class="jeg_author_desc">Portal berita kepulauan timur yang cepat dan tepercaya.</p></div></div>
<div class="jnews_related_post_container"><h3 class="jeg_block_title"><span>Related<strong> Posts</strong></span></h3>{cards(6, 3, "jeg_post")}</div>
</div>{FOOTER}</div>""",
        [ld({"@context": "https://schema.org", "@graph": [
            {"@type": "Article", "headline": story.title, "datePublished": "2025-08-13T02:44:10+00:00",
             "dateModified": "2025-08-13T05:00:00+00:00", "author": {"name": "Redaksi", "@id": "https://x/#/person/1"}},
            {"@type": "Person", "name": "Redaksi"}, {"@type": "WebSite", "name": "KabarTimur"}]})],
        title=story.title, site="KabarTimur",
    )  # fmt: skip
    return OwnPage(
        "jnews_theme", "https://kabartimur.net/dunia/dermaga/", html, story.title, story.text("Wonsan, KabarTimur.net – "),
        "2025-08-13T09:44+07:00", ("Tri Sasongko",),
        (*others(0, 2), *others(4, 2), "Tags:", "Penulis:", "Share on Facebook", "Pengelola menjanjikan pelampung penanda"),
    )  # fmt: skip


def jetpack_blog() -> OwnPage:
    """Jetpack: "Bagikan ini:" and "Menyukai ini:" inside the content, related posts, comments with real prose."""
    story = BOOKS
    comments = "".join(
        f"""<li class="comment depth-1"><article class="comment-body"><b class="fn">Pembaca {i}</b> berkata:<div class="comment-content"><p>Saya
pernah naik perahu itu waktu kecil dan senang sekali membacanya, semoga terus berjalan sampai anak saya besar nanti.</p></div></article></li>"""
        for i in range(2)
    )  # fmt: skip
    html = document(
        f"""<div id="page">{MENU}<article class="post"><header class="entry-header"><h1 class="entry-title">{story.title}</h1><div
class="entry-meta"><span class="posted-on">Posted on <time class="entry-date published" datetime="2025-08-12T08:00:00+07:00">12 Agustus 2025
</time></span><span class="byline"> by <span class="author vcard"><a class="url fn n">rinasaputri</a></span></span></div></header>
<div class="entry-content">{blocks(story, {4: '<blockquote class="wp-block-quote"><p>Buku yang tidak dibaca lebih cepat lapuk daripada perahu.</p></blockquote>'})}
<div class="sharedaddy sd-sharing-enabled"><div class="robots-nocontent sd-block"><h3 class="sd-title">Bagikan ini:</h3><ul><li><a>Klik untuk berbagi
di Facebook(Membuka di jendela yang baru)</a></li></ul></div></div><div class="sharedaddy sd-like"><h3 class="sd-title">Menyukai ini:</h3><span>Suka</span>
<span class="loading">Memuat...</span></div><div id="jp-relatedposts" class="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>Terkait</em></h3>
{links(1, 3, "p")}</div></div><footer class="entry-footer"><span class="cat-links">Posted in Budaya</span></footer></article>
<nav class="navigation post-navigation"><h2 class="screen-reader-text">Navigasi pos</h2><div class="nav-links"><a>{others(7, 1)[0]}</a></div></nav>
<div id="comments" class="comments-area"><h2 class="comments-title">2 tanggapan untuk “{story.title}”</h2><ol class="comment-list">{comments}</ol>
<h3 id="reply-title">Tinggalkan Balasan</h3></div></div>{FOOTER}""",
        [f'<meta property="og:title" content="{story.title}">'], title=story.title, site="Catatan Muara", suffix=" – {}",
    )  # fmt: skip
    quote = "Buku yang tidak dibaca lebih cepat lapuk daripada perahu."
    return OwnPage(
        "jetpack_blog", "https://catatanmuara.wordpress.com/2025/08/12/perahu/", html, story.title,
        (*story.text()[:4], quote, *story.text()[4:]), "2025-08-12T08:00+07:00", (),
        ("Bagikan ini:", "Klik untuk berbagi", "Memuat...", *others(1, 3), *others(7, 1), "Saya\npernah naik", "Posted in"),
    )  # fmt: skip


def local_theme() -> OwnPage:
    """The commonest theme of local outlets: a related title between paragraphs, banners, a feed line, a table of contents."""
    story = RICE
    related = f"""<div class="gmr-related-post-onlytitle"><div class="related-text-onlytitle"><div class="clearfix"><div class="list-related-post-onlytitle">
<div class="gmr-related-title">Baca Juga</div>{links(3, 3, "p")}</div></div></div></div>"""
    toc = """<div id="ez-toc-container" class="ez-toc-v2"><p class="ez-toc-title">Daftar Isi</p><nav><ul><li><a href="#1">Stok lama belum habis</a></li>
<li><a href="#2">Apa kata dinas</a></li></ul></nav></div>"""
    html = document(
        f"""{MENU}<main id="primary" class="site-main col-md-8"><article class="content-single hentry"><div class="breadcrumbs"><a>Beranda</a></div>
<header class="entry-header entry-header-single"><div class="gmr-meta-topic"><strong><span class="cat-links-content"><a>Ekonomi</a></span></strong></div>
<h1 class="entry-title"><strong>{story.title}</strong></h1><div class="list-table clearfix"><div class="table-row"><div class="table-cell
gmr-content-metasingle"><div class="meta-content gmr-content-metasingle"><span class="author vcard"><a class="url fn n">Tri Sasongko</a></span></div>
<div class="meta-content"><span class="posted-on"><time class="entry-date published" datetime="2025-08-14T13:12:04+08:00">14 Agustus 2025
13:12</time></span></div></div><div class="table-cell gmr-content-share"><ul><li><a>Facebook</a></li></ul></div></div></div></header>
<figure class="post-thumbnail gmr-thumbnail-single"><img src="/c.jpg"><figcaption class="wp-caption-text">Beras di pasar induk. (Foto: Ist)</figcaption></figure>
<div class="single-wrap"><div class="entry-content entry-content-single clearfix"><div class="gmr-banner-beforecontent"></div>{toc}
{blocks(story, {3: related, 5: '<div class="gmr-banner-insidecontent text-center"><p>ADVERTISEMENT</p></div>'}, dateline="<strong>KABARTAMBORA.COM, MATARAM</strong> – ", head="h3")}
<p>(tri/red)</p><div class="gmr-cf-metadata"><p>Penulis : Tri Sasongko</p><p>Editor : Redaksi</p></div><footer class="entry-footer"><div
class="gmr-cf-metadata text-center"><p>Follow WhatsApp Channel kabartambora.com untuk update berita terbaru setiap hari <a>Follow</a></p></div>
<span class="tags-links"><a rel="tag">beras</a></span></footer></div></div></article><div class="gmr-related-post"><h3 class="related-text">Berita Terkait</h3>
{cards(4, 4)}</div></main><aside class="widget-area">{cards(0, 4)}</aside>{FOOTER}""",
        [stated(story, "2025-08-14T13:12:04+08:00", {"@type": "Person", "name": "Tri Sasongko"})],
        title=story.title, site="Kabar Tambora",
    )  # fmt: skip
    return OwnPage(
        "local_theme", "https://kabartambora.com/ekonomi/beras/", html, story.title,
        story.text("KABARTAMBORA.COM, MATARAM – "), "2025-08-14T13:12+08:00", ("Tri Sasongko",),
        ("Daftar Isi", "(tri/red)", "ADVERTISEMENT", "Follow WhatsApp Channel", *others(3, 3), "Editor : Redaksi"),
    )  # fmt: skip


def blogger_layout() -> OwnPage:
    """Blogger: no paragraphs, `<br />` everywhere, a table around the photo, "Diposting oleh", labels, share links."""
    story = COUNCIL
    text = "<br />\n<br />\n".join(story.lines)
    photo = """<table class="tr-caption-container"><tbody><tr><td><a><img src="/d.jpg"></a></td></tr><tr><td class="tr-caption">Gedung dewan kota, Kamis
(14/8). Foto: Tri</td></tr></tbody></table>"""
    html = document(
        f"""<div class="content"><div class="header"><h1 class="title"><a href="/">Kabar Kota Kita</a></h1><p class="description">Berita dari
kota kita</p></div><div class="main section" id="main"><div class="widget Blog"><div class="blog-posts hfeed"><h2 class="date-header"><span>Kamis, 14
Agustus 2025</span></h2><div class="post hentry uncustomized-post-template"><h3 class="post-title entry-title">{story.title}</h3>
<div class="post-body entry-content" id="post-body-1" itemprop="description articleBody"><div dir="ltr" style="text-align: left;">{photo}
<b>Kabar Kota</b> - {text}<br /><br />Reporter: Tri Sasongko<br />Editor: Bagus Wicaksono</div><div style="clear: both;"></div></div>
<div class="post-footer"><div class="post-footer-line"><span class="post-author vcard">Diposting oleh <span class="fn">Admin Kita</span></span>
<span class="post-timestamp">di <a><abbr class="published" itemprop="datePublished" title="2025-08-14T21:05:00+07:00">21.05</abbr></a></span></div>
<div class="post-share-buttons"><a><span class="share-button-link-text">Kirimkan Ini lewat Email</span></a><a>BlogThis!</a><a>Berbagi ke X</a></div>
<div><span class="post-labels">Label: <a>dewan</a></span></div></div></div></div><div class="comments" id="comments"><h4>Tidak ada komentar:</h4>
<h4 id="comment-post-message">Posting Komentar</h4></div><div class="blog-pager"><a>Posting Lebih Baru</a> <a>Posting Lama</a> <a>Beranda</a></div>
</div></div><div class="sidebar"><div class="widget PopularPosts"><h2>Entri Populer</h2><ul>{links(2, 4)}</ul></div></div></div>""",
        [], title="Kabar Kota Kita: " + story.title, site="", suffix="",
    )  # fmt: skip
    return OwnPage(
        "blogger_layout", "https://kabarkotakita.blogspot.com/2025/08/rapat.html", html, story.title,
        story.text("Kabar Kota - "), "2025-08-14T21:05+07:00", ("Tri Sasongko",),
        ("Gedung dewan kota, Kamis", "Reporter:", "Diposting oleh", "BlogThis!", "Label:", "Posting Lama"),
    )  # fmt: skip


def block_editor_theme() -> OwnPage:
    """Gutenberg: groups, an "Ikuti" button block, latest posts as a list, embedded posts of others with their words."""
    story = BIKES
    tweet = """<figure class="wp-block-embed is-provider-twitter"><div class="wp-block-embed__wrapper"><blockquote class="twitter-tweet"><p lang="in">Rantaiku
putus di tanjakan, siapa punya alat pemotong? #gowes</p>&mdash; Ana Lim (@analim) <a>August 10, 2025</a></blockquote></div></figure>"""
    insta = """<blockquote class="instagram-media"><div><a>View this post on Instagram</a></div><p><a>A post shared by Bengkel Tua (@bengkeltua)</a></p></blockquote>"""
    also = f'<p class="has-background"><strong>Baca :</strong> <a href="/6"><strong>{others(6, 1)[0]}</strong></a></p>'
    html = document(
        f"""<div class="wp-site-blocks">{MENU}<main class="wp-block-group"><h1 class="wp-block-post-title">{story.title}</h1><div class="wp-block-post-date">
<time datetime="2025-08-11T06:30:00+07:00">11 Agustus 2025</time></div><div class="wp-block-post-author"><p class="wp-block-post-author__byline">Penulis</p>
<p class="wp-block-post-author__name">Ana Lim</p></div><figure class="wp-block-post-featured-image"><img src="/e.jpg"></figure>
<div class="entry-content wp-block-post-content">{blocks(story, {2: also, 4: tweet, 6: insta}, head='h2 class="wp-block-heading"')}
<div class="wp-block-buttons"><div class="wp-block-button"><a>Ikuti kami di Telegram</a></div></div><h3 class="wp-block-heading">Artikel lainnya</h3>
<ul class="wp-block-latest-posts__list">{links(0, 4)}</ul></div></main>{FOOTER}</div>""",
        [], title=story.title, site="Gowes Kota",
    )  # fmt: skip
    return OwnPage(
        "block_editor_theme", "https://goweskota.id/rantai", html, story.title, story.text(), "2025-08-11T06:30+07:00",
        ("Ana Lim",), (*others(6, 1), *others(0, 4), "Rantaiku\nputus", "A post shared by", "View this post", "Ikuti kami"),
    )  # fmt: skip


def page_builder_theme() -> OwnPage:
    """Elementor: every part a widget, so the article's own box is a widget too."""
    story = COACH
    html = document(
        f"""{MENU}<div class="elementor elementor-7"><section class="elementor-section"><div class="elementor-widget elementor-widget-theme-post-title"><div
class="elementor-widget-container"><h1 class="elementor-heading-title">{story.title}</h1></div></div><div class="elementor-widget elementor-widget-post-info">
<ul class="elementor-icon-list-items"><li><span class="elementor-icon-list-text elementor-post-info__item--type-author">Rina Saputri</span></li><li><span
class="elementor-post-info__item--type-date">15 Agustus 2025</span></li><li><span class="elementor-post-info__item--type-time">08:02</span></li></ul></div>
<div class="elementor-widget elementor-widget-share-buttons">Share:</div><div class="elementor-element elementor-widget elementor-widget-theme-post-content"><div
class="elementor-widget-container">{blocks(story, dateline="<b>JAKARTA</b> – ", end=" (rs)")}</div></div><div class="elementor-widget
elementor-widget-posts"><h2>Berita Lainnya</h2>{links(1, 3, "article class='elementor-post'")}</div></section></div>{FOOTER}""",
        [stated(story, "2025-08-15T01:02:40+00:00")], title=story.title, site="Kabar Laga",
    )  # fmt: skip
    return OwnPage(
        "page_builder_theme", "https://kabarlaga.com/pelatih/", html, story.title, story.text("JAKARTA – "),
        "2025-08-15T08:02+07:00", ("Rina Saputri",), ("(rs)", *others(1, 3), "Share:"),
    )  # fmt: skip


def old_blog() -> OwnPage:
    """A hand-made page: the title in a table, text in `<div>`s with non-breaking spaces, the site's name as the h1."""
    story = STORM
    text = "".join(f'<div align="justify">{line}</div><div>&nbsp;</div>' for line in story.lines)
    html = f"""<html><head><title>Kabar Lereng Online | {story.title}</title></head><body><table width="980"><tr><td colspan="2"><h1><a href="/">Kabar Lereng
Online Suara Warga Lereng</a></h1></td></tr><tr><td valign="top"><div class="judul_berita"><h2>{story.title}</h2></div><div class="ket">Rabu, 13-08-2025 |
11:08:25 | Oleh: Rina Saputri | Dibaca: 214 kali</div><div class="isi">{text}<div>Sumber: Antara</div></div><div>Kirim ke teman | Cetak</div><b>Komentar Facebook</b></td>
<td valign="top"><b>BERITA LAINNYA</b><ul>{links(3, 5)}</ul></td></tr></table>{FOOTER}</body></html>"""
    return OwnPage(
        "old_blog", "http://kabarlereng.com/berita-1204-angin.html", html, story.title, story.text(), "2025-08-13T11:08+07:00",
        ("Rina Saputri",), ("Sumber: Antara", "Kirim ke teman", "Komentar Facebook", *others(3, 5)),
    )  # fmt: skip


PAGES = (
    newspaper_theme, jnews_theme, jetpack_blog, local_theme, blogger_layout, block_editor_theme, page_builder_theme,
    old_blog,
)  # fmt: skip
