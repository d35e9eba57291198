"""Elements that are no article go: by tag, and by the words of class and id where they hold little text."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from processors.clean.code_rules import TAG, CodeRule
from processors.clean.dom import (
    BLOCKS,
    HEADINGS,
    Taken,
    attached,
    holds_at_most,
    is_for_ears,
    short_text,
    take,
    text_of,
)
from processors.clean.images import CAPTION_HINT
from processors.clean.prose import PARAGRAPHS, holds_sentence, is_inline_in_prose, is_prose
from processors.clean.rules import Prose, Rule, RuleKind, Rules, Where

# An article's own parts may sit in these; they go only where they hold little text.
SIDE_TAGS = {"aside": 500, "nav": 600, "footer": 500, "figcaption": 1200}
OWN_SIDES = frozenset(("aside", "footer"))
# A class on a row or cell names what its data are, not what the table is; on a heading it names the heading's topic.
UNNAMED = HEADINGS | frozenset(("tbody", "tr", "td", "th", "col"))
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# `— Rina Saputri (@rina) August 10, 2025`
ACCOUNT = re.compile(r"[-–—] ?.{2,60}\(@\w{1,30}\).{4,40}$")
MAX_POST_CHARS = 900
MAX_HIDDEN_CHARS = 300
MAX_TWINS = 4
# Every rule is tried on these words.
MAX_NAMING_CHARS = 2_500
# Where class names are hashes, the names for readers of screens and for testers still say what a box is.
NAMING = ("class", "id", "aria-label", "aria-labelledby", "data-testid", "data-component")
# An id on a paragraph is made of the topic of its section.
CLASS_ONLY = ("class",)
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# An element that holds this share of the page's text outside links is the article, whatever it is called.
ARTICLE_SHARE = 0.4


def prune(article: HtmlElement, rules: Rules, *, allowed: int) -> list[Taken]:
    """Takes elements out of `article` in place; returns what was taken and by which rule.

    What holds more than `allowed` characters outside links is the article, whatever it is called.
    """
    removed = _prune_side_tags(article, allowed) + _prune_unseen(article, allowed) + _prune_posts(article)
    element_rules = rules.of(RuleKind.ELEMENT, indonesian=True)
    anything = re.compile("|".join(rule.regex.pattern for rule in element_rules))
    flow = _flow(article)
    for position, element in enumerate(list(article.iterdescendants())):
        words = words_of(element) if element.tag not in UNNAMED else ""
        if not words or not anything.search(words) or not attached(element, article) or is_inline_in_prose(element):
            continue
        amid = position in flow
        if not (amid and element.tag in PARAGRAPHS and _is_own_line(element)):
            removed += _prune_element(element, words, element_rules, allowed, amid=amid)
    return removed


def _flow(article: HtmlElement) -> range:
    """Which elements stand between the first line of prose and the last, by their position."""
    prose = [at for at, element in enumerate(article.iterdescendants()) if element.tag == "p" and is_prose(element)]
    return range(prose[0], prose[-1]) if prose else range(0)


def _is_own_line(paragraph: HtmlElement) -> bool:
    """A paragraph between paragraphs that neither links nor credits a picture, whatever it is called."""
    return paragraph.find(".//a") is None and CAPTION_HINT.search(text_of(paragraph)) is None


def _prune_side_tags(article: HtmlElement, allowed: int) -> list[Taken]:
    """What stands beside the text by its tag; a box of facts or a correction without a link is the article's own."""
    removed: list[Taken] = []
    for element in list(article.iter(*SIDE_TAGS)):
        if not attached(element, article) or not holds_at_most(element, min(SIDE_TAGS[str(element.tag)], allowed)):
            continue
        if element.tag in OWN_SIDES and _is_own(element, article):
            continue
        removed += take(element, f"{TAG}{element.tag}")
    return removed


def _prune_posts(article: HtmlElement) -> list[Taken]:
    """Quoted posts of a social network, which sign with an account and a day."""
    quotes = [quote for quote in article.iter("blockquote") if ACCOUNT.search(short_text(quote, MAX_POST_CHARS))]
    return [taken for quote in quotes for taken in take(quote, "element.embed")]


def _is_own(element: HtmlElement, article: HtmlElement) -> bool:
    """No link, no picture, and not a sentence of the text once more."""
    text = text_of(element)
    if not text or element.find(".//a") is not None or element.find(".//img") is not None:
        return False
    return text_of(article).count(text.rstrip(".")) == 1


def _prune_unseen(article: HtmlElement, allowed: int) -> list[Taken]:
    """What a reader cannot see; a hidden sentence is a part of the article that a script folds."""
    removed: list[Taken] = []
    for element in list(article.iterdescendants()):
        aloud = is_for_ears(element)
        hidden = element.get("hidden") is not None or HIDDEN.search(element.get("style") or "") is not None
        if not (aloud or hidden) or not attached(element, article):
            continue
        limit = min(MAX_HIDDEN_CHARS, allowed)
        folded = not aloud and _is_folded(element)
        if holds_at_most(element, limit) and not folded:
            removed += take(element, CodeRule.HIDDEN)
    return removed


def _is_folded(element: HtmlElement) -> bool:
    if any(map(holds_sentence, (element, *element.iter(*PARAGRAPHS)))):
        return True
    return bool(element.get("class")) and any(True for _ in _prose_twins(element))


def _prune_element(element: HtmlElement, words: str, rules: Sequence[Rule], allowed: int, *, amid: bool) -> list[Taken]:
    for rule in rules:
        if amid and rule.where is Where.EDGE:
            continue
        if rule.regex.search(words) and holds_at_most(element, min(rule.max_chars, allowed)):
            sentence = holds_sentence(element)
            if element.find(".//h1") is not None or (sentence and not may_hold_prose(element, rule)):
                return []
            if not sentence and any(not may_hold_prose(twin, rule) for twin in _prose_twins(element)):
                return []
            return take(element, rule.id)
    return []


def _prose_twins(element: HtmlElement) -> Iterator[HtmlElement]:
    """Boxes beside it that are called the same and hold text: then the name, or that it is hidden, says nothing."""
    around = (element.itersiblings(element.tag), element.itersiblings(element.tag, preceding=True))
    for siblings in around:
        twins = (twin for twin in siblings if twin.get("class") == element.get("class"))
        yield from filter(holds_sentence, islice(twins, MAX_TWINS))


def may_hold_prose(element: HtmlElement, rule: Rule) -> bool:
    if element.tag in PARAGRAPHS or rule.prose is Prose.NEVER:
        return False
    if rule.prose is Prose.CAPTION:
        return element.find(".//img") is not None or CAPTION_HINT.search(text_of(element)) is not None
    if rule.prose is Prose.LINKED:
        return element.find(".//a") is not None
    return sum(child.tag in BLOCKS for child in element.iterdescendants()) > 1


def words_of(element: HtmlElement) -> str:
    """What a template calls an element, in lower case, camelCase apart: `kompasidRec` is `kompasid-rec kompasidrec`."""
    names = NAMING if element.tag != "p" else CLASS_ONLY
    raw = " ".join(filter(None, map(element.get, names))).strip()[:MAX_NAMING_CHARS]
    if not raw:
        return ""
    split = CAMEL.sub("-", raw)
    return (raw if split == raw else f"{split} {raw}").lower()
