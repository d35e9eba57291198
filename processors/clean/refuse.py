"""Pages that hold no article: front pages, listings, logins, bot checks and missing pages, each with its reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from processors.clean.dom import HEADINGS, mass, text_of
from processors.clean.gate_words import GATES, GateWords, without_site
from processors.clean.listing import Cards, is_list_address, is_list_name, read_cards
from processors.clean.metadata.facts import Facts
from processors.clean.metadata.json_ld import ARTICLE_WORD, types_of
from processors.clean.page_lines import Line, read_lines
from processors.clean.reading import Reading
from schemas.outcomes import Drop, Reason
from schemas.page import Page

# Less is a caption or an error message; a two-sentence flash report has more.
MIN_CHARS = 160
# A page of headlines: this many of them are links, and most of its text is inside links.
LISTING_HEADLINES = 10
LISTING_LINK_RATIO = 1.5
# Under a headline so much prose is an article, however many links stand around it.
TOLD_CHARS = 400
# Several articles are told of by a page that lists them.
LISTED_NODES = 3
# A headline has so many words; the name of a section or of an error has fewer.
HEADLINE_WORDS = 5
PROSE_CHARS = 20
# What a gate says about itself is short, shorter where no heading says what it is.
GATE_CHARS = 1_200
UNNAMED_CHARS = 600
# The part of the prose that has to be the gate's own; a missing page says what it is at once.
SAID_SHARE = 0.5
FIRST_LINES = 3
# Of name, text, what the page is made of, and address.
SIGNS = 2
# An index has so many excerpts, and at most so much prose besides; one that says what it is may be introduced.
MIN_CARDS = 5
LOOSE_CHARS = 160
NAMED_LOOSE_CHARS = 400
MAX_EXCERPT_CHARS = 320
MANY = 0.5
TITLE_BREAK = re.compile(r"\s+[-|–—·•:»]+\s+")
FRONT_PATHS = frozenset(("", "/", "/index.html", "/index.php", "/home", "/beranda"))


@dataclass(frozen=True)
class Look:
    """What a page shows at a glance. `names` are what it calls itself; lines are read where somebody asks for them."""

    body: HtmlElement
    names: Sequence[str]
    has_headline: bool
    is_dated: bool

    @cached_property
    def lines(self) -> Sequence[Line]:
        return read_lines(self.body)

    @cached_property
    def prose(self) -> Sequence[Line]:
        """Lines of more than a label."""
        return [line for line in self.lines if len(line.text) - line.linked >= PROSE_CHARS]

    @cached_property
    def cards(self) -> Cards:
        return read_cards(self.lines)

    @property
    def chars(self) -> int:
        return sum(len(line.text) for line in self.prose)


def refuse_page(tree: HtmlElement, facts: Facts, page: Page) -> None:
    """Raises Drop(SOFT_404 | LISTING_PAGE | LOGIN_PAGE | CONSENT_PAGE | BOT_CHECK). The tree stays as it is.

    A page whose structured data describe one article is believed: asking further costs every good page.
    """
    if _was_sent_to_the_front(page):
        raise Drop(Reason.SOFT_404, f"{page.url} leads to the front page")
    if facts.article and not _describes_several(facts):
        return
    stated, named = facts.meta.get("og:type", "").lower() == "article", _calls_itself_a_list(facts, page)
    if stated and not named:
        return
    look = _look(tree, facts)
    if not stated:
        _refuse_gates([gate for gate in GATES if gate.may_be_long], tree, look, page)
    if not stated and _is_listing(look):
        raise Drop(Reason.LISTING_PAGE, "more text in links than outside them")
    if _may_be_index(look, facts, named=named) and _is_index(look, named=named, stated=stated):
        raise Drop(Reason.LISTING_PAGE, f"{look.cards.count} linked headlines with excerpts, and no text besides")
    if not stated:
        _refuse_gates([gate for gate in GATES if not gate.may_be_long], tree, look, page)


def refuse_text(reading: Reading, facts: Facts) -> None:
    """Raises Drop(NO_ARTICLE | TOO_SHORT | NO_TITLE)."""
    detail = f"{reading.chars} characters in {len(reading.paragraphs)} paragraphs"
    if not reading.paragraphs:
        raise Drop(Reason.NO_ARTICLE, "no text of an article on the page")
    if reading.chars < MIN_CHARS:
        raise Drop(Reason.TOO_SHORT, f"{detail}, at least {MIN_CHARS} are needed")
    if not facts.title:
        raise Drop(Reason.NO_TITLE, detail)


def _was_sent_to_the_front(page: Page) -> bool:
    """An address inside the site that ends at its front page: the article is gone, and the server does not say so."""
    return not _is_front(page.url) and _is_front(page.final_url)


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path.lower() in FRONT_PATHS and not parts.query


def _describes_several(facts: Facts) -> bool:
    return sum(any(map(ARTICLE_WORD.search, types_of(node))) for node in facts.nodes) >= LISTED_NODES


def _is_listing(look: Look) -> bool:
    """Many linked headlines, more text in links than out of them, and no headline of its own above much prose."""
    headlines = sum(
        1
        for heading in look.body.iter(*HEADINGS, "li")
        if heading.find(".//a") is not None or heading.getparent().tag == "a"
    )
    if headlines < LISTING_HEADLINES:
        return False
    plain, linked = mass(look.body)
    return linked >= LISTING_LINK_RATIO * max(plain, 1) and not (
        look.has_headline and look.cards.loose_chars >= TOLD_CHARS
    )


def _look(tree: HtmlElement, facts: Facts) -> Look:
    title = tree.find(".//title")
    parts = TITLE_BREAK.split(text_of(title)) if title is not None else []
    sites = {name.lower().replace(" ", "") for name in facts.site_names}
    headings = facts.texts.headings
    tops = [
        each.text for each in headings if each.tag == "h1" and each.text.lower().replace(" ", "") not in sites | {""}
    ]
    tops = [without_site(text, sites) for text in tops]
    # Where no h1 says more than the site's name, and no title either, the first heading may say what the page is: on a
    # page with a title it is a box's above the article.
    first = [each.text for each in headings if each.tag != "h1"][:1]
    names = tops or ([] if any(map(_is_headline, parts)) else first)
    headlines = tops or [each.text for each in headings if each.text == facts.title]
    return Look(
        body=tree.find(".//body"),
        names=(*names, *parts),
        has_headline=any(map(_is_headline, headlines)),
        is_dated=facts.dating.published is not None,
    )


def _is_headline(text: str) -> bool:
    return len(text.split()) >= HEADLINE_WORDS and not any(gate.names(text) for gate in GATES)


def _calls_itself_a_list(facts: Facts, page: Page) -> bool:
    tops = [heading.text for heading in facts.texts.headings if heading.tag == "h1"]
    return is_list_address(page.final_url) or any(map(is_list_name, tops))


def _may_be_index(look: Look, facts: Facts, *, named: bool) -> bool:
    """Before the lines are read: under a headline of its own a list shows by its excerpts, which break off."""
    if named or not look.has_headline:
        return True
    return sum(each.text.endswith(("...", "…", "...]", "…]")) for each in facts.texts.texts) >= MANY * MIN_CARDS


def _is_index(look: Look, *, named: bool, stated: bool) -> bool:
    """Linked headlines, each with an excerpt, and hardly a sentence besides.

    A roundup looks alike: it has a headline of its own, tells of each entry in whole sentences, and is introduced.
    """
    cards, loose = look.cards, NAMED_LOOSE_CHARS if named else LOOSE_CHARS
    if cards.count < MIN_CARDS or cards.loose_chars >= loose or cards.mean_chars > MAX_EXCERPT_CHARS:
        return False
    cut_off, dated = cards.cut_off >= MANY * cards.count, cards.dated >= MANY * cards.count
    if stated:
        return named and (cut_off or dated)
    return named or cut_off or not look.has_headline


def _refuse_gates(gates: Sequence[GateWords], tree: HtmlElement, look: Look, page: Page) -> None:
    """A page that stands where the article should: two signs of it agree, and the first is what it says itself.

    A page of its own headline is an article, whatever form stands beside it, and so is a dated one; unless both its
    name and its lines say otherwise.
    """
    is_like_an_article = look.has_headline or look.is_dated
    for gate in gates:
        named = any(map(gate.names, look.names))
        if is_like_an_article and not named:
            continue
        said = _is_said(look, gate)
        if is_like_an_article and not said:
            continue
        long = look.chars > (GATE_CHARS if named else UNNAMED_CHARS)
        if not (named or said) or (long and not (named and gate.may_be_long)):
            continue
        if named + said + gate.is_built_in(tree) + gate.is_address(page.final_url) >= SIGNS:
            raise Drop(gate.reason, f"{gate.what}: {next(iter(look.names), '')[:80]!r}")


def _is_said(look: Look, gate: GateWords) -> bool:
    """By most of the prose; where more may stand below, by one of the first lines."""
    if gate.may_be_long:
        return any(gate.is_said_in(line.text) for line in look.prose[:FIRST_LINES])
    said = sum(len(line.text) for line in look.prose if gate.is_said_in(line.text))
    return said > 0 and said >= SAID_SHARE * look.chars
