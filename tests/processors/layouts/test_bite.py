"""The generated pages bite: without any one rule of the cleaner, some of them come out worse."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from processors.clean.rules import RuleKind, Rules, load_rules
from schemas.article import CleanedArticle
from tests.processors.layouts.generator import generate_with
from tests.processors.layouts.kinds import TUNED
from tests.processors.layouts.laid_out import LaidOut
from tests.processors.layouts.scoring import clean_page, paragraphs_of

RULES = load_rules()
SEEDS = range(1, 801)
PAGES_A_RULE = 24
FRAME = ("opening", "inside", "amid", "last", "end", "below", "closing", "above", "side", "place")
FRAME_KINDS_A_PAGE = 5


@pytest.mark.slow
@pytest.mark.parametrize("rule", [rule.id for rule in RULES.all])
def test_without_a_rule_pages_come_out_worse(rule: str) -> None:
    seeds = seeds_by_rule().get(rule, ())[:PAGES_A_RULE]

    assert seeds, "no generated page needs it"
    assert faults(seeds, without(RULES, {rule})) > faults(seeds, RULES)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind, its in RULES.by_kind.items() if its])
def test_without_a_kind_of_rules_pages_come_out_worse(kind: RuleKind) -> None:
    its = {rule.id for rule in RULES.by_kind[kind]}
    seeds = [seed for rule in sorted(its) for seed in seeds_by_rule().get(rule, ())[:3]]

    assert faults(seeds, without(RULES, its)) > faults(seeds, RULES)


@cache
def framed(seed: int) -> LaidOut:
    """An ordinary text amid much of a frame, named or not, beside its box or in it."""
    dice = Random(f"framed {seed}")
    odd = {name: dice.choice(TUNED[name]) for name in dice.sample(FRAME, FRAME_KINDS_A_PAGE)}
    named = {"names": dice.choice(("ordinary", "none")), "edges": dice.choice(("beside", "in_box", "in_box"))}
    return generate_with(seed, odd | named)


@cache
def cleaned(seed: int) -> CleanedArticle:
    return clean_page(framed(seed), RULES)


@cache
def seeds_by_rule() -> Mapping[str, Sequence[int]]:
    """The pages on which each rule took something."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for seed in SEEDS:
        for rule in {piece.rule for piece in cleaned(seed).removed}:
            found[rule].append(seed)
    return found


def without(rules: Rules, ids: set[str]) -> Rules:
    left = {kind: tuple(rule for rule in its if rule.id not in ids) for kind, its in rules.by_kind.items()}
    return replace(rules, by_kind=left)


def faults(seeds: Sequence[int], rules: Rules) -> int:
    """Lines that are lost, and lines beside the article."""
    got = [cleaned(s).paragraphs if rules is RULES else paragraphs_of(framed(s), rules) for s in seeds]
    return sum(len(set(lines) ^ set(framed(seed).paragraphs)) for seed, lines in zip(seeds, got, strict=True))
