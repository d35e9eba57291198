"""Step 4: the article's own parts, told by where their paragraphs stand: the densest run and what goes on beside it.

From the densest run of prose after the title the search climbs to the box that holds the title, and looks at each
neighbour on the way: what reads like the article is a part of it, what reads like cards of others is none.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from lxml.html import HtmlElement

from processors.clean.blocks import CONTACT, MIN_PROSE_CHARS, PROSE_TAGS, Block
from processors.clean.dom import HEADINGS, holds_at_most, mass, text_of
from processors.clean.lines import ends_text
from processors.clean.prune import holds_sentence, may_hold_prose, words_of
from processors.clean.rules import Kind, Rules
from processors.markers import is_foreign

# What wraps a paragraph without being the article's box.
WRAPPERS = frozenset(("li", "ul", "ol", "blockquote", "center", "span", "dl", "dd", "figure", "tr", "tbody"))
MIN_ARTICLE_CHARS = 300
# Behind so much prose another headline begins another article.
MIN_BEGUN_CHARS = 150
# The first prose after the title is the article where it has this share of the densest.
FIRST_SHARE = 0.15
MIN_HEADLINE_WORDS = 4
# A neighbour with more of its text in links than this lists other articles.
LINKED_SHARE = 0.3
# Where no heading tells the title, what stands farther away must be this share of the article to belong to it.
NEAR_LEVELS = 2
FAR_SHARE = 0.25
# A box behind the text goes on with it where it holds this share of it.
BOX_SHARE = 0.1
# Never a part that goes on beside the text.
SIDES = frozenset(("aside", "footer", "nav", "form", "h1"))
HEADLINES = ("h2", "h3", "h4", "h5", "h6", "dt")
BOXES = frozenset(("div", "section"))
# Short pieces between two parts belong to the article.
BRIDGES = HEADINGS | frozenset(("p", "ul", "ol", "table", "blockquote", "figure", "dl"))
SENTENCE_END = (".", "!", "?", "…", '"', "”", ")")
AGO = re.compile(r".{0,20}\b\d{1,2} ?(?:detik|menit|jam|hari|minggu|pekan|bulan|tahun)(?: yang)? lalu", re.IGNORECASE)
MIN_COMMENTS = 2
MAX_CONTACT_CHARS = 800
MIN_LINKS = 3


def densest_prose(blocks: Sequence[Block], heading: Block | None) -> HtmlElement | None:
    """The parent of the first dense run of prose; None where there is no prose.

    The nearest box around the title that holds an article's worth of prose after it; in that the first dense run, for a
    longer article or its readers may come below. Where no heading tells the title, the densest of the page.
    """
    above: dict[HtmlElement, int] = {}
    if heading is not None:
        above = {ancestor: level for level, ancestor in enumerate(heading.element.iterancestors())}
    behind = blocks[blocks.index(heading) :] if heading is not None else blocks
    found: dict[HtmlElement, int] = {}
    others = False
    for block in behind:
        others = others or (block is not heading and sum(found.values()) >= MIN_BEGUN_CHARS and _is_other_headline(block))
        if block.prose:
            parent = _parent(block.element)
            if parent in found or not others:
                found[parent] = found.get(parent, 0) + block.prose
    if not found:
        return None if heading is None else densest_prose(blocks, None)
    return _nearest(found, above)


def _is_other_headline(block: Block) -> bool:
    """The headline of another article: an `h1`, or a heading that is nothing but a link."""
    if len(block.text.split()) < MIN_HEADLINE_WORDS:
        return False
    return block.tag == "h1" or (block.is_heading and block.linked > 0 and block.plain == 0)


def _nearest(found: Mapping[HtmlElement, int], above: Mapping[HtmlElement, int]) -> HtmlElement:
    levels = {parent: _level(parent, above) for parent in found}
    near = min(
        (level for level in levels.values() if sum(found[p] for p in found if levels[p] <= level) >= MIN_ARTICLE_CHARS),
        default=max(levels.values()),
    )
    runs = [(chars, parent) for parent, chars in found.items() if levels[parent] <= near]
    most = max(chars for chars, _ in runs)
    if not above:
        return next(parent for chars, parent in runs if chars == most)
    enough = max(MIN_ARTICLE_CHARS, FIRST_SHARE * most)
    long = (parent for chars, parent in runs if chars >= enough)
    apart = (parent for _, parent in runs if parent not in above)
    return next(itertools.chain(long, apart, (parent for _, parent in runs)))


def _level(element: HtmlElement, above: Mapping[HtmlElement, int]) -> int:
    """How many boxes above the title the one lies that holds the element too."""
    return next((above[box] for box in (element, *element.iterancestors()) if box in above), len(above))


def isolate(body: HtmlElement, blocks: Sequence[Block], heading: Block | None, rules: Rules) -> list[HtmlElement]:
    """The article's parts in page order; all that the body holds where there is too little to tell."""
    current = densest_prose(blocks, heading)
    if current is None or current.tag in ("body", "html"):
        return list(body)
    chars = {block.element: block.prose for block in blocks if block.prose}
    search = _Search(chars, heading.element if heading is not None else None, rules)
    while current.tag in WRAPPERS and current.getparent() is not None and current.getparent().tag != "body":
        current = current.getparent()
    _cut_others(current, search)
    parts, held = [current], _held(current, chars)
    for level, parent in enumerate(current.iterancestors(), 1):
        if parent.tag == "html" or search.holds_title(current):
            break
        least = FAR_SHARE * held if heading is None and level > NEAR_LEVELS else MIN_PROSE_CHARS
        before = search.before(current, least)
        after = search.after(current, least, box_least=max(least, BOX_SHARE * held))
        held += sum(_held(part, chars) for part in (*before, *after))
        parts = [*before, *parts, *after]
        current = parent
    return parts


