"""Step 1: elements that are no article go: by tag, and by the words of class and id where they hold little text."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from processors.clean.dom import Taken, attached, drop, holds_at_most, mass, take
from processors.clean.rules import Kind, Rule, Rules

# Never text of an article.
CODE_TAGS = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "select",
    "input",
    "textarea",
    "button",
    "dialog",
    "link",
    "meta",
    "amp-ad",
    "amp-auto-ads",
    "amp-sticky-ad",
    "amp-analytics",
    "amp-consent",
    "amp-sidebar",
    "amp-social-share",
    "amp-user-notification",
)
# What is shown in a frame; its caption beside it goes with it, so these go after the boxes.
EMBED_TAGS = (
    *("iframe", "object", "embed", "canvas", "video", "audio", "source", "map"),
    *("amp-iframe", "amp-youtube", "amp-video", "amp-twitter", "amp-instagram", "amp-facebook", "amp-embed"),
)
# An article's own parts may sit in these; they go only where they hold little text.
SIDE_TAGS = {"aside": 500, "nav": 600, "footer": 500, "figcaption": 1200}
INLINE_TAGS = frozenset(("a", "b", "strong", "em", "i", "u", "mark", "font", "span", "small", "sup", "sub"))
SENTENCE_TAGS = frozenset(("p", "li", "blockquote", "td", "h1", "h2", "h3", "h4", "h5", "h6"))
# A class on a row or cell names what its data are, not what the table is.
TABLE_PARTS = frozenset(("tbody", "tr", "td", "th", "col"))
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MAX_HIDDEN_CHARS = 300
MIN_SENTENCE_CHARS = 30
# Every rule is tried on these words.
MAX_NAMING_CHARS = 2_500
# Where class names are hashes, the names for readers of screens and for testers still say what a box is.
NAMING = ("class", "id", "aria-label", "aria-labelledby", "data-testid", "data-component")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# An element that holds this share of the page's text outside links is the article, whatever it is called.
ARTICLE_SHARE = 0.4


def drop_tags(body: HtmlElement, tags: Sequence[str]) -> None:
    for element in list(body.iter(*tags)):
        drop(element)


def prune(body: HtmlElement, rules: Rules, *, allowed: int) -> list[Taken]:
    """Takes elements out of `body` in place; returns what was taken and by which rule.

    What holds more than `allowed` characters outside links is the article, whatever it is called.
    """
    removed = _prune_side_tags(body, allowed) + _prune_hidden(body, allowed)
    element_rules = rules.of(Kind.ELEMENT, indonesian=True)
    anything = re.compile("|".join(rule.regex.pattern for rule in element_rules))
    for element in list(body.iterdescendants()):
        words = _words(element)
        if (
            element.tag not in TABLE_PARTS
            and words
            and anything.search(words)
            and attached(element, body)
            and not _is_inline_in_prose(element)
        ):
            removed += _prune_element(element, words, element_rules, allowed)
    return removed


def _is_inline_in_prose(element: HtmlElement) -> bool:
    """A link or a mark inside a sentence is part of it, whatever its class says."""
    parent = element.getparent()
    if element.tag not in INLINE_TAGS or parent is None:
        return False
    sentence = next((ancestor for ancestor in element.iterancestors() if ancestor.tag in SENTENCE_TAGS), None)
    if sentence is not None:
        return mass(sentence).plain - mass(element).plain >= MIN_SENTENCE_CHARS
    return (
        sum(len(text.strip()) for text in (parent.text, *(child.tail for child in parent)) if text)
        >= MIN_SENTENCE_CHARS
    )


def _prune_side_tags(body: HtmlElement, allowed: int) -> list[Taken]:
    removed: list[Taken] = []
    for element in list(body.iter(*SIDE_TAGS)):
        if attached(element, body) and holds_at_most(element, min(SIDE_TAGS[str(element.tag)], allowed)):
            removed += take(element, f"tag.{element.tag}")
    return removed


def _prune_hidden(body: HtmlElement, allowed: int) -> list[Taken]:
    """What a reader cannot see; a long hidden text is an article that a script folds."""
    hidden = [e for e in body.iter() if e.get("hidden") is not None or HIDDEN.search(e.get("style") or "")]
    removed: list[Taken] = []
    for element in hidden:
        if element is not body and attached(element, body) and holds_at_most(element, min(MAX_HIDDEN_CHARS, allowed)):
            removed += take(element, "element.hidden")
    return removed


def _prune_element(element: HtmlElement, words: str, rules: Sequence[Rule], allowed: int) -> list[Taken]:
    for rule in rules:
        if rule.regex.search(words) and holds_at_most(element, min(rule.max_chars, allowed)):
            if element.find(".//h1") is not None:
                return []
            return take(element, rule.id)
    return []


def _words(element: HtmlElement) -> str:
    """What a template calls an element, in lower case, camelCase apart: `kompasidRec` is `kompasid-rec kompasidrec`."""
    raw = " ".join(filter(None, map(element.get, NAMING))).strip()[:MAX_NAMING_CHARS]
    if not raw:
        return ""
    split = CAMEL.sub("-", raw)
    return (raw if split == raw else f"{split} {raw}").lower()
