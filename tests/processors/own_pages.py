"""Pages of our own: one invented story in the templates and bad habits that Indonesian news sites have."""

import json
from collections.abc import Callable

TITLE = "Kapal Latih Samudra Jaya Bersandar di Wonsan, Warga Berebut Foto"
DATELINE = "WONSAN, KABARUTARA.ID - "
LEAD = (
    "Kapal latih Samudra Jaya bersandar di pelabuhan Wonsan pada Senin (28/4/2025) pagi setelah berlayar dua belas "
    "hari dari Surabaya tanpa singgah di pelabuhan lain."
)
BODY = (
    LEAD,
    "Ratusan warga sudah menunggu di dermaga sejak subuh. Mereka membawa bendera kecil dan payung karena hujan belum "
    "berhenti sejak malam sebelumnya.",
    '"Kami belum pernah melihat kapal layar sebesar ini," kata Han Myong Ok, seorang guru sekolah dasar yang membawa '
    "tiga puluh muridnya ke pelabuhan.",
    "Rute yang dipilih",
    "Menurut nakhoda kapal, rute lewat Laut Jepang dipilih karena angin musim sedang bersahabat. Ia menyebut kapal "
    "hanya memakai mesin selama sembilan jam dari seluruh pelayaran.",
    "Kementerian Pelayaran setempat mencatat sedikitnya 1.250 orang naik ke geladak pada hari pertama. Kunjungan itu "
    "akan dibuka sampai akhir pekan sebelum kapal melanjutkan perjalanan ke utara.",
)
LINES = (DATELINE + LEAD, *BODY[1:])
SUBHEAD = BODY[3]
PUBLISHED = "2025-04-28T14:05+07:00"
AUTHOR, EDITOR = "Rina Saputri", "Bagus Wicaksono"
OTHERS = (
    "Tiga Perahu Nelayan Hilang Kontak di Perairan Natuna",
    "Harga Beras di Pasar Induk Turun Dua Pekan Beruntun",
    "Museum Bahari Pamerkan Peta Laut Abad Ketujuh Belas",
)
LINKS = "".join(f'<li><a href="/berita/{i}">{title}</a></li>' for i, title in enumerate(OTHERS))
SIDEBAR = f'<div class="col-side"><h3>Terpopuler</h3><ul>{LINKS}{LINKS}</ul></div>'
MENU = '<nav><a href="/">Beranda</a> <a href="/dunia">Dunia</a> <a href="/olahraga">Olahraga</a></nav>'
FOOTER = (
    "<footer><p>Tentang kami | Pedoman media siber</p><p>Copyright © KabarUtara 2025. All rights reserved</p></footer>"
)
STATED = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2025-04-28T14:05:00+07:00",
    "dateModified": "2025-04-28T16:40:00+07:00",
    "author": {"@type": "Person", "name": AUTHOR},
    "publisher": {"@type": "Organization", "name": "Kabar Utara"},
}
JSON_LD = f'<script type="application/ld+json">{json.dumps(STATED)}</script>'
OG = f'<meta property="og:title" content="{TITLE} - Kabar Utara"><meta property="og:site_name" content="Kabar Utara">'


def page(body: str, head: str = "") -> str:
    head = f"<head><title>{TITLE} - Kabar Utara</title>{OG}{head}</head>"
    return f"<!doctype html><html lang='en'>{head}<body>{body}</body></html>"


def plain_blog() -> str:
    """Everything in its place: JSON-LD, h1, paragraphs, read-also as a bold link."""
    paragraphs = _paragraphs(2, f'<p><strong>Baca juga: <a href="/1">{OTHERS[0]}</a></strong></p>')
    return page(
        f"{MENU}<article><h1>{TITLE}</h1><div class='entry-meta'>Oleh {AUTHOR} | Senin, 28 April 2025</div>"
        f"<figure><img src='/k.jpg'><figcaption>Kapal Samudra Jaya. (Foto: Dok. Pelabuhan)</figcaption></figure>"
        f"<div class='entry-content'>{paragraphs}<p>(rin/bag)</p></div>"
        f"<div class='tags'>Tags: <a href='/t'>Wonsan</a></div></article>{SIDEBAR}{FOOTER}",
        JSON_LD,
    )


