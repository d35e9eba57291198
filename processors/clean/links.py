"""Step 3: lists of links that a label announces, and headlines of other articles between the paragraphs."""

from collections.abc import Sequence
from itertools import islice

from lxml.html import HtmlElement

from processors.clean.dom import (
    BLOCKS,
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
from processors.clean.rules import Kind, Rule, Rules

# What may stand beside links in a list of them: bullets, numbers, a date.
MAX_PLAIN_BESIDE_LINKS = 14
MAX_LABEL_CHARS = 60
# No page of news has more; a page made to slow a reader down would.
MAX_HEADINGS = 600
MAX_FOLLOWING = 40
LISTS = frozenset(("ul", "ol"))
MAX_BOX_CHARS = 700
MIN_CARDS = 3
MAX_CARD_CHARS = 600
MAX_EXCERPT_CHARS = 400
CARD_TAGS = ("div", "li", "article", "section", "td")
MAX_HEADLINE_CHARS = 220
MIN_HEADLINE_WORDS = 4
SENTENCE_END = (".", '."', ".”", ",", ";", ":")


def drop_link_lists(body: HtmlElement, rules: Rules, *, title: str) -> list[Taken]:
    """Takes labels with the links after them, and headlines that are nothing but links, out of `body`."""
    removed = _drop_cards(body)
    labels = rules.of(Kind.LABEL, indonesian=True)
    boxes = rules.of(Kind.BOX, indonesian=True)
    for element in list(body.iter("p", "div", "h2", "h3", "h4", "h5", "h6", "li", "strong", "b", "span", "td")):
        text = short_text(element, MAX_LABEL_CHARS) if len(element) <= 4 else ""
        rule = _label(text, labels) if text else None
        if rule is not None and attached(element, body):
            removed += _drop_labelled(element, text, rule)
        box = _label(text, boxes) if text else None
        if box is not None and attached(element, body):
            removed += _drop_box(element, text, box)
    return removed + _drop_headlines(body, title)


def _drop_cards(body: HtmlElement) -> list[Taken]:
    """Boxes of one kind, each with the linked headline of another article, a picture or an excerpt."""
    cards: dict[tuple[HtmlElement, object, str], list[HtmlElement]] = {}
    for heading in islice(body.iter("h2", "h3", "h4", "h5", "h6"), MAX_HEADINGS):
        if heading.find(".//a") is None or not _only_links(heading):
            continue
        card = next((ancestor for ancestor in heading.iterancestors() if _has_twins(ancestor)), None)
        parent = card.getparent() if card is not None else None
        if card is not None and parent is not None and holds_at_most(card, MAX_CARD_CHARS):
            group = cards.setdefault((parent, card.tag, card.get("class") or ""), [])
            if card not in group:
                group.append(card)
    groups = (group for group in cards.values() if len(group) >= MIN_CARDS)
    return [taken for group in groups for card in group for taken in take(card, "links.card")]


def _has_twins(element: HtmlElement) -> bool:
    parent = element.getparent()
    if parent is None or element.tag not in CARD_TAGS:
        return False
    twins = (child for child in parent if child.tag == element.tag and child.get("class") == element.get("class"))
    return len(list(islice(twins, MIN_CARDS))) == MIN_CARDS


def _label(text: str, labels: Sequence[Rule]) -> Rule | None:
    return next((rule for rule in labels if rule.regex.fullmatch(text)), None)


def _drop_labelled(element: HtmlElement, text: str, rule: Rule) -> list[Taken]:
    """The outermost element that is nothing but the label, and the siblings after it that are nothing but links."""
    element = _outermost(element, text)
    removed: list[Taken] = []
    for sibling in list(islice(following(element), MAX_FOLLOWING)):
        if not _only_links(sibling):
            if sibling.tag == "br" or not text_of(sibling):
                continue
            break
        removed += take(sibling, rule.id)
    return take(element, rule.id) + removed


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


def _only_links(element: HtmlElement) -> bool:
    return holds_at_most(element, MAX_PLAIN_BESIDE_LINKS) and mass(element).linked > 0


def _drop_headlines(body: HtmlElement, title: str) -> list[Taken]:
    removed: list[Taken] = []
    for element in list(body.iter("p", "ul", "ol", "table", *HEADINGS)):
        if not attached(element, body) or element.find(".//a") is None or not _only_links(element):
            continue
        text = text_of(element)
        if _is_headline(element, text) and text.casefold() != title.casefold():
            removed += take(_lone_card(element), "links.headline")
    return removed


def _lone_card(heading: HtmlElement) -> HtmlElement:
    """The box of a linked heading where it holds nothing but an excerpt besides; else the heading itself."""
    parent = heading.getparent()
    if heading.tag not in HEADINGS or parent is None or parent.tag not in CARD_TAGS:
        return heading
    fits = holds_at_most(parent, MAX_EXCERPT_CHARS) and parent.find(".//h1") is None
    return parent if fits else heading


def _is_headline(element: HtmlElement, text: str) -> bool:
    if element.tag in ("ul", "ol", "table"):
        return not any(child.tag in BLOCKS and mass(child).plain > MAX_PLAIN_BESIDE_LINKS for child in element)
    words = text.split()
    return len(words) >= MIN_HEADLINE_WORDS and len(text) <= MAX_HEADLINE_CHARS and not text.endswith(SENTENCE_END)
