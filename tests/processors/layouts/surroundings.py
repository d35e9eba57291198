"""What a site puts around every article and below its end: menus, dialogs, contacts, other languages."""

# Markup keeps its lines.
# ruff: noqa: E501

from collections.abc import Mapping

from tests.processors.layouts import frame_sentences as pool
from tests.processors.layouts.articles import Article, Pen
from tests.processors.layouts.frames import ARTICLES, LOOSE, Frame, cards, headlines, links, nothing
from tests.processors.layouts.inserts import fixed
from tests.processors.layouts.laid_out import Piece, some

MENU = (
    '<header class="site-header"><a href="/" class="logo"><img src="/logo.svg" alt="Kabar Muara"></a><nav><ul>'
    '<li><a href="/nasional">Nasional</a></li><li><a href="/daerah">Daerah</a></li><li><a href="/bola">Olahraga</a></li>'
    '<li><a href="/indeks">Indeks</a></li></ul></nav></header>'
)
FOOTER = (
    '<footer><ul><li><a href="/tentang">Tentang Kami</a></li><li><a href="/pedoman">Pedoman Media Siber</a></li></ul>'
    "<p>Copyright © 2025 Kabar Muara. Hak cipta dilindungi undang-undang.</p></footer>"
)


def prose(sentences: tuple[str, ...], opening: str, closing: str, *, count: int, tag: str = "p") -> Frame:
    """Sentences of the site's own."""

    def lay(pen: Pen, article: Article) -> Piece:
        texts = [text.format(author=article.author) for text in some(pen.dice, sentences, count)]
        return Piece(opening + "".join(f"<{tag}>{text}</{tag}>" for text in texts) + closing, tuple(texts))

    return lay


def ticker(pen: Pen, _article: Article) -> Piece:
    heads = headlines(pen.dice, 3)
    laid = "".join(f'<a href="/read/{n}">{head}</a> ' for n, head in enumerate(heads))
    return Piece(f"<div><span>Breaking News</span> {laid}</div>", heads)


def large_menu(_pen: Pen, _article: Article) -> Piece:
    names = [
        f"Kanal {name}" for name in ("Otomotif", "Kesehatan", "Properti", "Wisata", "Kuliner", "Teknologi", "Musik")
    ]
    items = "".join(f'<li><a href="/k/{n}">{name}</a><ul><li>Terbaru</li></ul></li>' for n, name in enumerate(names))
    return Piece(f'<div class="mega"><ul>{items}</ul></div>', tuple(names))


def section_menu(_pen: Pen, _article: Article) -> Piece:
    items = "".join(
        f'<li><a href="/d/{n}">Seputar {name}</a></li>' for n, name in enumerate(("Pesisir", "Bukit", "Kota"))
    )
    return Piece(f"<ul>{items}</ul>", ("Seputar Pesisir", "Seputar Bukit"))


APPEAL = (
    "Jurnalisme yang mandiri membutuhkan dukungan Anda. Dengan menyumbang mulai sepuluh ribu rupiah, Anda membantu Kabar "
    "Muara tetap dapat dibaca semua orang. Klik tombol donasi di bawah ini."
)
PODCAST = "Dengarkan siniar Kabar Muara setiap Jumat sore di semua aplikasi pemutar siniar kesayangan Anda."
ABOVE: Mapping[str, Frame] = {
    "none": nothing,
    "large_menu": large_menu,
    "section_menu": section_menu,
    "ticker": ticker,
    "cards": cards(LOOSE, count=4),
    "cards_articles": cards(ARTICLES, count=4),
    "consent": prose(
        pool.CONSENT, '<div class="cmp"><h2>We value your privacy</h2>', "<button>Accept all</button></div>", count=4
    ),
    "consent_nameless": prose(pool.CONSENT, "<div><div>", "</div><button>I agree</button></div>", count=4, tag="div"),
    "consent_dialog": prose(pool.CONSENT, '<div role="dialog" aria-modal="true">', "</div>", count=3),
    "english": prose(pool.ENGLISH, '<div class="world">', "</div>", count=3),
    "arabic": prose(pool.ARABIC, '<div dir="rtl">', "</div>", count=2),
    "javanese": prose(pool.JAVANESE, '<div class="jawi">', "</div>", count=2),
}
CLOSING: Mapping[str, Frame] = {
    "none": nothing,
    "contact": prose(pool.CONTACTS, '<div class="kontak"><h4>Hubungi kami</h4>', "</div>", count=2),
    "contact_nameless": prose(pool.CONTACTS, "<div><b>Kontak redaksi</b>", "</div>", count=2),
    "bio": prose(pool.BIOS, '<div class="author-box"><img src="/a.jpg">', "</div>", count=1),
    "bio_nameless": prose(pool.BIOS, "<div><h4>Tentang Penulis</h4>", "</div>", count=1),
    "appeal": fixed(f'<div class="donasi"><p>{APPEAL}</p><button>Donasi</button></div>', APPEAL),
    "podcast": fixed(f"<div><h4>Siniar</h4><p>{PODCAST}</p></div>", PODCAST),
    "consent_below": prose(pool.CONSENT, '<div id="gdpr">', "<button>Accept</button></div>", count=4),
    "english_below": prose(pool.ENGLISH, "<section><h3>In English</h3>", "</section>", count=3),
    "arabic_below": prose(pool.ARABIC, '<div lang="ar">', "</div>", count=2),
    "javanese_below": prose(pool.JAVANESE, "<div><h3>Warta Jawa</h3>", "</div>", count=2),
}
# What may stand in the article's own element; a consent dialog or another language stands beside it.
ANYWHERE = frozenset(("contact", "contact_nameless", "bio", "bio_nameless", "appeal", "podcast"))
SIDE: Mapping[str, Frame] = {
    "popular": links('<aside class="sidebar"><h3>Terpopuler</h3><ol>', '<li><a href="/s/{n}">{head}</a></li>', "</ol></aside>", count=4),
    "none": nothing,
    "column": links('<div class="col-4"><h3>Terkini</h3>', '<div><a href="/s/{n}">{head}</a></div>', "</div>", count=5),
    "cards": cards(LOOSE, count=5, label="<h3>Pilihan Editor</h3>"),
}  # fmt: skip