def bare_breaks() -> str:
    """No paragraphs at all: text and line breaks in a div, byline and date as visible text only."""
    text = "<br><br>".join((f"<b>{DATELINE.rstrip('- ')}</b> - {LEAD}", *BODY[1:3], f"<b>{SUBHEAD}</b>", *BODY[4:]))
    return page(
        f"{MENU}<h1 class='judul'>{TITLE}</h1><span class='tgl'>Senin, 28 April 2025 | 14:05 WIB</span>"
        f"<div id='isi_berita'><img src='/k.jpg'><br><i>Kapal Samudra Jaya saat bersandar. (KCNA/Handout)</i>"
        f"<br><br>{text}"
        f"<br><br>Penulis: {AUTHOR}<br>Editor: {EDITOR}</div>"
        f"<div class='terkait'><b>BERITA TERKAIT:</b><ul>{LINKS}</ul></div>{SIDEBAR}{FOOTER}"
    )


def link_table() -> str:
    """A small table of links and an ad inside the text, a video slot and an end code glued to the last sentence."""
    table = f'<table class="linksisip"><tr><td><div>Baca juga:</div><a href="/1">{OTHERS[1]}</a></td></tr></table>'
    inserted = f"{table}<div class='parallax'>SCROLL TO CONTINUE WITH CONTENT</div>"
    paragraphs = _paragraphs(3, inserted).replace(BODY[-1], f"{BODY[-1]} <strong>(rin/bag)</strong>")
    return page(
        f"{MENU}<div class='detail'><h1 class='detail__title'>{TITLE}</h1>"
        f"<div class='detail__author'>{AUTHOR} - kabarUtara</div>"
        f"<div class='detail__date'>Senin, 28 Apr 2025 14:05 WIB</div><div class='detail__media'><img src='/k.jpg'>"
        f"<div class='detail__media-caption'>Foto: Kapal Samudra Jaya (Dok. Pelabuhan)</div></div>"
        f"<div class='detail__body-text'>{paragraphs}<p><strong>[Gambas:Video 20kabar]</strong></p></div></div>"
        f"{SIDEBAR}{FOOTER}",
        '<meta name="dtk:publishdate" content="2025/04/28 14:05:00">',
    )


def wrong_zone() -> str:
    """A published time that says UTC and means Jakarta; the page shows both publication and change."""
    head = '<meta property="article:published_time" content="2025-04-28T14:05:00+00:00">'
    return page(
        f"{MENU}<main><h1>{TITLE}</h1><p class='waktu'>Diterbitkan 28 April 2025, 14:05 WIB</p>"
        f"<p class='waktu'>Diperbarui 28 April 2025, 16:40 WIB</p><div class='author'>Reporter: <a>{AUTHOR}</a></div>"
        f"<div class='author'>Editor: <a>{EDITOR}</a></div><section class='content'>{_paragraphs(1, _list())}</section>"
        f"<p>Ikuti berita KabarUtara lainnya di Google News dan WhatsApp Channel</p></main>{SIDEBAR}{FOOTER}",
        head,
    )


def wordpress() -> str:
    """WordPress: share buttons, a related block of cards with excerpts, comments, the minute in an attribute."""
    cards = "".join(
        f"<article class='post'><h3><a href='/{i}'>{title}</a></h3><p>Cuplikan pendek dari berita lain yang tidak ada "
        f"hubungannya dengan kapal, dipasang oleh tema situs ini.</p></article>"
        for i, title in enumerate(OTHERS)
    )
    return page(
        f"{MENU}<article class='post hentry'><header><h1 class='entry-title'>{TITLE}</h1>"
        f"<span class='byline'>oleh <a href='/a'>{AUTHOR}</a></span>"
        f"<time class='entry-date published' datetime='2025-04-28T14:05:31+07:00'>28 April 2025</time></header>"
        f"<div class='sharedaddy'><a href='#'>Facebook</a> <a href='#'>Twitter</a></div><div class='entry-content'>"
        f"{_paragraphs(2, '<p>BACA JUGA:' + OTHERS[2] + '</p>')}<p>***</p><p>Editor: {EDITOR}</p></div></article>"
        f"<section class='related-posts'><h2>Artikel Terkait</h2>{cards}</section>"
        f"<div id='comments'><h3>Tinggalkan Balasan</h3><p>Belum ada komentar</p></div>{SIDEBAR}{FOOTER}"
    )


def cards_between() -> str:
    """Unlabelled cards of other articles between the paragraphs, and a labelled list after the text."""
    card = f"<div class='box'><a href='/1'><img src='/1.jpg' alt=''></a><p><a href='/1'>{OTHERS[0]}</a></p></div>"
    tail = f"<p>Baca artikel menarik lainnya:</p><p><a href='/2'>{OTHERS[1]}</a></p><p><a href='/3'>{OTHERS[2]}</a></p>"
    return page(
        f"{MENU}<div class='wrap'><h2 class='title'>{TITLE}</h2>"
        f"<div class='meta'>{AUTHOR}, Jurnalis · Senin 28 April 2025 14:05 WIB</div>"
        f"<div class='text'>{_paragraphs(2, card)}{tail}<p>Copyright © KabarUtara 2025</p></div></div>"
        f"{SIDEBAR}{FOOTER}",
        '<script type="application/ld+json">{"@type":"NewsArticle",'
        '"datePublished":"2025-04-28T14:05:00+07:00",}</script>',
    )


