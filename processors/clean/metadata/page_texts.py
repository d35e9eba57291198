"""The visible texts of a page in document order, read once before anything is pruned: labels, dates and headings."""

import re
from typing import NamedTuple

from lxml.html import HtmlElement

from processors.clean.dom import HEADINGS, INVISIBLE, squeeze, text_of

MAX_TEXTS = 6000
MAX_TEXT_CHARS = 2000
MAX_HEADER_TEXTS = 16
PROSE_CHARS = 160


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


# A link to an author's page names one, whatever its class.
AUTHOR_LINK = re.compile(
    r"/(?:author|authors|penulis|reporter|jurnalis|wartawan|pewarta|redaksi/profil|profil-penulis)/[^/]"
)
CARD_TAGS = frozenset(("aside", "footer", "nav", "li"))


def read_page_texts(body: HtmlElement) -> PageTexts:
    texts: list[PageText] = []
    headings: list[Heading] = []
    _walk(body, texts, headings)
    return PageTexts(tuple(texts), tuple(headings))


def header_of(page: PageTexts, title: str) -> range:
    """Which texts stand between the title and the first prose: there names and dates need no label."""
    start = next((heading.position for heading in page.headings if heading.text == title), None)
    if start is None:
        return range(0)
    end = start
    while end < min(start + MAX_HEADER_TEXTS, len(page.texts)) and len(page.texts[end].text) < PROSE_CHARS:
        end += 1
    return range(start, end)


def _walk(root: HtmlElement, texts: list[PageText], headings: list[Heading]) -> None:
    """Depth first without recursion; each stack entry is an element with its inherited card flag, or a tail."""
    stack: list[tuple[HtmlElement, bool, bool]] = [(root, False, False)]
    while stack and len(texts) < MAX_TEXTS:
        element, card, is_tail = stack.pop()
        if is_tail:
            parent = element.getparent()
            if parent is not None and element.tail:
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
    stated = _machine_date(element)
    text = text or ""
    if not stated and (not text or text.isspace()):
        return
    parent = element.getparent()
    classes = f"{element.get('class') or ''} {parent.get('class') or '' if parent is not None else ''}"
    if element.tag == "address" or (
        element.tag == "a" and (element.get("rel") == "author" or AUTHOR_LINK.search(element.get("href") or ""))
    ):
        classes += " author"
    clean = squeeze(text[:MAX_TEXT_CHARS])
    texts.append(PageText(clean, str(element.tag), classes.lower(), stated, card))


def _machine_date(element: HtmlElement) -> str:
    """The instant that an element states beside its text: `<time datetime>`, `<abbr class="published" title>`."""
    if element.tag == "abbr":
        return element.get("title") or ""
    if element.get("itemprop") == "datePublished":
        return element.get("content") or element.get("datetime") or ""
    return element.get("datetime") or ""
