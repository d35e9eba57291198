"""Writes an invented article: its title, its lead and its prose, by seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from random import Random

from tests.processors.layouts import sentences as pool
from tests.processors.layouts.laid_out import Passage

WIB = timezone(timedelta(hours=7))
QUOTE_SHARE = 0.25
SHORT_SHARE = 0.08
AUTHORS = ("Rina Saputri", "Bagus Wicaksono", "Maria Tobing", "Agus Salimuddin", "Dewi Anggraini", "Yusuf Hamdani")


@dataclass(frozen=True)
class Article:
    """`prose` begins with the lead; `published` is on the minute, in Jakarta's zone."""

    title: str
    author: str
    editor: str
    published: datetime
    dateline: str
    prose: tuple[str, ...]


class Pen:
    """Fills templates for one article: its subject and places stay, figures and names vary; no template comes twice."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self._benda = dice.choice(pool.BENDA)
        self._kota = dice.choice(pool.KOTA)
        self._desa = dice.sample(pool.DESA, 2)
        self._cast = dice.sample(pool.NAMA, 5)
        self._unused: dict[tuple[str, ...], list[str]] = {}

    @property
    def town(self) -> str:
        return self._kota

    def other(self) -> "Pen":
        """For another article on the page: another subject, out of the templates that are left."""
        pen = Pen(self.dice)
        pen._unused = self._unused
        return pen

    def one(self, templates: tuple[str, ...]) -> str:
        """A template that this page has not used, filled."""
        left = self._unused.setdefault(templates, self.dice.sample(templates, len(templates)))
        return self.fill(left.pop() if left else self.dice.choice(templates))

    def fill(self, template: str) -> str:
        dice = self.dice
        return template.format(
            benda=self._benda, Benda=self._benda.title(), kota=self._kota, desa=dice.choice(self._desa),
            nama=dice.choice(self._cast), jabatan=dice.choice(pool.JABATAN), hari=dice.choice(pool.HARI),
            bulan=dice.choice(pool.BULAN), n=dice.randint(4, 45), r=dice.randint(120, 980), p=dice.randint(5, 60),
            rp=dice.randint(85, 940), d=dice.randint(1, 28), m=dice.randint(1, 12),
        )  # fmt: skip

    def paragraph(self) -> str:
        return self.one(pool.PARAGRAPHS)

    def person(self) -> str:
        return self.dice.choice(self._cast)


def write_article(pen: Pen, *, paragraphs: int) -> Article:
    dice = pen.dice
    author, editor = dice.sample(AUTHORS, 2)
    return Article(
        title=pen.one(pool.TITLES),
        author=author,
        editor=editor,
        published=datetime(2025, 1, 2, tzinfo=WIB) + timedelta(minutes=dice.randint(0, 330 * 24 * 60)),
        dateline=f"{pen.town.upper()}, KABARMUARA.ID - ",
        prose=(pen.one(pool.LEADS), *_prose(pen, paragraphs - 1)),
    )


def _prose(pen: Pen, count: int) -> Iterator[str]:
    for _ in range(count):
        kind = pen.dice.random()
        if kind < SHORT_SHARE:
            yield pen.one(pool.SHORT)
        elif kind < SHORT_SHARE + QUOTE_SHARE:
            yield pen.one(pool.QUOTES)
        else:
            yield pen.paragraph()


def passages(pen: Pen, article: Article) -> list[Passage]:
    """The prose as passages, with a subheading before some of it."""
    laid: list[Passage] = []
    for index, text in enumerate(article.prose):
        if index > 1 and pen.dice.random() < 0.12:
            laid.append(Passage((pen.one(pool.SUBHEADS),), heading=True))
        laid.append(Passage((text,)))
    return laid
