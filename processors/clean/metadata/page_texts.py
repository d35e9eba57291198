"""The visible texts of a page in document order, read once before anything is pruned: labels, dates and headings."""

from typing import NamedTuple

from lxml.html import HtmlElement

from processors.clean.dom import HEADINGS, INVISIBLE, squeeze, text_of

MAX_TEXTS = 6000
MAX_TEXT_CHARS = 2000


class PageText(NamedTuple):
    """One run of text; `card` where it stands inside a list item, an aside or a footer with links of its own."""

    text: str
    tag: str
    classes: str
    datetime: str
    card: bool


class Heading(NamedTuple):
    text: str
    tag: str
    position: int
    """How many texts come before it."""


class PageTexts(NamedTuple):
    texts: tuple[PageText, ...]
    headings: tuple[Heading, ...]


CARD_TAGS = frozenset(("aside", "footer", "nav", "li"))


def read_page_texts(body: HtmlElement) -> PageTexts:
    texts: list[PageText] = []
    headings: list[Heading] = []
    _walk(body, texts, headings)
    return PageTexts(tuple(texts), tuple(headings))


def _walk(root: HtmlElement, texts: list[PageText], headings: list[Heading]) -> None:
    """Depth first without recursion; each stack entry is an element with its inherited card flag, or a tail."""
    stack: list[tuple[HtmlElement, bool, bool]] = [(root, False, False)]
    while stack and len(texts) < MAX_TEXTS:
        element, card, is_tail = stack.pop()
        if is_tail:
            parent = element.getparent()
            if parent is not None:
                _add(texts, element.tail, parent, card)
            continue
        if element.tag in INVISIBLE:
            continue
        inner = card or element.tag in CARD_TAGS
        if element.tag in HEADINGS:
            headings.append(Heading(text_of(element)[:MAX_TEXT_CHARS], str(element.tag), len(texts)))
        _add(texts, element.text, element, inner)
        for child in reversed(element):
            stack.append((child, inner, True))
            stack.append((child, inner, False))


def _add(texts: list[PageText], text: str | None, element: HtmlElement, card: bool) -> None:
    if not text or text.isspace():
        return
    parent = element.getparent()
    classes = f"{element.get('class') or ''} {parent.get('class') or '' if parent is not None else ''}"
    clean = squeeze(text[:MAX_TEXT_CHARS])
    texts.append(PageText(clean, str(element.tag), classes.lower(), element.get("datetime") or "", card))
