"""The article's own parts, told by where their paragraphs stand: the densest run and what goes on beside it.

From the densest run of prose after the title the search climbs to the box that holds the title, and looks at each
neighbour on the way: what reads like the article is a part of it, what reads like cards of others is none.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from lxml.html import HtmlElement

from processors.clean.blocks import CONTACT, Block
from processors.clean.credits import END_CODE_RULES
from processors.clean.densest import MIN_ARTICLE_CHARS, densest_prose
from processors.clean.dom import HEADINGS, holds_at_most, mass, short_text, text_of
from processors.clean.lines import ends_text, takes_whole
from processors.clean.others import (
    BOXES,
    SIDES,
    begins_another,
    is_alike,
    is_announced,
    is_bridge,
    is_list_of_links,
    is_other_article,
    is_thread,
    is_twin,
    lists_others,
)
from processors.clean.prose import MIN_PROSE_CHARS, PARAGRAPHS, SENTENCE_MARKS, holds_sentence
from processors.clean.prune import may_hold_prose, words_of
from processors.clean.rules import RuleKind, Rules
from processors.text.markers import is_foreign

# What wraps a paragraph without being the article's box.
WRAPPERS = frozenset(("li", "ul", "ol", "blockquote", "center", "span", "dl", "dd", "figure", "tr", "tbody"))
# A neighbour with more of its text in links than this lists other articles.
LINKED_SHARE = 0.3
# Where no heading tells the title, what stands farther away must be this share of the article to belong to it; and so
# must what stands behind a list of links.
NEAR_LEVELS = 2
FAR_SHARE = 0.25
# A box behind the text goes on with it where it holds this share of it.
BOX_SHARE = 0.1
# Short pieces that stand beside the text as they are.
PIECES = HEADINGS | frozenset(("p", "ul", "ol", "table", "blockquote", "figure", "dl"))
LISTS = frozenset(("div", "section", "ul", "ol", "dl"))
# A code may stand behind the last sentence.
TEXT_END = (*SENTENCE_MARKS, ")")
MAX_CONTACT_CHARS = 800
MAX_CREDIT_CHARS = 80


def isolate(body: HtmlElement, blocks: Sequence[Block], heading: Block | None, rules: Rules) -> list[HtmlElement]:
    """The article's parts in page order; all that the body holds where there is too little to tell."""
    current = densest_prose(blocks, heading)
    if current is None or current.tag in ("body", "html"):
        return list(body)
    chars = {block.element: block.prose for block in blocks if block.prose}
    search = _Neighbours(chars, heading.element if heading is not None else None, rules)
    while current.tag in WRAPPERS and current.getparent() is not None and current.getparent().tag != "body":
        current = current.getparent()
    parts = _own_part(current, search)
    held = sum(map(search.held, parts))
    for level, parent in enumerate(current.iterancestors(), 1):
        if parent.tag == "html" or search.holds_title(current):
            break
        least = FAR_SHARE * held if heading is None and level > NEAR_LEVELS else MIN_PROSE_CHARS
        before = search.before(current, least)
        after = search.after(current, least, box_least=max(least, BOX_SHARE * held))
        held += sum(map(search.held, (*before, *after)))
        parts = [*before, *parts, *after]
        current = parent
    return parts


def _own_part(box: HtmlElement, search: "_Neighbours") -> list[HtmlElement]:
    """The box of the text; of one that holds another article behind the last of its prose, what stands before that."""
    last = next((child for child in reversed(box) if child.tag == "p" and search.held(child)), None)
    for child in list(last.itersiblings()) if last is not None else ():
        box_of_another = child.tag in (*BOXES, "article") and (is_other_article(child) or begins_another(child))
        another = box_of_another or (child.tag in LISTS and lists_others(child))
        if another and search.held(child) >= MIN_ARTICLE_CHARS:
            return list(box)[: box.index(child)]
    return [box]