def spans_for_paragraphs() -> str:
    """Every paragraph a span in a div, as script-drawn sites write it, the subheading among them."""
    boxes = "".join(f"<div class='sc-1'><span data-qa='paragraph'>{line}</span></div>" for line in LINES)
    return page(
        f"<div id='root'><h1>{TITLE}</h1><div>28 April 2025 14:05 WIB</div><div class='a1'>{boxes}</div>"
        f"<div><div><span>Baca Lainnya</span></div><ul>{LINKS}</ul></div></div>",
        JSON_LD,
    )


def boxes_and_breaks() -> str:
    """A blog whose paragraphs are divs with empty ones between them, signed in brackets."""
    boxes = "<div><br></div>".join(f"<div style='text-align: justify;'>{line}</div>" for line in LINES)
    return page(
        f"{MENU}<div class='post hentry'><h3 class='post-title'>{TITLE}</h3><div class='post-body'>"
        f"<div class='separator'><a href='/k.jpg'><img src='/k.jpg'></a></div>{boxes}<div>({AUTHOR})</div></div>"
        f"<div class='post-footer'>Diposting oleh Admin</div></div>{SIDEBAR}",
        JSON_LD,
    )


def layout_table() -> str:
    """An old site: tables for layout, fonts, and line breaks for everything."""
    text = "<br /><br />".join(LINES)
    return page(
        f"<table><tr><td>{MENU}</td></tr><tr><td><font size=4><b>{TITLE}</b></font><br>28/04/2025 14:05<br>"
        f"<font face=arial size=2>{text}</font></td><td>{SIDEBAR}</td></tr></table>",
        f'<meta name="author" content="{AUTHOR}">',
    )


def dateline_outside() -> str:
    """The dateline stands before the first paragraph; cards with long excerpts follow the text."""
    text = _paragraphs(3, "").replace(f"<p>{DATELINE}", f"<strong>{DATELINE.removesuffix(' - ')}</strong> - <p>")
    cards = "".join(
        f"<div class='item'><a href='/{i}'><img src='/{i}.jpg'></a><h4><a href='/{i}'>{title}</a></h4><p>Ringkasan "
        f"panjang nomor {i} tentang berita lain di bawah ini, cukup panjang sehingga pembersih yang ceroboh mengira "
        "ini bagian dari isi berita yang sedang dibaca orang. Ada dua kalimat di sini.</p></div>"
        for i, title in enumerate(OTHERS * 3)
    )
    return page(
        f"{MENU}<div class='main'><h1>{TITLE}</h1><div class='txt'>{text}</div><div class='more'>{cards}</div></div>",
        JSON_LD,
    )


def captioned_paragraph() -> str:
    """A photo with its caption in italics between the paragraphs, a video with its line, and a second article below."""
    picture = "<p><img src='/w.jpg'><br><em>Warga di dermaga. Foto: Dok. Pelabuhan Wonsan</em></p>"
    video = "<div class='v'><iframe src='/v'></iframe><span>Kabar TV</span> Parade kapal digelar malam hari.</div>"
    other = "".join(
        f"<p>Berita kedua membahas harga ikan yang naik karena cuaca buruk menahan nelayan selama {days} hari.</p>"
        for days in range(3, 7)
    )
    return page(
        f"{MENU}<article><h1>{TITLE}</h1><p>Senin, 28 April 2025 - 14:05 WIB</p><p><em>Oleh: {AUTHOR}</em></p>"
        f"<div class='isi'>{_paragraphs(2, picture + video)}<p>Editor : {EDITOR}</p><p>Bagikan:</p></div></article>"
        f"<article><h1>{OTHERS[1]}</h1><div class='isi'>{other}</div></article>{SIDEBAR}",
        JSON_LD,
    )


TEMPLATES: tuple[Callable[[], str], ...] = (
    plain_blog,
    bare_breaks,
    link_table,
    wrong_zone,
    wordpress,
    cards_between,
    spans_for_paragraphs,
    boxes_and_breaks,
    layout_table,
    dateline_outside,
    captioned_paragraph,
)


def _paragraphs(after: int, inserted: str) -> str:
    pieces = [f"<p>{text}</p>" if text != SUBHEAD else f"<h2>{text}</h2>" for text in LINES]
    return "".join((*pieces[:after], inserted, *pieces[after:]))


def _list() -> str:
    return f"<div><p>Baca Juga</p><ul>{LINKS}</ul></div>"
