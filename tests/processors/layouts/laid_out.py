"""What a generated page is made of: passages of the article, pieces of the frame, and the page with its gold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

# Which of its names a role gets: `class="isi-berita"` or nothing, with a space before it.
Attr = Callable[[str], str]


@dataclass(frozen=True)
class Passage:
    """Lines of the article. Prose and subheadings have no `html`: the form of the page writes them."""

    lines: tuple[str, ...]
    html: str = ""
    heading: bool = False


@dataclass(frozen=True)
class Chunk:
    """A passage, or a piece of the frame between passages, as HTML.

    `loose` is one that the form wrote, which may need what goes around several; `text` is its HTML without a tag.
    """

    html: str
    loose: bool = False
    text: str = ""
    heading: bool = False


@dataclass(frozen=True)
class Piece:
    """A piece of HTML and the strings in it that are none of the article."""

    html: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class LaidOut:
    """A page with gold; `kinds` are the names of what was chosen, by dimension."""

    seed: int
    name: str
    url: str
    html: str
    title: str
    paragraphs: tuple[str, ...]
    optional: tuple[str, ...]
    must_not: tuple[str, ...]
    published: str
    authors: tuple[str, ...]
    kinds: Mapping[str, str]


def joined(*pieces: Piece) -> Piece:
    return Piece("".join(p.html for p in pieces), tuple(mark for piece in pieces for mark in piece.marks))


def some(dice: Random, pool: tuple[str, ...], count: int) -> tuple[str, ...]:
    return tuple(dice.sample(pool, min(count, len(pool))))
