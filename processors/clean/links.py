"""Lists of links that a label announces, and headlines of other articles between the paragraphs."""

import re
from collections.abc import Sequence
from itertools import islice

from lxml.etree import strip_tags
from lxml.html import HtmlElement

from processors.clean.code_rules import CodeRule
from processors.clean.dom import (
    HEADINGS,
    Taken,
    attached,
    following,
    holds_at_most,
    mass,
    short_text,
    take,
    text_of,
)
from processors.clean.headlines import CARD_TAGS, MAX_CARD_CHARS, heads_prose, is_headline, only_links, own_box
from processors.clean.others import is_announced
from processors.clean.rules import Rule, RuleKind, Rules

MAX_LABEL_CHARS = 60
MAX_FOLLOWING = 40
LISTS = frozenset(("ul", "ol"))
MAX_BOX_CHARS = 700
MAX_EXCERPT_CHARS = 400
MIN_ENTRIES = 2
BOXES = ("div", "article", "section")
MAX_CARD_PLAIN_CHARS = 40
MIN_LINKED_CHARS = 25
NUMBERED = re.compile(r"\d{1,2}[.)] ?\w")
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|csv|zip|epub)(?:[?#]|$)", re.IGNORECASE)
LISTED = frozenset(("ul", "ol", "table"))


def drop_link_lists(body: HtmlElement, rules: Rules, *, title: str) -> list[Taken]:
    """Takes labels with the links after them, and headlines that are nothing but links, out of `body`."""
    removed: list[Taken] = []
    labels = rules.of(RuleKind.LABEL, indonesian=True)
    boxes = rules.of(RuleKind.BOX, indonesian=True)
    for element in list(body.iter("p", "div", "h2", "h3", "h4", "h5", "h6", "li", "strong", "b", "span", "td")):
        text = short_text(element, MAX_LABEL_CHARS) if len(element) <= 4 else ""
        rule = _label(text, labels) if text else None
        if rule is not None and attached(element, body):
            removed += _drop_labelled(element, text, rule)
        box = _label(text, boxes) if text else None
        if box is not None and attached(element, body):
            removed += _drop_box(element, text, box)
    return removed + _drop_headlines(body, title)


def _label(text: str, labels: Sequence[Rule]) -> Rule | None:
    return next((rule for rule in labels if rule.regex.fullmatch(text)), None)


def _drop_labelled(element: HtmlElement, text: str, rule: Rule) -> list[Taken]:
    """The outermost element that is nothing but the label, and the siblings after it that are nothing but links."""
    element = _outermost(element, text)
    removed: list[Taken] = []
    for sibling in list(islice(following(element), MAX_FOLLOWING)):
        if not only_links(sibling):
            if sibling.tag == "br" or not text_of(sibling):
                continue
            break
        removed += take(sibling, rule.id)
    # A label without a link is left to the line rules, which see the headlines of mere text behind it.
    return take(element, rule.id) + removed if removed else []


def _outermost(element: HtmlElement, text: str) -> HtmlElement:
    parent = element.getparent()
    while parent is not None and parent.tag != "body" and short_text(parent, MAX_LABEL_CHARS) == text:
        element, parent = parent, parent.getparent()
    return element


def _drop_box(element: HtmlElement, text: str, rule: Rule) -> list[Taken]:
    """The label of a box of points, and the short list right after it; a subheading of the article has prose there."""
    element = _outermost(element, text)
    after = next((sibling for sibling in islice(following(element), MAX_FOLLOWING) if text_of(sibling)), None)
    if after is None or (after.tag not in LISTS and after.find(".//ul") is None and after.find(".//ol") is None):
        return []
    return take(element, rule.id) + take(after, rule.id) if holds_at_most(after, MAX_BOX_CHARS) else []


def _drop_headlines(article: HtmlElement, title: str) -> list[Taken]:
    """Headlines of other articles that stand alone; entries of a list of the article's own stay."""
    linked = [
        element
        for element in article.iter("p", "ul", "ol", "table", *BOXES, *HEADINGS)
        if element.find(".//a") is not None
        and (_is_bare_card(element) if element.tag in BOXES else only_links(element))
    ]
    entries = _entries(linked)
    removed: list[Taken] = []
    for element in linked:
        if not attached(element, article):
            continue
        if element in entries or _is_announced(element) or _offers_files(element):
            strip_tags(element, "a")
            continue
        text = text_of(element)
        if is_headline(element, text) and text.casefold() != title.casefold():
            removed += take(_lone_card(element), CodeRule.HEADLINE)
    return removed


def _is_bare_card(box: HtmlElement) -> bool:
    """A linked headline with a date, a rubric or nothing beside it, and no paragraph."""
    if not holds_at_most(box, MAX_CARD_PLAIN_CHARS) or box.find(".//p") is not None:
        return False
    return mass(box).linked >= MIN_LINKED_CHARS


def _entries(linked: Sequence[HtmlElement]) -> set[HtmlElement]:
    """Linked headings of one kind with prose under each, or linked lines that are numbered in turn."""
    kinds: dict[object, list[HtmlElement]] = {}
    for element in linked:
        if element.tag in HEADINGS and not _is_in_card(element) and heads_prose(element):
            kinds.setdefault(element.tag, []).append(element)
        elif element.tag == "p" and NUMBERED.match(text_of(element)):
            kinds.setdefault("numbered", []).append(element)
    return {element for kind in kinds.values() if len(kind) >= MIN_ENTRIES for element in kind}


def _is_in_card(heading: HtmlElement) -> bool:
    """In an `article` of its own, or in a small box with its picture."""
    parent = heading.getparent()
    if parent is None or parent.tag not in CARD_TAGS or not holds_at_most(parent, MAX_CARD_CHARS):
        return False
    inner = next((box for box in (parent, *parent.iterancestors()) if box.tag == "article"), None)
    own = inner is not None and inner.getparent() is not None and holds_at_most(inner, MAX_CARD_CHARS)
    return own or parent.find(".//img") is not None


def _offers_files(element: HtmlElement) -> bool:
    """Documents to download are no other articles."""
    return all(FILE.search(link.get("href") or "") for link in element.iter("a"))


def _is_announced(element: HtmlElement) -> bool:
    """A list or table of links right after a line that ends in a colon, or a table of several columns."""
    if element.tag not in LISTED and element.tag not in BOXES:
        return False
    return is_announced(own_box(element)) or any(len(row) > 1 and all(map(text_of, row)) for row in element.iter("tr"))


def _lone_card(heading: HtmlElement) -> HtmlElement:
    """The box of a linked heading where it holds nothing but an excerpt besides; else the heading itself."""
    parent = heading.getparent()
    if heading.tag not in HEADINGS or parent is None or parent.tag not in CARD_TAGS:
        return heading
    fits = holds_at_most(parent, MAX_EXCERPT_CHARS) and parent.find(".//h1") is None
    return parent if fits else heading
