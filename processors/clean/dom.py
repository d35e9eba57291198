"""What the steps ask of an element: its words, its text outside links, and how to take it out without its tail."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = HEADINGS | frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "dd",
            "details",
            "summary",
            "div",
            "dl",
            "dt",
            "fieldset",
        ),
        *("figcaption", "figure", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
MAX_TAKEN_CHARS = 400
# Boxes of boxes of much text are read once for each level.
MAX_RAW_CHARS = 200_000
INVISIBLE = frozenset(("script", "style", "noscript", "template", "head", "title", "svg", "iframe", "select", "option"))

# What only readers of screens say aloud: the text again, or a note to a link.
FOR_EARS = re.compile(r"(?<![\w-])(?:sr-only|screen-reader-text|visually-hidden|assistive-text)(?![\w-])")
FOR_EARS_STYLE = re.compile(r"clip\s*:\s*rect|clip-path\s*:\s*inset\(\s*(?:50|100)%", re.IGNORECASE)


class Taken(NamedTuple):
    """A piece of text that a rule took out of the tree, and the element it was taken from."""

    rule: str
    text: str
    parent: HtmlElement


class Mass(NamedTuple):
    """Characters of an element's text, white space not counted: outside links and inside them."""

    plain: int
    linked: int


def squeeze(text: str) -> str:
    return " ".join(text.split())


def raw_text(element: HtmlElement) -> str:
    """All text in the element; thirteen times as fast as joining `itertext()`."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def text_of(element: HtmlElement) -> str:
    """The element's text, white space collapsed."""
    return squeeze(raw_text(element))


def short_text(element: HtmlElement, limit: int) -> str:
    """The element's text, or nothing where it is longer."""
    raw = raw_text(element)
    if len(raw) > MAX_RAW_CHARS:
        return ""
    text = squeeze(raw)
    return text if len(text) <= limit else ""


def holds_at_most(element: HtmlElement, limit: int) -> bool:
    """Whether at most `limit` characters stand outside links; a giant holds too much."""
    raw = raw_text(element)
    if len(raw) > MAX_RAW_CHARS:
        return False
    total = _solid(raw)
    return total <= limit or total - _linked(element) <= limit


def mass(element: HtmlElement) -> Mass:
    total = _solid(raw_text(element))
    linked = total if element.tag == "a" else _linked(element)
    return Mass(max(total - linked, 0), linked)


def _linked(element: HtmlElement) -> int:
    return sum(_solid(raw_text(link)) for link in element.iter("a"))


def _solid(text: str) -> int:
    return sum(map(len, text.split()))


def is_block(element: HtmlElement) -> bool:
    """Whether the element is a block or, against the standard, holds one (`<span><p>`)."""
    return element.tag in BLOCKS or (len(element) > 0 and is_block_inside(element))


def is_block_inside(element: HtmlElement) -> bool:
    return any(child.tag in BLOCKS for child in element.iterdescendants())


def is_for_ears(element: HtmlElement) -> bool:
    """Whether only readers of screens say it aloud."""
    return (
        FOR_EARS.search(element.get("class") or "") is not None
        or FOR_EARS_STYLE.search(element.get("style") or "") is not None
    )


def drop(element: HtmlElement) -> None:
    """Take the element out; the text after it stays, and only a block parts it from the text before."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before, gap = element.getprevious(), " " if element.tag in BLOCKS or element.tag == "br" else ""
        if before is not None:
            before.tail = f"{before.tail or ''}{gap}{element.tail}"
        else:
            parent.text = f"{parent.text or ''}{gap}{element.tail}"
    parent.remove(element)


def take(element: HtmlElement, rule: str) -> list[Taken]:
    """Drop the element and tell what was taken; nothing to tell where it held no text."""
    text, parent = text_of(element), element.getparent()
    drop(element)
    return [Taken(rule, text[:MAX_TAKEN_CHARS], parent)] if text and parent is not None else []


def attached(element: HtmlElement, root: HtmlElement) -> bool:
    """Whether the element is still below `root` (an ancestor may have been dropped)."""
    return element is root or any(ancestor is root for ancestor in element.iterancestors())


def following(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element's later siblings, as long as no loose text stands between them."""
    while not (element.tail or "").strip():
        after = element.getnext()
        if after is None:
            return
        yield after
        element = after
