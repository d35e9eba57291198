"""What each rule took of an article, and what the rule is for."""

import re
from collections.abc import Mapping, Sequence

from processors.clean.code_rules import TAG, CodeRule
from processors.clean.rules import Rule, RuleKind, Rules
from processors.explain.explanation import Took
from schemas.article import Removed

SHOWN_EXAMPLE_CHARS = 90
OPENING_TAG = re.compile(r"<[^>]+>")
KIND_SAYS = {
    RuleKind.ELEMENT: "An element, by the words of its class and id",
    RuleKind.LABEL: "A label and the links or headlines after it",
    RuleKind.BOX: "The head of a box of points, and the list after it",
    RuleKind.WHOLE: "A whole line",
    RuleKind.PREFIX: "The beginning of a line",
    RuleKind.SUFFIX: "The end of a line",
    RuleKind.INLINE: "A piece of a line",
    RuleKind.TAIL: "A line and everything after it",
}
CODE_SAYS: Mapping[str, str] = {
    CodeRule.TITLE: "The article's title, repeated before or behind the text",
    CodeRule.GATE: "A line that sells the rest of the article",
    CodeRule.BYLINE: "The name of an author or editor, alone before or behind the text",
    CodeRule.CAPTION: "A line that is a caption or alternative text of an image on the page",
    CodeRule.REPEATED: "A long line that stands twice: the first one stays",
    CodeRule.EXTRACTOR: "A line that the extractor left out",
    CodeRule.HIDDEN: "An element that a reader cannot see",
    CodeRule.IMAGE_BOX: "A small box around a picture: its caption and credit, kept beside the images",
    CodeRule.CARD: "A box with the linked headline of another article, one of several alike",
    CodeRule.HEADLINE: "A headline that is nothing but a link to another article",
    CodeRule.ALONE: "A line of nothing but links, before the text or behind it",
    CodeRule.BUTTON: "A button that unfolds nothing",
    CodeRule.FORM: "A short form that asks something",
}
TAG_SAYS = "An element that stands beside an article by its very tag, and holds little text"
UNKNOWN = "A rule that this version does not have"


def what_took(removed: Sequence[Removed], rules: Rules) -> tuple[Took, ...]:
    """Each rule that took something, the one that took most characters first."""
    known = {rule.id: rule for rule in rules.all}
    by_rule: dict[str, list[str]] = {}
    for piece in removed:
        by_rule.setdefault(piece.rule, []).append(piece.text)
    took = (
        Took(
            rule=rule,
            pieces=len(texts),
            chars=sum(map(len, texts)),
            says=_says(rule, known),
            file=rules.files.get(rule, ""),
        )
        for rule, texts in by_rule.items()
    )
    return tuple(sorted(took, key=lambda each: (-each.chars, each.rule)))


def _says(rule_id: str, known: dict[str, Rule]) -> str:
    rule = known.get(rule_id)
    if rule is None:
        by_tag = TAG_SAYS if rule_id.startswith(TAG) else UNKNOWN
        return f"{CODE_SAYS.get(rule_id, by_tag)}."
    says = f"{KIND_SAYS[rule.kind]}, such as “{_shortened(rule.takes[0])}”"
    return f"{says}, but not “{_shortened(rule.leaves[0])}”." if rule.leaves else f"{says}."


def _shortened(text: str) -> str:
    """Of an element its opening tag, of a long line its beginning."""
    tag = OPENING_TAG.match(text)
    if tag is not None:
        return tag.group()
    return text if len(text) <= SHOWN_EXAMPLE_CHARS else text[:SHOWN_EXAMPLE_CHARS].rsplit(" ", 1)[0] + " …"
