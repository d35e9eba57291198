"""The visible texts of a page in document order, read once before anything is pruned: labels, dates and headings."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from processors.clean.dom import HEADINGS, INVISIBLE, squeeze
from processors.clean.metadata.headings import Heading, heading_at

MAX_TEXTS = 6000
MAX_TEXT_CHARS = 2000
MAX_HEADER_TEXTS, MAX_ABOVE_TEXTS = 16, 6
PROSE_CHARS = 160
# A link to an author's page names one, whatever its class.
AUTHOR_LINK = re.compile(
    r"/(?:author|authors|penulis|reporter|jurnalis|wartawan|pewarta|redaksi/profil|profil-penulis)/[^/]"
)
AUTHOR_PROPERTY = re.compile(r"\b(?:author|creator)\b")
CARD_TAGS = frozenset(("aside", "footer", "nav", "li"))
# How many boxes around a name may be the ones that say it is an author's.
AUTHOR_LEVELS = 3
# An event's day, or the end of an offer.
OTHER_DATE = re.compile(r"start|end|birth|death|expir|valid|door|now|today|server|current", re.IGNORECASE)
DATE_ATTRIBUTE = re.compile(r"datetime|title|content|data-.*(?:date|time|publish|stamp|utc|epoch|unix|posted)")
# A day has so many: `25-4-28` has one less.
MIN_DIGITS = 6


class PageText(NamedTuple):
    """One run of text and the element it stands in; `card`: inside a list item, an aside, a footer or a menu."""

    text: str
    element: HtmlElement | None = None
    card: bool = False

    @property
    def tag(self) -> str:
        return "" if self.element is None else str(self.element.tag)

    @property
    def in_heading(self) -> bool:
        parent = None if self.element is None else self.element.getparent()
        return self.tag in HEADINGS or (parent is not None and parent.tag in HEADINGS)

    @property
    def own_classes(self) -> str:
        return "" if self.element is None else (self.element.get("class") or "").lower()

    @property
    def classes(self) -> str:
        """The words of its element's class and of the one around it."""
        if self.element is None:
            return ""
        parent = self.element.getparent()
        around = "" if parent is None else parent.get("class") or ""
        return f"{self.own_classes} {around.lower()}"

    @property
    def properties(self) -> str:
        return "" if self.element is None else self.element.get("itemprop") or ""

    @property
    def names_author(self) -> bool:
        """Whether the markup around it says so: microdata, `rel`, `<address>`, a link to an author's page."""
        element = self.element
        for _ in range(AUTHOR_LEVELS):
            if element is None:
                return False
            stated = element.get("itemprop")
            if element.tag == "address" or (stated and AUTHOR_PROPERTY.search(stated)):
                return True
            if element.tag == "a" and _leads_to_author(element):
                return True
            element = element.getparent()
        return False

    @property
    def instants(self) -> tuple[str, ...]:
        """What its element states as a date beside the text: `<time datetime>`, `<span data-timestamp title>`."""
        if self.element is None or (self.properties and OTHER_DATE.search(self.properties)):
            return ()
        parent = self.element.getparent()
        around = (parent,) if parent is not None and parent.tag in ("time", "abbr") else ()
        return tuple(
            value
            for element in (self.element, *around)
            for name, value in element.items()
            if len(value) >= MIN_DIGITS
            and DATE_ATTRIBUTE.fullmatch(name)
            and not OTHER_DATE.search(name)
            and sum(map(str.isdigit, value)) >= MIN_DIGITS
        )


class PageTexts(NamedTuple):
    texts: tuple[PageText, ...]
    headings: tuple[Heading, ...]


def read_page_texts(body: HtmlElement) -> PageTexts:
    texts: list[PageText] = []
    headings: list[Heading] = []
    if body.text and not body.text.isspace():
        texts.append(PageText(squeeze(body.text[:MAX_TEXT_CHARS]), body))
    _walk(body, False, texts, headings)
    return PageTexts(tuple(texts), tuple(headings))


def header_after(texts: Sequence[PageText], start: int | None) -> range:
    """Which texts stand between the title and the first prose: there names and dates need no label."""
    if start is None:
        return range(0)
    end = start
    while end < min(start + MAX_HEADER_TEXTS, len(texts)) and len(texts[end].text) < PROSE_CHARS:
        end += 1
    return range(start, end)


def above_title(page: PageTexts, position: int | None) -> range:
    """The few texts right above the title, where no other heading stands among them: that one would be a teaser's."""
    if position is None or any(position - MAX_ABOVE_TEXTS <= h.position < position for h in page.headings):
        return range(0)
    return range(max(position - MAX_ABOVE_TEXTS, 0), position)


def _walk(root: HtmlElement, card: bool, texts: list[PageText], headings: list[Heading]) -> None:
    """Depth first; `parse` leaves no tree that is deeper than Python may go."""
    for element in root:
        if len(texts) >= MAX_TEXTS:
            return
        tag = element.tag
        if tag not in INVISIBLE:
            inner = card or tag in CARD_TAGS
            if tag in HEADINGS:
                headings.append(heading_at(element, len(texts)))
            text = element.text
            if text and not text.isspace():
                texts.append(PageText(squeeze(text[:MAX_TEXT_CHARS]), element, inner))
            elif element.get("datetime") or element.get("content"):
                texts.append(PageText(_named(element), element, inner))
            if len(element):
                _walk(element, inner, texts, headings)
        tail = element.tail
        if tail and not tail.isspace():
            texts.append(PageText(squeeze(tail[:MAX_TEXT_CHARS]), root, card))


def _named(element: HtmlElement) -> str:
    """The name in `<meta itemprop="name" content="Rina Saputri">`; what else has no text stands for its date alone."""
    return squeeze(element.get("content") or "") if element.get("itemprop") == "name" else ""


def _leads_to_author(link: HtmlElement) -> bool:
    return "author" in (link.get("rel") or "").split() or AUTHOR_LINK.search(link.get("href") or "") is not None
