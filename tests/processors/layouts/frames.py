"""Other articles around an article: cards, lists, the next article, and what readers say."""

# Markup keeps its lines.
# ruff: noqa: E501

from collections.abc import Callable, Mapping
from random import Random

from tests.processors.layouts import frame_sentences as pool
from tests.processors.layouts.articles import Article, Pen, write_article
from tests.processors.layouts.laid_out import Attr, Piece, some
from tests.processors.layouts.names import NAMES

Frame = Callable[[Pen, Article], Piece]


def nothing(_pen: Pen, _article: Article) -> Piece:
    return Piece("")


def headlines(dice: Random, count: int) -> tuple[str, ...]:
    return some(dice, pool.HEADLINES, count)


def stamp(dice: Random) -> str:
    """`DAERAH | Senin 3 Juni 2019, 08:15 WIB`, as a card has it."""
    day = dice.choice(("Senin", "Rabu", "Jumat", "Minggu"))
    date = f"{dice.randint(1, 28)} {dice.choice(('Juni', 'Maret', 'Mei'))} 2019"
    return f"{dice.choice(pool.SECTIONS)} | {day} {date}, {dice.randint(6, 9):02}:{dice.randint(10, 59)} WIB"


def cards(template: str, *, count: int, label: str = "", opening: str = "<div{box}>", closing: str = "</div>") -> Frame:
    """Cards of other articles; `template` has `{n}`, `{head}`, `{stamp}`, `{teaser}` and `{card}`, a name."""

    def lay(pen: Pen, _article: Article) -> Piece:
        dice = pen.dice
        named = _named(dice, ("media", "list-berita", "feed"))
        heads, teasers = headlines(dice, count), some(dice, pool.TEASERS, count)
        laid = "".join(
            template.format(n=n, head=head, stamp=stamp(dice), teaser=teaser, card=named("card"))
            for n, (head, teaser) in enumerate(zip(heads, teasers, strict=True))
        )
        shown = [text for text in teasers if text in laid]
        return Piece(f"{opening.format(box=named('list'))}{label}{laid}{closing}", (*heads, *shown))

    return lay


def links(opening: str, item: str, closing: str, *, count: int, mark: str = "") -> Frame:
    """A list of other articles' headlines; `item` has `{n}` and `{head}`."""

    def lay(pen: Pen, _article: Article) -> Piece:
        heads = headlines(pen.dice, count)
        laid = "".join(item.format(n=n, head=head) for n, head in enumerate(heads, 1))
        return Piece(f"{opening}{laid}{closing}", (*heads, *((mark,) if mark else ())))

    return lay


def comments(opening: str, item: str, closing: str, *, count: int) -> Frame:
    """Readers' prose; `item` has `{user}`, `{text}` and `{hours}`."""

    def lay(pen: Pen, _article: Article) -> Piece:
        dice = pen.dice
        texts, users = some(dice, pool.COMMENTS, count), some(dice, pool.USERS, count)
        said = zip(texts, users, strict=True)
        laid = "".join(item.format(user=user, text=text, hours=dice.randint(1, 20)) for text, user in said)
        return Piece(opening + laid + closing, texts)

    return lay


def next_article(opening: str, closing: str, *, tag: str = "h1", count: int = 7) -> Frame:
    """A whole other article under its own headline, as an endless page loads it."""

    def lay(pen: Pen, _article: Article) -> Piece:
        other = write_article(pen.other(), paragraphs=count)
        texts = "".join(f"<p>{text}</p>" for text in other.prose)
        head = f'<{tag}><a href="/read/lain">{other.title}</a></{tag}><div class="tgl">{stamp(pen.dice)}</div>'
        long = tuple(text for text in other.prose if len(text) > 60)
        return Piece(f"{opening}{head}<div>{texts}</div>{closing}", (other.title, *long))

    return lay


def long_cards(pen: Pen, _article: Article) -> Piece:
    """Other articles, each with a picture and three sentences, under no heading of the list."""
    heads, teasers = headlines(pen.dice, 5), some(pen.dice, pool.TEASERS, 15)
    laid = "".join(
        f'<div><div><a href="/x/{n}"><img src="/x{n}.jpg" alt=""></a></div><div><a href="/x/{n}"><b>{head}</b></a>'
        f"<p>{' '.join(teasers[n * 3 : n * 3 + 3])}</p></div></div>"
        for n, head in enumerate(heads)
    )
    return Piece(f"<div>{laid}</div>", (*heads, *teasers))


