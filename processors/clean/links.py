"""Step 3: lists of links that a label announces, and headlines of other articles between the paragraphs."""

from collections.abc import Sequence

from lxml.html import HtmlElement

from processors.clean.dom import BLOCKS, HEADINGS, attached, drop, following, mass, text_of
from processors.clean.rules import Kind, Rule, Rules
from schemas.article import Removed

# What may stand beside links in a list of them: bullets, numbers, a date.
MAX_PLAIN_BESIDE_LINKS = 14
MAX_LABEL_CHARS = 60
MAX_HEADLINE_CHARS = 220
MIN_HEADLINE_WORDS = 4
SENTENCE_END = (".", '."', ".”", ",", ";", ":")


def drop_link_lists(body: HtmlElement, rules: Rules, *, title: str) -> list[Removed]:
    """Takes labels with the links after them, and headlines that are nothing but links, out of `body`."""
    labels = rules.of(Kind.LABEL, indonesian=True)
    removed: list[Removed] = []
    for element in list(body.iter("p", "div", "h2", "h3", "h4", "h5", "h6", "li", "strong", "b", "span", "td")):
        text = _short_text(element)
        rule = _label(text, labels) if text else None
        if rule is not None and attached(element, body):
            removed += _drop_labelled(element, text, rule)
    return removed + _drop_headlines(body, title)


def _short_text(element: HtmlElement) -> str:
    if len(element) > 4:
        return ""
    text = text_of(element)
    return text if 0 < len(text) <= MAX_LABEL_CHARS else ""


def _label(text: str, labels: Sequence[Rule]) -> Rule | None:
    return next((rule for rule in labels if rule.regex.fullmatch(text)), None)


def _drop_labelled(element: HtmlElement, text: str, rule: Rule) -> list[Removed]:
    """The outermost element that is nothing but the label, and the siblings after it that are nothing but links."""
    parent = element.getparent()
    while parent is not None and parent.tag != "body" and text_of(parent) == text:
        element, parent = parent, parent.getparent()
    removed = [Removed(rule=rule.id, text=text)]
    for sibling in list(following(element)):
        if not _only_links(sibling):
            if sibling.tag == "br" or not text_of(sibling):
                continue
            break
        removed.append(Removed(rule=rule.id, text=text_of(sibling)[:400]))
        drop(sibling)
    drop(element)
    return removed


def _only_links(element: HtmlElement) -> bool:
    plain, linked = mass(element)
    return linked > 0 and plain <= MAX_PLAIN_BESIDE_LINKS


def _drop_headlines(body: HtmlElement, title: str) -> list[Removed]:
    removed: list[Removed] = []
    for element in list(body.iter("p", "ul", "ol", "table", *HEADINGS)):
        if not attached(element, body) or element.find(".//a") is None or not _only_links(element):
            continue
        text = text_of(element)
        if _is_headline(element, text) and text.casefold() != title.casefold():
            removed.append(Removed(rule="links.headline", text=text[:400]))
            drop(element)
    return removed


def _is_headline(element: HtmlElement, text: str) -> bool:
    if element.tag in ("ul", "ol", "table"):
        return not any(child.tag in BLOCKS and mass(child).plain > MAX_PLAIN_BESIDE_LINKS for child in element)
    words = text.split()
    return len(words) >= MIN_HEADLINE_WORDS and len(text) <= MAX_HEADLINE_CHARS and not text.endswith(SENTENCE_END)
