"""Step 3b: the article's own box, told by where its paragraphs stand, is handed to the extractor alone."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from lxml.html import Element, HtmlElement

from processors.clean.dom import mass

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


def densest_prose(body: HtmlElement) -> tuple[int, HtmlElement]:
    """Characters of the prose paragraphs that share one parent, where they are most, and that parent."""
    found: defaultdict[HtmlElement, int] = defaultdict(int)
    for paragraph, chars in _prose(body):
        parent = paragraph.getparent()
        if parent is not None:
            found[parent] += chars
    densest = max(found, key=lambda parent: found[parent], default=body)
    return found.get(densest, 0), densest


def isolate(body: HtmlElement, densest: HtmlElement) -> None:
    """Leaves `body` with nothing but the article's box, which no name of a class can hide from the extractor.

    Extractors choose the box by the names of classes, and where they know none they keep paragraphs and lose
    subheadings, lists and tables.
    """
    chars = dict(_prose(body))
    if sum(chars.values()) < MIN_ARTICLE_CHARS or densest is body:
        return
    box = _box(densest, chars)
    if box.tag in ("body", "html"):
        return
    alone = Element("article")
    alone.text = box.text
    alone.extend(list(box))
    for child in list(body):
        body.remove(child)
    body.text = None
    body.append(alone)


def _prose(body: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    for paragraph in body.iter("p", "li"):
        plain, linked = mass(paragraph)
        if plain >= MIN_PROSE_CHARS and linked < plain and (paragraph.tag == "p" or paragraph.find(".//p") is None):
            yield paragraph, plain


def _box(densest: HtmlElement, chars: Mapping[HtmlElement, int]) -> HtmlElement:
    """What holds the article's prose; the nearest box in it that calls itself the text and holds most of it."""
    grown = _grown(densest, chars)
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


def _grown(densest: HtmlElement, chars: Mapping[HtmlElement, int]) -> HtmlElement:
    """The densest parent, or the ancestor that holds the rest of the article's prose too."""
    box, held = densest, _held(densest, chars)
    for level, ancestor in enumerate(densest.iterancestors(), 1):
        if ancestor.tag in ("body", "html"):
            break
        more = _held(ancestor, chars) - held
        if box.tag in WRAPPERS or more >= (FAR_SHARE * held if level > NEAR_LEVELS else MIN_PROSE_CHARS):
            box, held = ancestor, held + more
    return box


def _held(element: HtmlElement, chars: Mapping[HtmlElement, int]) -> int:
    return sum(chars.get(paragraph, 0) for paragraph in element.iter("p", "li"))
