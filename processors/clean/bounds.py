"""How much of a page is read: bounds on tags, attributes, elements, text and depth, set before any slow step."""

import re
from collections.abc import Callable
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from schemas.outcomes import Drop, Reason

# Of 117 real pages the largest has 4,110 tags, 2,139 elements and 51 levels. At these bounds, and at 10 MB, no page of
# `make fuzz` takes 5 s.
MAX_TAGS = 150_000
MAX_ELEMENTS = 20_000
MAX_TEXT_CHARS = 1_200_000
# The parser's time grows with the square of one element's attributes.
MAX_ATTRIBUTES = 500
# Every step reads an element's text once for each box around it.
MAX_DEPTH = 60
# Rules are tried on these words once for the element and once for each text in it.
MAX_NAME_CHARS = 1_000
# What parts lines stays where boxes go.
LINES = frozenset(("p", "br"))

# A space, a name or a value. Source of the grammar: WHATWG HTML, 13.2.5 (tokenization). Every piece is possessive and
# no two begin alike, so the whole page is read once.
PIECE = r"""(?:[\s/]++|[^\s/>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)"""
TAG = rf"[a-zA-Z]{PIECE}{{0,{MAX_ATTRIBUTES * 3}}}+(?!{PIECE})"
# Nearly every tag, in the order of its parts: with it, and with no case to ignore, a page takes half the time.
PLAIN_TAG = rf"""[a-zA-Z][\w:-]*+(?:\s[^\s/>="'<]++="[^"]*+"){{0,{MAX_ATTRIBUTES - 1}}}+>"""
CODE = r"(?i:script|style|textarea|title)\b"
COMMENT = r"!--(?:-?+>|(?:[^-]++|-(?!-!?>))*+)"
BOUNDED_TAGS = re.compile(
    rf"[^<]*+(?:<(?:/|(?=[sStT])(?={CODE}){TAG}(?:[^<]++|<(?!/{CODE}))*+|{PLAIN_TAG}|{TAG}|{COMMENT}|(?![a-zA-Z]|!--))"
    r"[^<]*+)*+"
)
# What an XPath gives depends on its text.
Query = Callable[[HtmlElement], Any]
COUNT: Query = etree.XPath("count(//*)")
TEXT_LENGTH: Query = etree.XPath("string-length(//body)")
TEXTS: Query = etree.XPath("//body//text()[not(parent::script or parent::style)]")
TOO_DEEP: Query = etree.XPath("/*" * (MAX_DEPTH + 1))
# Any attribute: to ask each element for two of them takes twice as long.
LONG_ATTRIBUTES: Query = etree.XPath(f"//@*[string-length() > {MAX_NAME_CHARS}]/..")


def refuse_markup(text: str) -> None:
    """Raises Drop(TOO_COMPLEX) for a page that the parser itself would take long for, or much memory."""
    tags = text.count("<")
    if tags > MAX_TAGS:
        raise Drop(Reason.TOO_COMPLEX, f"{tags} tags, at most {MAX_TAGS} are read")
    if not BOUNDED_TAGS.fullmatch(text):
        raise Drop(Reason.TOO_COMPLEX, f"an element with over {MAX_ATTRIBUTES} attributes")


def refuse_tree(tree: HtmlElement, markup: str) -> None:
    """Raises Drop(TOO_COMPLEX) for a tree, of `markup`, whose cleaning would take long."""
    elements = int(COUNT(tree))
    if elements > MAX_ELEMENTS:
        raise Drop(Reason.TOO_COMPLEX, f"{elements} elements, at most {MAX_ELEMENTS} are read")
    # Hardly a page has so much markup; and the quick count takes scripts in, so that hardly one needs the other.
    if len(markup) > MAX_TEXT_CHARS and TEXT_LENGTH(tree) > MAX_TEXT_CHARS:
        chars = sum(len(text) for text in TEXTS(tree))
        if chars > MAX_TEXT_CHARS:
            raise Drop(Reason.TOO_COMPLEX, f"{chars} characters of text, at most {MAX_TEXT_CHARS} are read")


def flatten(tree: HtmlElement) -> None:
    """Boxes under MAX_DEPTH others go, in place; their text and its lines stay."""
    for root in TOO_DEEP(tree):
        boxes = {str(element.tag) for element in root.iterdescendants()} - LINES
        if boxes:
            etree.strip_tags(root, *boxes)


def shorten_names(tree: HtmlElement) -> None:
    """Endless classes and ids are cut, in place."""
    for element in LONG_ATTRIBUTES(tree):
        for name in ("class", "id"):
            words = element.get(name) or ""
            if len(words) > MAX_NAME_CHARS:
                element.set(name, words[:MAX_NAME_CHARS])