class _Neighbours:
    """Looks at the neighbours of the text, and knows where the title stands and what names say."""

    def __init__(self, chars: Mapping[HtmlElement, int], heading: HtmlElement | None, rules: Rules) -> None:
        self.heading = heading
        self._chars = chars
        self._above = {heading, *heading.iterancestors()} if heading is not None else frozenset[HtmlElement]()
        self._names = rules.of(RuleKind.ELEMENT, indonesian=True)
        self._credits = [rule for rule in rules.of(RuleKind.WHOLE, indonesian=True) if rule.id in END_CODE_RULES]
        self._ends = partial(ends_text, rules=rules)

    def held(self, element: HtmlElement) -> int:
        return _held(element, self._chars)

    def holds_title(self, element: HtmlElement) -> bool:
        return element in self._above

    def before(self, current: HtmlElement, least: float) -> list[HtmlElement]:
        """What stands between the title and the text and reads like it: a lead in a box of its own."""
        found: list[HtmlElement] = []
        bridge: list[HtmlElement] = []
        for sibling in current.itersiblings(preceding=True):
            if self.holds_title(sibling):
                return [*self._leads(sibling), *reversed(found)]
            if self._goes_on(sibling, current, least):
                found += [*bridge, sibling]
                bridge = []
            elif is_bridge(sibling):
                bridge.append(sibling)
        # Without a title before it there is no telling what a text farther up belongs to.
        return list(reversed(found))

    def _leads(self, box: HtmlElement) -> Iterator[HtmlElement]:
        """Of the box around the title its prose after the title."""
        begun = False
        for element in box.iter():
            begun = begun or element is self.heading
            if begun and element in self._chars and text_of(element).endswith(TEXT_END):
                around = itertools.takewhile(lambda ancestor: ancestor is not box, element.iterancestors())
                if not any(each.tag in SIDES or self._is_named_otherwise(each) for each in (element, *around)):
                    yield element

    def after(self, current: HtmlElement, least: float, *, box_least: float) -> list[HtmlElement]:
        """What goes on behind the text at the same level: a second half, a slide, a part under a subheading.

        A box must hold more than a paragraph alone: the outlet's own promotions stand there too.
        """
        found: list[HtmlElement] = []
        bridge: list[HtmlElement] = []
        ended = False
        for sibling in current.itersiblings():
            if is_other_article(sibling):
                break
            ended = ended or self._ends_text(sibling) or (is_list_of_links(sibling) and not is_announced(sibling))
            twin = is_twin(sibling, current)
            if ended and not twin:
                needed = box_least * FAR_SHARE / BOX_SHARE if is_alike(sibling, current) else math.inf
            else:
                needed = least if twin or sibling.tag in PIECES else box_least
            if self._goes_on(sibling, current, needed):
                found += [*bridge, sibling]
                bridge = []
            elif self._is_credit(sibling):
                found.append(sibling)
            elif is_bridge(sibling):
                bridge.append(sibling)
        return found

    def _is_credit(self, element: HtmlElement) -> bool:
        """An end code by itself: the line rules take it off the text and keep it as a field."""
        text = short_text(element, MAX_CREDIT_CHARS)
        return bool(text) and any(takes_whole(rule, text) for rule in self._credits)

    def _goes_on(self, element: HtmlElement, current: HtmlElement, least: float) -> bool:
        if is_twin(element, current) and element.find(".//a") is None and text_of(element).endswith(TEXT_END):
            return True
        if element.tag in SIDES or _held(element, self._chars) < least or self._is_named_otherwise(element):
            return False
        if is_twin(element, current):
            return True
        plain, linked = mass(element)
        if linked > LINKED_SHARE * plain or lists_others(element) or is_thread(element) or begins_another(element):
            return False
        if plain <= MAX_CONTACT_CHARS and CONTACT.search(text_of(element)):
            return False
        return not is_foreign(text_of(element))

    def _is_named_otherwise(self, element: HtmlElement) -> bool:
        words = words_of(element)
        named = [rule for rule in self._names if words and rule.regex.search(words)]
        sentence = holds_sentence(element)
        return any(
            holds_at_most(element, rule.max_chars) and (not sentence or may_hold_prose(element, rule)) for rule in named
        )

    def _ends_text(self, element: HtmlElement) -> bool:
        """Whether it is, or begins with, the line that announces comments or other articles."""
        first = next((text for text in element.itertext() if text.strip()), "")
        return self._ends(first)


def _held(element: HtmlElement, chars: Mapping[HtmlElement, int]) -> int:
    return sum(chars.get(paragraph, 0) for paragraph in element.iter(*PARAGRAPHS))
