"""Step 1: elements that are no article go: by tag, and by the words of class and id where they hold little text."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from processors.clean.dom import attached, drop, mass, text_of
from processors.clean.rules import Kind, Rule, Rules
from schemas.article import Removed

# Never text of an article.
DEAD_TAGS = (
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "video", "audio",
    "source", "map", "button", "select", "input", "textarea", "dialog", "link", "meta",
)  # fmt: skip
# An article's own parts may sit in these; they go only where they hold little text.
SIDE_TAGS = {"aside": 500, "nav": 600, "footer": 500, "figcaption": 1200}
INLINE_TAGS = frozenset(("a", "b", "strong", "em", "i", "u", "mark", "font", "span", "small", "sup", "sub"))
SENTENCE_TAGS = frozenset(("p", "li", "blockquote", "td", "h1", "h2", "h3", "h4", "h5", "h6"))
MIN_SENTENCE_CHARS = 30
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# An element that holds this share of the page's text outside links is the article, whatever it is called.
ARTICLE_SHARE = 0.4
MAX_REMOVED_TEXT = 400


def drop_dead_tags(body: HtmlElement) -> None:
    for element in list(body.iter(*DEAD_TAGS)):
        drop(element)


def prune(body: HtmlElement, rules: Rules, *, allowed: int) -> list[Removed]:
    """Takes elements out of `body` in place; returns what was taken and by which rule.

    What holds more than `allowed` characters outside links is the article, whatever it is called.
    """
    removed = _prune_side_tags(body, allowed)
    element_rules = rules.of(Kind.ELEMENT, indonesian=True)
    anything = re.compile("|".join(rule.regex.pattern for rule in element_rules))
    for element in list(body.iterdescendants()):
        words = _words(element)
        if words and anything.search(words) and attached(element, body) and not _is_inline_in_prose(element):
            removed += _prune_element(element, words, element_rules, allowed)
    return removed


def _is_inline_in_prose(element: HtmlElement) -> bool:
    """A link or a mark inside a sentence is part of it, whatever its class says."""
    parent = element.getparent()
    if element.tag not in INLINE_TAGS or parent is None:
        return False
    paragraph = next((a for a in element.iterancestors() if a.tag in SENTENCE_TAGS), parent)
    return mass(paragraph).plain - mass(element).plain >= MIN_SENTENCE_CHARS


def _prune_side_tags(body: HtmlElement, allowed: int) -> list[Removed]:
    removed: list[Removed] = []
    for element in list(body.iter(*SIDE_TAGS)):
        if attached(element, body) and mass(element).plain <= min(SIDE_TAGS[str(element.tag)], allowed):
            removed += _note(f"tag.{element.tag}", element)
            drop(element)
    return removed


def _prune_element(element: HtmlElement, words: str, rules: Sequence[Rule], allowed: int) -> list[Removed]:
    plain = mass(element).plain
    for rule in rules:
        if plain <= min(rule.max_chars, allowed) and rule.regex.search(words):
            if element.find(".//h1") is not None:
                return []
            removed = _note(rule.id, element)
            drop(element)
            return removed
    return []


def _words(element: HtmlElement) -> str:
    """Class and id in lower case, camelCase apart: `kompasidRec` gives `kompasid-rec kompasidrec`."""
    raw = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    if not raw:
        return ""
    split = CAMEL.sub("-", raw)
    return (raw if split == raw else f"{split} {raw}").lower()


def _note(rule: str, element: HtmlElement) -> list[Removed]:
    text = text_of(element)[:MAX_REMOVED_TEXT]
    return [Removed(rule=rule, text=text)] if text else []
