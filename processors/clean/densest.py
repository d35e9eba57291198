"""Where the article stands: the parent of the first dense run of prose behind the title."""

import itertools
from collections.abc import Mapping, Sequence

from lxml.html import HtmlElement

from processors.clean.blocks import Block
from processors.clean.others import BOXES
from processors.clean.prose import MIN_HEADLINE_WORDS

MIN_ARTICLE_CHARS = 300
# Behind so much prose another headline begins another article.
MIN_BEGUN_CHARS = 150
# The first prose after the title is the article where it has this share of the densest.
FIRST_SHARE = 0.15


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
        if block is not heading and _is_other_headline(block):
            others = others or sum(found.values()) >= MIN_BEGUN_CHARS
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


def _parent(paragraph: HtmlElement) -> HtmlElement:
    """Its parent; a box of its own around each paragraph does not count."""
    parent = paragraph.getparent()
    while len(parent) == 1 and parent.tag in BOXES and not (parent.text or "").strip():
        parent = parent.getparent()
    return parent
