"""No pattern of the rules hangs on a line made to lead it on: each is tried in a process with a bound on its work."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from processors.clean.rules import Rule, RuleKind, load_rules
from tests.fuzz.nasty_pages import HOSTILE

ROOT = Path(__file__).parents[2]
RULES = load_rules()
LINE_CHARS = 100_000
LABEL_CHARS = 60
# All rules over all lines take under two; a pattern that goes over its line again and again takes hours.
CPU_S = 60
LABELS = {RuleKind.LABEL, RuleKind.BOX}
WHOLE_LINE = {RuleKind.WHOLE, RuleKind.TAIL} | LABELS


def longest_line(rule: Rule) -> int:
    """Characters of the longest line a rule is asked about; longer ones are not put to it."""
    if rule.kind in LABELS:
        return LABEL_CHARS
    return min(rule.max_chars, LINE_CHARS) if rule.kind in WHOLE_LINE else LINE_CHARS


def try_every_rule() -> None:
    for rule in RULES.all:
        for piece in HOSTILE.values():
            line = (piece * (LINE_CHARS // len(piece) + 1))[: longest_line(rule)]
            print(rule.id, repr(piece), flush=True)  # noqa: T201
            rule.regex.fullmatch(line) if rule.kind in WHOLE_LINE else rule.regex.search(line)


@pytest.mark.slow
def test_every_rule_comes_to_the_end_of_a_hostile_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.processors.test_patterns"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    tried = done.stdout.splitlines()

    assert done.returncode == 0, f"gave up at {tried[-1]}"
    assert len(tried) == len(RULES.all) * len(HOSTILE)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    try_every_rule()
