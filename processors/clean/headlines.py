"""Linked headlines: what reads like one, and whether prose of the same text stands under it."""

from lxml.html import HtmlElement

from processors.clean.dom import (
    BLOCKS,
    HEADINGS,
    holds_at_most,
    mass,
    text_of,
)
from processors.clean.prose import MAX_PLAIN_BESIDE_LINKS, MIN_HEADLINE_WORDS, MIN_PROSE_CHARS

MAX_HEADLINE_CHARS = 220
BOXES = ("div", "article", "section")
TEXT_TAGS = ("p", "div", "section", "blockquote", "ul", "ol")
NO_HEADLINE_END = (".", '."', ".”", ",", ";", ":")
CARD_TAGS = ("div", "li", "article", "section", "td")
MAX_CARD_CHARS = 600
# No page of news has more; a page made to slow a reader down would.
MAX_HEADINGS = 600


def only_links(element: HtmlElement) -> bool:
    return holds_at_most(element, MAX_PLAIN_BESIDE_LINKS) and mass(element).linked > 0


def is_headline(element: HtmlElement, text: str) -> bool:
    if element.tag in ("ul", "ol", "table"):
        return not any(child.tag in BLOCKS and mass(child).plain > MAX_PLAIN_BESIDE_LINKS for child in element)
    words = text.split()
    return len(words) >= MIN_HEADLINE_WORDS and len(text) <= MAX_HEADLINE_CHARS and not text.endswith(NO_HEADLINE_END)


def heads_prose(heading: HtmlElement) -> bool:
    """Whether a paragraph of the same text follows, the heading's own boxes left aside."""
    after = after_own_box(heading)
    if after is None or after.tag not in TEXT_TAGS or any(True for _ in after.iter(*HEADINGS)):
        return False
    return mass(after).plain >= MIN_PROSE_CHARS


def after_own_box(element: HtmlElement) -> HtmlElement | None:
    return next((sibling for sibling in own_box(element).itersiblings() if text_of(sibling)), None)


def own_box(element: HtmlElement) -> HtmlElement:
    """The outermost box that holds nothing else."""
    text, parent = text_of(element), element.getparent()
    while parent is not None and parent.tag in BOXES and text_of(parent) == text:
        element, parent = parent, parent.getparent()
    return element