def excerpts(pen: Pen, _article: Article) -> Piece:
    """Other articles with an excerpt that leads on to the rest."""
    heads = headlines(pen.dice, 4)
    text = "Laporan lengkap dari lapangan, disertai foto dan wawancara dengan saksi mata yang berada di lokasi sejak pagi [...]"
    laid = "".join(
        f'<section><h3><a href="/x/{n}">{head}</a></h3><p>{text} <a href="/x/{n}">Selengkapnya</a></p></section>'
        for n, head in enumerate(heads)
    )
    return Piece(f"<div><h2>Kabar dari daerah lain</h2>{laid}</div>", (*heads, text))


def archive(pen: Pen, _article: Article) -> Piece:
    heads = headlines(pen.dice, 6)
    rows = "".join(
        f'<tr><td>{n}/6/2019</td><td><a href="/x/{n}">{head}</a></td></tr>' for n, head in enumerate(heads, 1)
    )
    return Piece(f"<div><h3>Arsip</h3><table>{rows}</table></div>", heads)


def _named(dice: Random, names: tuple[str, ...]) -> Attr:
    """Cards have ordinary names, hashes, or none."""
    if dice.random() < 0.5:
        name = dice.choice(names)
        return lambda role: f' class="{name}-{role}"'
    return NAMES[dice.choice(("hashed", "none"))](dice)


LOOSE = (
    '<div{card}><a href="/read/{n}"><img src="/{n}.jpg" alt=""></a><h3><a href="/read/{n}">{head}</a></h3>'
    "<span>{stamp}</span>{teaser}</div>"
)
LOOSER = '<div{card}><img src="/{n}.jpg"><a href="/read/{n}">{head}</a><br>{stamp}<br>{teaser}</div>'
PARAGRAPHS = '<div{card}><h4><a href="/read/{n}">{head}</a></h4><small>{stamp}</small><p>{teaser}</p></div>'
ARTICLES = (
    '<article{card}><a href="/read/{n}"><img src="/{n}.jpg"></a><h2><a href="/read/{n}">{head}</a></h2><p>{teaser}</p>'
    "</article>"
)
BARE = '<li><a href="/read/{n}">{head}</a> <em>{stamp}</em></li>'
COMMENT = '<div class="comment"><b>{user}</b> <i>{hours} jam yang lalu</i><p>{text}</p><a href="#">Balas</a></div>'
BELOW: Mapping[str, Frame] = {
    "none": nothing,
    "cards_loose": cards(LOOSE, count=6),
    "cards_loose_many": cards(LOOSE, count=28),
    "cards_looser": cards(LOOSER, count=10, label="<h3>Berita Lainnya</h3>"),
    "cards_paragraphs": cards(PARAGRAPHS, count=8, label="<h3>Rekomendasi untuk Anda</h3>"),
    "cards_paragraphs_many": cards(PARAGRAPHS, count=26),
    "cards_articles": cards(ARTICLES, count=10),
    "cards_linked": cards('<div{card}><a href="/read/{n}"><h3>{head}</h3><p>{teaser}</p></a></div>', count=12),
    "cards_items": cards(BARE, count=12, opening="<ul{box}>", closing="</ul>"),
    "cards_long": long_cards,
    "excerpts": excerpts,
    "archive": archive,
    "cards_definition": cards(
        '<dt><a href="/x/{n}">{head}</a></dt><dd>{stamp} {teaser}</dd>', count=8, opening="<dl{box}>", closing="</dl>"
    ),
    "cards_rows": cards(
        '<tr><td><img src="/{n}.jpg"></td><td><a href="/x/{n}">{head}</a><br>{teaser}</td></tr>',
        count=8,
        opening="<table{box}>",
        closing="</table>",
    ),
    "popular": links("<div><h3>Terpopuler</h3><ol>", '<li><a href="/read/{n}">{head}</a></li>', "</ol></div>", count=8),
    "related": links(
        '<div class="related-posts"><h4>Artikel Terkait</h4><ul>', '<li><a href="/read/{n}">{head}</a></li>', "</ul></div>",
        count=5, mark="Artikel Terkait",
    ),
    "related_nameless": links("<div><p><b>Berita Terkait:</b></p>", '<p><a href="/read/{n}">{head}</a></p>', "</div>", count=4),
    "related_text": links("<p>BERITA TERKAIT</p>", "<p>- {head}</p>", "", count=3, mark="BERITA TERKAIT"),
    "comments": comments('<div id="comments"><h3>8 Komentar</h3>', COMMENT, "</div>", count=8),
    "comments_list": comments(
        "<section><h3>Komentar (6)</h3><ol>", "<li><b>{user}</b><time>{hours} jam lalu</time><p>{text}</p><a>Balas</a></li>",
        "</ol></section>", count=6,
    ),
    "next_h1": next_article("<article>", "</article>"),
    "next_long": next_article('<div class="infinite">', "</div>", count=14),
    "next_h2": next_article("<article>", "</article>", tag="h2"),
    "next_nameless": next_article("<div>", "</div>"),
}  # fmt: skip
