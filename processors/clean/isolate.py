"""Step 3b: the article's own box, told by where its paragraphs stand, is handed to the extractor alone."""

import re
from collections.abc import Mapping

from lxml.html import Element, HtmlElement

from processors.clean.dom import mass, text_of

MIN_PROSE_CHARS = 60
# What wraps a paragraph without being the article's box.
WRAPPERS = frozenset(("li", "ul", "ol", "blockquote", "center", "span"))
# A box that names itself the text is believed where it holds this share of the prose around it.
NAMED_SHARE = 0.6
BODY_NAME = re.compile(
    r"(?<![a-z])(?:entry|post|article|artikel|news|berita|details?|read|story|single|page|isi|body|content|konten)[-_]*"
    r"(?:content|konten|body|text|teks|isi|berita|desc(?:ription)?|artikel)(?![a-z])|articlebody|konten[-_]?(?:berita|artikel)",
)
# Prose beside the box: a lead or a second half stands near it; farther away it is another article.
NEAR_LEVELS = 2
FAR_SHARE = 0.25
MIN_ARTICLE_CHARS = 300
# The first prose after the title is the article where it has this share of the densest.
FIRST_SHARE = 0.35
PROSE_TAGS = ("p", "li")
MIN_HEADLINE_WORDS = 4


def densest_prose(body: HtmlElement, *, title: str) -> tuple[int, HtmlElement]:
    """Characters of the prose paragraphs that share one parent, where they are most, and that parent.

    The first after the title is taken before a denser one: a longer article or its readers may come below.
    """
    found: dict[HtmlElement, int] = {}
    below: set[HtmlElement] = set()
    begun = False
    for element in body.iter("p", "li", "h1", "h2", "h3"):
        if element.tag not in PROSE_TAGS:
            begun = begun or (bool(title) and text_of(element) == title)
            continue
        parent, chars = _parent(element), _prose_chars(element)
        if chars and parent is not None:
            if begun and parent not in found:
                below.add(parent)
            found[parent] = found.get(parent, 0) + chars
    most = max(found.values(), default=0)
    enough = max(MIN_ARTICLE_CHARS, FIRST_SHARE * most)
    first = next((parent for parent, chars in found.items() if parent in below and chars >= enough), None)
    densest = max(found, key=lambda parent: found[parent], default=body) if first is None else first
    return found.get(densest, 0), densest


def isolate(body: HtmlElement, densest: HtmlElement, *, title: str) -> None:
    """Leaves `body` with nothing but the article's box, which no name of a class can hide from the extractor.

    Extractors choose the box by the names of classes, and where they know none they keep paragraphs and lose
    subheadings, lists and tables.
    """
    chars = {element: prose for element in body.iter(*PROSE_TAGS) if (prose := _prose_chars(element))}
    if sum(chars.values()) < MIN_ARTICLE_CHARS or densest is body:
        return
    box = _box(densest, chars, title)
    if box.tag in ("body", "html"):
        return
    alone = Element("article")
    alone.text = box.text
    alone.extend(list(box))
    for child in list(body):
        body.remove(child)
    body.text = None
    body.append(alone)


def _parent(paragraph: HtmlElement) -> HtmlElement | None:
    """Its parent; a box of its own around each paragraph does not count."""
    parent = paragraph.getparent()
    while parent is not None and len(parent) == 1 and parent.tag == "div" and not (parent.text or "").strip():
        parent = parent.getparent()
    return parent


def _prose_chars(element: HtmlElement) -> int:
    """Characters outside links, or 0 where the element is no prose."""
    plain, linked = mass(element)
    nested = element.tag != "p" and element.find(".//p") is not None
    return 0 if nested or plain < MIN_PROSE_CHARS or linked >= plain else plain


def _box(densest: HtmlElement, chars: Mapping[HtmlElement, int], title: str) -> HtmlElement:
    """What holds the article's prose; the nearest box in it that calls itself the text and holds most of it."""
    grown = _grown(densest, chars, title)
    held = _held(grown, chars)
    for element in (densest, *densest.iterancestors()):
        if element.tag in ("body", "html"):
            break
        named = element.get("itemprop") == "articleBody" or BODY_NAME.search(_name(element))
        if named and _held(element, chars) >= NAMED_SHARE * held:
            return element
    return grown


def _name(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def _grown(densest: HtmlElement, chars: Mapping[HtmlElement, int], title: str) -> HtmlElement:
    """The densest parent, or the ancestor that holds the rest of the article's prose too."""
    box, held = densest, _held(densest, chars)
    for level, ancestor in enumerate(densest.iterancestors(), 1):
        if ancestor.tag in ("body", "html") or _has_other_headline(ancestor, title):
            break
        more = _held(ancestor, chars) - held
        if box.tag in WRAPPERS or more >= (FAR_SHARE * held if level > NEAR_LEVELS else MIN_PROSE_CHARS):
            box, held = ancestor, held + more
    return box


def _has_other_headline(element: HtmlElement, title: str) -> bool:
    headlines = (text_of(heading) for heading in element.iter("h1"))
    return any(text != title and len(text.split()) >= MIN_HEADLINE_WORDS for text in headlines)


def _held(element: HtmlElement, chars: Mapping[HtmlElement, int]) -> int:
    return sum(chars.get(paragraph, 0) for paragraph in element.iter(*PROSE_TAGS))