def _cut_others(box: HtmlElement, search: "_Search") -> None:
    """Of the box of the text itself, another article behind the last of its prose goes, with all that follows it."""
    last = next((child for child in reversed(box) if child.tag == "p" and search.held(child)), None)
    for child in list(last.itersiblings()) if last is not None else ():
        another = child.tag in (*BOXES, "article") and (_is_other_article(child) or _begins_another(child))
        if another and search.held(child) >= MIN_ARTICLE_CHARS:
            for later in [child, *child.itersiblings()]:
                box.remove(later)
            return


def _parent(paragraph: HtmlElement) -> HtmlElement:
    """Its parent; a box of its own around each paragraph does not count."""
    parent = paragraph.getparent()
    while len(parent) == 1 and parent.tag in BOXES and not (parent.text or "").strip():
        parent = parent.getparent()
    return parent


class _Search:
    """Looks at the neighbours of the text, and knows where the title stands and what names say."""

    def __init__(self, chars: Mapping[HtmlElement, int], heading: HtmlElement | None, rules: Rules) -> None:
        self.heading = heading
        self._chars = chars
        self._above = {heading, *heading.iterancestors()} if heading is not None else frozenset[HtmlElement]()
        self._names = rules.of(Kind.ELEMENT, indonesian=True)
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
            elif _is_bridge(sibling):
                bridge.append(sibling)
        # Without a title before it there is no telling what a text farther up belongs to.
        return list(reversed(found))

    def _leads(self, box: HtmlElement) -> Iterator[HtmlElement]:
        """Of the box around the title its prose after the title."""
        begun = False
        for element in box.iter():
            begun = begun or element is self.heading
            if begun and element in self._chars and text_of(element).endswith(SENTENCE_END):
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
            if _is_other_article(sibling):
                break
            ended = ended or self._ends_text(sibling) or (_is_list_of_links(sibling) and not _is_announced(sibling))
            needed = least if sibling.tag in BRIDGES or _is_twin(sibling, current) else box_least
            beyond = ended and not _is_twin(sibling, current)
            if self._goes_on(sibling, current, FAR_SHARE / BOX_SHARE * box_least if beyond else needed) and (
                not beyond or _is_alike(sibling, current)
            ):
                found += [*bridge, sibling]
                bridge = []
            elif _is_bridge(sibling):
                bridge.append(sibling)
        return found

    def _goes_on(self, element: HtmlElement, current: HtmlElement, least: float) -> bool:
        if _is_twin(element, current) and element.find(".//a") is None and text_of(element).endswith(SENTENCE_END):
            return True
        if element.tag in SIDES or _held(element, self._chars) < least or self._is_named_otherwise(element):
            return False
        if _is_twin(element, current):
            return True
        plain, linked = mass(element)
        if linked > LINKED_SHARE * plain or _lists_others(element) or _is_thread(element) or _begins_another(element):
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


def _is_alike(element: HtmlElement, other: HtmlElement) -> bool:
    return (element.tag, element.get("class")) == (other.tag, other.get("class"))


def _is_twin(element: HtmlElement, other: HtmlElement) -> bool:
    return bool(element.get("class")) and _is_alike(element, other)


def _is_other_article(element: HtmlElement) -> bool:
    headlines = (text_of(heading) for heading in element.iter("h1"))
    return element.tag == "article" or any(len(text.split()) >= MIN_HEADLINE_WORDS for text in headlines)


def _lists_others(element: HtmlElement) -> bool:
    """Headlines that are nothing but links, about as many as paragraphs of prose."""
    headings = (heading for heading in element.iter(*HEADLINES) if heading.find(".//a") is not None)
    headlines = sum(mass(heading).plain == 0 for heading in headings)
    return headlines > 0 and headlines * 2 >= sum(mass(line).plain >= MIN_PROSE_CHARS for line in element.iter(*PROSE_TAGS))


def _begins_another(element: HtmlElement) -> bool:
    """A box that opens with a linked headline is another article, however much it tells."""
    first = next((each for each in element.iter(*HEADINGS, *PROSE_TAGS) if text_of(each)), None)
    if first is None or first.tag not in HEADINGS or first.find(".//a") is None or mass(first).plain:
        return False
    return len(text_of(first).split()) >= MIN_HEADLINE_WORDS


def _is_thread(element: HtmlElement) -> bool:
    """Readers' comments say how long ago each was written."""
    return sum(AGO.fullmatch(text.strip()) is not None for text in element.itertext()) >= MIN_COMMENTS


def _is_bridge(element: HtmlElement) -> bool:
    """What stands between two parts stands in the article: a subheading, a table; the later steps clean it."""
    if element.tag in HEADINGS or _is_announced(element):
        return element.tag not in SIDES
    if element.tag in SIDES or _lists_others(element) or _is_thread(element):
        return False
    return element.tag == "table" or not _is_list_of_links(element)


def _is_announced(element: HtmlElement) -> bool:
    before = next((each for each in element.itersiblings(preceding=True) if text_of(each)), None)
    return before is not None and text_of(before).endswith(":")


def _is_list_of_links(element: HtmlElement) -> bool:
    """Several headlines in links, and more in them than beside them."""
    headlines = sum(len(text_of(link).split()) >= MIN_HEADLINE_WORDS for link in element.iter("a"))
    plain, linked = mass(element)
    return headlines >= MIN_LINKS and linked > plain


def _held(element: HtmlElement, chars: Mapping[HtmlElement, int]) -> int:
    return sum(chars.get(paragraph, 0) for paragraph in element.iter(*PROSE_TAGS))
