"""Tries a rule alone on what it says it takes and leaves, so that a wrong one is found before a page meets it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from processors.clean.lines import clean_lines
from processors.clean.parse import parse_text
from processors.clean.prune import prune
from processors.clean.rules import Rule, RuleKind, Rules, Where

PROSE = (
    "Kapal latih itu bersandar di pelabuhan pada pagi hari setelah berlayar dua belas hari dari Surabaya tanpa singgah "
    "di pelabuhan lain, kata nakhoda kepada wartawan."
)
OTHER_PROSE = (
    "Menurut kepala pelabuhan, geladak kapal itu dibuka untuk umum sampai akhir pekan sebelum berlayar lagi ke utara, "
    "dan sekolah boleh datang bersama-sama."
)
TITLE = "Judul lain"
FILLER = "<article>" + f"<p>{PROSE}</p>" * 6 + "</article>"
PIECES = frozenset((RuleKind.PREFIX, RuleKind.INLINE, RuleKind.SUFFIX))
# Shorter lines may be a label in one outlet and prose in another.
SENTENCE_CHARS = 40


class Failed(NamedTuple):
    """An example that the rule treats otherwise. `key` is `takes` or `leaves`, or `pattern` for prose of others."""

    key: str
    example: str


def failed_examples(rule: Rule) -> Iterator[Failed]:
    """Every example that the rule, alone, does not treat as it says."""
    yield from (Failed("takes", example) for example in rule.takes if not takes(rule, example))
    yield from (Failed("leaves", example) for example in rule.leaves if not leaves(rule, example))


def taken_sentences(rule: Rule, shipped: Rules) -> Iterator[Failed]:
    """Whole sentences that a shipped rule must leave, and this one takes. For rules of lines and pieces."""
    if rule.kind is not RuleKind.ELEMENT:
        for line in (PROSE, *sentences_to_leave(shipped)):
            if line not in clean_lines([OTHER_PROSE, line, OTHER_PROSE], alone(rule), title=TITLE).kept:
                yield Failed("pattern", line)


def sentences_to_leave(rules: Rules) -> Sequence[str]:
    of_lines = [rule for rule in rules.all if rule.kind is not RuleKind.ELEMENT]
    return [text for rule in of_lines for text in rule.leaves if text.endswith(".") and len(text) >= SENTENCE_CHARS]


def alone(rule: Rule) -> Rules:
    """A set of that one rule, so that no other can take the example."""
    return Rules(by_kind={rule.kind: (rule,)}, version="alone")


def takes(rule: Rule, example: str) -> bool:
    """An element and a line go as a whole; of a line of a piece rule, something goes and something stays."""
    if rule.kind is RuleKind.ELEMENT:
        body = _body_of(f"{example}{FILLER}")
        taken = prune(body, alone(rule), allowed=10_000)
        return [child.tag for child in body] == ["article"] and [piece.rule for piece in taken] == [rule.id]
    cleaned = clean_lines(text_around(rule, example), alone(rule), title=TITLE)
    if rule.kind in PIECES:
        by_it = [piece.text for piece in cleaned.removed if piece.rule == rule.id]
        return bool(by_it) and example not in cleaned.kept and len(cleaned.kept) > 1
    return example not in cleaned.kept and (rule.id, example) in [(piece.rule, piece.text) for piece in cleaned.removed]


def leaves(rule: Rule, example: str) -> bool:
    if rule.kind is RuleKind.ELEMENT:
        return prune(_body_of(f"{example}{FILLER}"), alone(rule), allowed=10_000) == []
    return example in clean_lines(text_around(rule, example), alone(rule), title=TITLE).kept


def text_around(rule: Rule, line: str) -> list[str]:
    """The line where its rule looks: before the prose, after it, or between."""
    if rule.kind in PIECES:
        return [PROSE, line]
    lines = {
        Where.HEAD: [line, PROSE],
        Where.END: [PROSE, line],
        Where.LAST: [PROSE, line],
        Where.EDGE: [line, PROSE],
        Where.ANY: [PROSE, line, OTHER_PROSE],
    }[rule.where]
    return [PROSE, OTHER_PROSE, line] if rule.kind is RuleKind.TAIL else lines


def _body_of(markup: str) -> HtmlElement:
    body = parse_text(f"<html><body>{markup}</body></html>").find("body")
    return body if body is not None else parse_text("<html><body></body></html>").find("body")
