"""Cards: boxes of one kind, each with the linked headline of another article, a picture or an excerpt."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from processors.clean.code_rules import CodeRule
from processors.clean.dom import (
    HEADINGS,
    Taken,
    holds_at_most,
    mass,
    take,
    text_of,
)
from processors.clean.headlines import (
    CARD_TAGS,
    MAX_CARD_CHARS,
    MAX_HEADINGS,
    after_own_box,
    heads_prose,
    is_headline,
    only_links,
)
from processors.clean.prose import MIN_PROSE_CHARS

MIN_CARDS = 3
FRAGMENT = re.compile(r"#.")
ANNOUNCES = re.compile(r":$|\bberikut\b[^.]{0,60}\.$", re.IGNORECASE)


def drop_cards(body: HtmlElement) -> list[Taken]:
    """Boxes of one kind, each with the linked headline of another article, a picture or an excerpt.

    Where no heading holds the headline, a picture that leads to the same address tells it from a link in a sentence.

    Where the box around them goes on with prose of its own behind them, they are entries of the article.
    """
    _unlink_own_headings(body)
    cards: dict[tuple[HtmlElement, object, str], list[HtmlElement]] = {}
    for headline in islice(_linked_headlines(body), MAX_HEADINGS):
        card = next((ancestor for ancestor in headline.iterancestors() if _has_twins(ancestor)), None)
        parent = card.getparent() if card is not None else None
        if card is not None and parent is not None and holds_at_most(card, MAX_CARD_CHARS):
            group = cards.setdefault((parent, card.tag, card.get("class") or ""), [])
            if card not in group:
                group.append(card)
    groups = (group for group in cards.values() if len(group) >= MIN_CARDS and not _are_entries(group))
    return [taken for group in groups for card in group for taken in take(card, CodeRule.CARD)]


def _linked_headlines(body: HtmlElement) -> Iterator[HtmlElement]:
    for heading in body.iter("h2", "h3", "h4", "h5", "h6"):
        if heading.find(".//a") is not None and only_links(heading):
            yield heading
    pictured = {link.get("href") for link in body.iter("a") if link.find(".//img") is not None}
    for link in body.iter("a") if pictured else ():
        if link.get("href") not in pictured or link.getparent().tag not in CARD_TAGS:
            continue
        if is_headline(link, text_of(link)) and mass(link.getparent()).plain >= MIN_PROSE_CHARS:
            yield link


def _unlink_own_headings(body: HtmlElement) -> None:
    """A heading that links to its own place on the page leads to no other article."""
    for heading in islice(body.iter(*HEADINGS), MAX_HEADINGS):
        for link in [link for link in heading.iter("a") if FRAGMENT.match(link.get("href") or "")]:
            link.drop_tag()


def _are_entries(cards: Sequence[HtmlElement]) -> bool:
    """Prose before the first and prose behind the last, or under each, or an announcement right before the first."""
    if sum(heads_prose(card) and after_own_box(card) not in cards for card in cards) * 2 > len(cards):
        return True
    before = next((sibling for sibling in cards[0].itersiblings(preceding=True) if text_of(sibling)), None)
    if before is None or before.tag != "p" or mass(before).plain < MIN_PROSE_CHARS:
        return False
    return heads_prose(cards[-1]) or ANNOUNCES.search(text_of(before)) is not None


def _has_twins(element: HtmlElement) -> bool:
    parent = element.getparent()
    if parent is None or element.tag not in CARD_TAGS:
        return False
    twins = (child for child in parent if child.tag == element.tag and child.get("class") == element.get("class"))
    return len(list(islice(twins, MIN_CARDS))) == MIN_CARDS
