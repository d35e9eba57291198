"""What the steps ask of an element: its words, its text outside links, and how to take it out without its tail."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

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
# Boxes of boxes of much text would be read once for each level.
MAX_LABEL_PIECES = 200
MAX_PIECES = 4000
MAX_RAW_CHARS = 200_000
INVISIBLE = frozenset(("script", "style", "noscript", "template", "head", "title", "svg", "iframe", "select", "option"))


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


def text_of(element: HtmlElement) -> str:
    """The element's text, white space collapsed."""
    return squeeze("".join(element.itertext()))


def short_text(element: HtmlElement, limit: int) -> str:
    """The element's text, or nothing where it is longer; a giant is not read to its end."""
    pieces = list(islice(element.itertext(), MAX_LABEL_PIECES))
    if len(pieces) == MAX_LABEL_PIECES or sum(map(len, pieces)) > MAX_RAW_CHARS:
        return ""
    text = squeeze("".join(pieces))
    return text if len(text) <= limit else ""


def holds_at_most(element: HtmlElement, limit: int) -> bool:
    """Whether at most `limit` characters stand outside links. A giant holds too much, and is not read to its end."""
    pieces = list(islice(element.itertext(), MAX_PIECES))
    if len(pieces) == MAX_PIECES or sum(map(len, pieces)) > MAX_RAW_CHARS:
        return False
    return _solid("".join(pieces)) <= limit or mass(element).plain <= limit


def mass(element: HtmlElement) -> Mass:
    total = _solid("".join(element.itertext()))
    if element.tag == "a":
        return Mass(0, total)
    linked = sum(_solid("".join(link.itertext())) for link in element.iter("a"))
    return Mass(max(total - linked, 0), linked)


def _solid(text: str) -> int:
    return sum(map(len, text.split()))


def is_block(element: HtmlElement) -> bool:
    """Whether the element is a block or, against the standard, holds one (`<span><p>`)."""
    return element.tag in BLOCKS or any(child.tag in BLOCKS for child in element.iterdescendants())


def drop(element: HtmlElement) -> None:
    """Take the element out; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = f"{before.tail or ''} {element.tail}"
        else:
            parent.text = f"{parent.text or ''} {element.tail}"
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
