"""A heading as the reader sees it, and the stretches of it that may be the title: kickers and badges stand inside."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from lxml.html import HtmlElement

from processors.clean.dom import BLOCKS, squeeze

MAX_CHARS = 2000
MAX_PIECES = 6
SILENT = frozenset(
    ("button", "script", "style", "svg", "noscript", "template", "select", "input", "iframe", "textarea")
)
# What parts a heading into pieces; marks such as `<em>` and links do not.
PARTING = BLOCKS | frozenset(("span", "small", "label", "sup", "time"))
ASIDE_TAGS = frozenset(("small", "label", "time"))
# Words of a class by which a piece of a heading is not the title's.
ASIDE = re.compile(
    r"(?<![a-z])(?:badge|label|kicker|eyebrow|overline|categor\w*|kategori|kanal|rubrik|channel|tags?|topik|topic|flag|"
    r"sr-only|visually-hidden|screen-reader\w*|hidden|premium|share|icon|ikon|date|tanggal|time|count\w*|views?|"
    r"sub(?:-?title|judul)|(?:pre|super|over)-?title)(?![a-z])"
)


class HeadingText(NamedTuple):
    text: str
    aside: bool


class Heading(NamedTuple):
    """`position` is how many texts come before it; `pieces` are its stretches where it has several."""

    text: str
    tag: str
    position: int
    pieces: tuple[HeadingText, ...] = ()

    def stretches(self) -> Iterator[str]:
        """The heading, then every run of its pieces, the longest first."""
        yield self.text
        runs = combinations(range(len(self.pieces) + 1), 2)
        for start, end in sorted(runs, key=lambda run: run[0] - run[1]):
            yield squeeze("".join(piece.text for piece in self.pieces[start:end]))


def heading_at(element: HtmlElement, position: int) -> Heading:
    tag = str(element.tag)
    if not len(element):
        return Heading(squeeze(element.text or "")[:MAX_CHARS], tag, position)
    pieces = [piece for piece in _pieces(element) if piece.text]
    shown = squeeze("".join(piece.text for piece in pieces if not piece.aside))
    text = shown or squeeze("".join(piece.text for piece in pieces))
    parted = tuple(pieces[:MAX_PIECES]) if len(pieces) > 1 else ()
    return Heading(text[:MAX_CHARS], tag, position, parted)


def _pieces(element: HtmlElement) -> list[HeadingText]:
    pieces = [HeadingText("", False)]
    _collect(element, False, pieces)
    return [piece for piece in pieces if piece.text.strip()]


def _collect(element: HtmlElement, aside: bool, pieces: list[HeadingText]) -> None:
    _append(pieces, element.text or "", aside)
    for child in element:
        if child.tag == "br":
            _append(pieces, " ", aside)
        elif child.tag not in SILENT:
            inner = aside or _is_aside(child)
            parts = child.tag in PARTING or inner
            if parts:
                pieces.append(HeadingText(" " if child.tag in BLOCKS else "", inner))
            _collect(child, inner, pieces)
            if parts:
                pieces.append(HeadingText(" " if child.tag in BLOCKS else "", aside))
        _append(pieces, child.tail or "", aside)


def _append(pieces: list[HeadingText], text: str, aside: bool) -> None:
    pieces[-1] = HeadingText(pieces[-1].text + text, aside)


def _is_aside(element: HtmlElement) -> bool:
    return element.tag in ASIDE_TAGS or bool(element.get("class") and ASIDE.search(element.get("class").lower()))
