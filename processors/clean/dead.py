"""Before the text is chosen: elements that are text of no article on any page, by their tag alone."""

from collections.abc import Sequence

from lxml.html import HtmlElement

from processors.clean.code_rules import TAG, CodeRule
from processors.clean.dom import HEADINGS, Taken, drop, holds_at_most, mass, take, text_of
from processors.clean.prose import MIN_PROSE_CHARS, SENTENCE_MARKS, is_inline_in_prose

# A browser shows nothing of these.
CODE_TAGS = ("script", "style", "template", "svg", "input", "link", "meta")
# Never text of an article.
DEAD_TAGS = (
    *CODE_TAGS,
    *("noscript", "select", "textarea", "dialog"),
    *("amp-ad", "amp-auto-ads", "amp-sticky-ad", "amp-analytics", "amp-consent", "amp-sidebar", "amp-social-share"),
    "amp-user-notification",
)
# What is shown in a frame; its caption beside it goes with it, so these go after the boxes.
EMBED_TAGS = (
    *("iframe", "object", "embed", "canvas", "video", "audio", "source", "map"),
    *("amp-iframe", "amp-youtube", "amp-video", "amp-twitter", "amp-instagram", "amp-facebook", "amp-embed"),
)
MIN_QUESTIONS = 2
MAX_FORM_CHARS = 400


def drop_dead(body: HtmlElement) -> list[Taken]:
    return [*drop_forms(body), *drop_tags(body, DEAD_TAGS)]


def name_buttons(body: HtmlElement) -> list[Taken]:
    """Buttons go, in place; those that each unfold a text of their own, as questions do, are its headings."""
    taken: list[Taken] = []
    buttons = list(body.iter("button"))
    heads = [button for button in buttons if _unfolds(button)]
    several = len({text_of(button) for button in heads}) >= MIN_QUESTIONS
    for button in buttons:
        if several and button in heads:
            button.tag = "h3"
        elif is_inline_in_prose(button) and not _stands_after_a_sentence(button):
            button.tag = "span"
        else:
            taken += take(button, CodeRule.BUTTON)
    return taken


def _stands_after_a_sentence(button: HtmlElement) -> bool:
    """The text before it has ended, and none goes on behind it: no word of a sentence."""
    previous, parent = button.getprevious(), button.getparent()
    before = parent.text if previous is None else previous.tail
    return (before or "").rstrip().endswith(SENTENCE_MARKS) and not (button.tail or "").strip()


def _unfolds(button: HtmlElement) -> bool:
    box = button if button.getparent().tag not in HEADINGS else button.getparent()
    after = box.getnext()
    return len(text_of(button).split()) > 1 and after is not None and mass(after).plain >= MIN_PROSE_CHARS


def drop_forms(body: HtmlElement) -> list[Taken]:
    """Forms that ask something go; one that holds a page or a text, as some systems build them, stays."""
    asking = [form for form in body.iter("form") if form.find(".//input") is not None]
    return [piece for form in asking if holds_at_most(form, MAX_FORM_CHARS) for piece in take(form, CodeRule.FORM)]


def drop_tags(body: HtmlElement, tags: Sequence[str]) -> list[Taken]:
    """All elements of these tags; what was text for a reader is told."""
    taken: list[Taken] = []
    for element in list(body.iter(*tags)):
        if element.tag in CODE_TAGS:
            drop(element)
        else:
            taken += take(element, f"{TAG}{element.tag}")
    return taken
