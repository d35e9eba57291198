"""The page's paragraphs, list items and headings in order, read once: where prose and where headlines stand."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from processors.clean.dom import HEADINGS, mass, text_of
from processors.clean.prose import MIN_PROSE_CHARS, PARAGRAPHS
from processors.text.words import key_of

# Where an outlet can be reached stands in a box of its own.
CONTACT = re.compile(r"[\w.-]+@[\w-]+\.\w{2,}|\b(?:telepon|telp|whatsapp)\b.{0,20}\d{3}", re.IGNORECASE)


class Block(NamedTuple):
    """One paragraph, item or heading. `plain` and `linked` count characters without white space."""

    element: HtmlElement
    tag: str
    text: str
    plain: int
    linked: int

    @property
    def is_heading(self) -> bool:
        return self.tag in HEADINGS or self.tag == "dt"

    @property
    def prose(self) -> int:
        """Characters outside links, or 0 where the block is no prose."""
        return 0 if self.is_heading or self.plain < MIN_PROSE_CHARS or self.linked >= self.plain else self.plain


def read_blocks(body: HtmlElement) -> Sequence[Block]:
    """What holds other paragraphs is none itself."""
    return tuple(_blocks(body))


def _blocks(body: HtmlElement) -> Iterator[Block]:
    for element in body.iter(*PARAGRAPHS, "dt", *HEADINGS):
        if element.tag in ("li", "dd") and element.find(".//p") is not None:
            continue
        plain, linked = mass(element)
        yield Block(element, str(element.tag), text_of(element), plain, linked)


def title_block(blocks: Sequence[Block], title: str) -> Block | None:
    """The heading that says the title, an `h1` before others."""
    key = key_of(title)
    headings = [block for block in blocks if block.is_heading and key and key_of(block.text) == key]
    return min(headings, key=lambda block: block.tag, default=None)
