"""What counts as prose, for every step: where a sentence ends, and whether an element holds one."""

import re

from lxml.html import HtmlElement

from processors.clean.dom import BLOCKS, mass, text_of

# A shorter text is a label, a headline or an item of a list.
MIN_PROSE_CHARS = 60
MIN_SENTENCE_CHARS = 30
MIN_HEADLINE_WORDS = 4
# What may stand beside links in a line or list of them: bullets, numbers, a date.
MAX_PLAIN_BESIDE_LINKS = 14
LINKED_SHARE = 0.35
P_LINKED_SHARE = 0.5
# A code, a credit or tags may stand behind it.
SENTENCE = re.compile(r""".{50,}?[.!?…]["”’)]*(?=\s|$|[(\[*])""")
SENTENCE_MARKS = (".", "!", "?", "…", '"', "”")
SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]]*$""")
PARAGRAPHS = ("p", "li", "dd")
SENTENCE_TAGS = frozenset(("p", "li", "dd", "dt", "blockquote", "td", "h1", "h2", "h3", "h4", "h5", "h6"))


def is_prose(element: HtmlElement) -> bool:
    return SENTENCE.match(text_of(element)) is not None


def holds_sentence(element: HtmlElement) -> bool:
    """Whether a line of prose stands in it, with hardly a link."""
    plain, linked = mass(element)
    alone = element.tag in PARAGRAPHS or sum(child.tag in BLOCKS for child in element.iterdescendants()) <= 1
    if plain < MIN_PROSE_CHARS or linked > (P_LINKED_SHARE if alone else LINKED_SHARE) * plain:
        return False
    return any(map(is_prose, (element, *element.iter("p", "li", "div", "td", "dd", "blockquote"))))


def is_inline_in_prose(element: HtmlElement) -> bool:
    """A link or a mark inside a sentence is part of it, whatever its class says."""
    parent = element.getparent()
    if element.tag in BLOCKS or parent is None:
        return False
    sentence = next((ancestor for ancestor in element.iterancestors() if ancestor.tag in SENTENCE_TAGS), None)
    if sentence is not None:
        return mass(sentence).plain - mass(element).plain >= MIN_SENTENCE_CHARS
    return (
        sum(len(text.strip()) for text in (parent.text, *(child.tail for child in parent)) if text)
        >= MIN_SENTENCE_CHARS
    )
