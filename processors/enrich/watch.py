"""The watch gate: which concept groups of a watch an article names, where, how often, and what score that makes."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ahocorasick_rs import AhoCorasick

from schemas.article import WatchMatch
from schemas.watch import ConceptGroup, Watch, fold

# A mention in the title says most what an article is about, then the lead (the first paragraphs), then the rest.
TITLE_HITS, LEAD_HITS, BODY_HITS = 3.0, 2.0, 1.0
LEAD_PARAGRAPHS = 2
# A group's weight is reached as 1 - exp(-hits / 2): one mention in the body gives 0.39 of it, five hits 0.92.
SATURATION_HITS = 2.0


@dataclass(frozen=True)
class CompiledWatch:
    """A watch with its aliases in one automaton; `groups` names the group of each pattern."""

    watch: Watch
    automaton: AhoCorasick
    groups: tuple[str, ...]
    excludes: AhoCorasick | None


@dataclass(frozen=True)
class WatchVerdict:
    """The score of one watch for one article. `found` counts the aliases by group, as they stand in the text.

    `hits` is what their places are worth, by group: 3 in the title, 2 in the lead, 1 after it.
    """

    watch: Watch
    score: float
    found: Mapping[str, Mapping[str, int]]
    hits: Mapping[str, float]

    @property
    def missing(self) -> Sequence[str]:
        """The required groups that the article does not name."""
        return [group.id for group in self.watch.groups if group.required and not self.found.get(group.id)]

    @property
    def matches(self) -> bool:
        return self.score >= self.watch.threshold and not self.missing

    def share(self, group: ConceptGroup) -> float:
        """What the group adds to the score."""
        return group.weight * (1 - math.exp(-self.hits.get(group.id, 0.0) / SATURATION_HITS))

    def explain(self) -> str:
        """`rusia-korut 0.86<1.65: korut(-) rusia(Rusia×3)`: score against threshold, terms by group."""
        groups = " ".join(f"{group.id}({_terms(self.found.get(group.id, {}))})" for group in self.watch.groups)
        sign = "<" if self.score < self.watch.threshold else ">="
        return f"{self.watch.id} {self.score:.2f}{sign}{self.watch.threshold:.2f}: {groups}"

    def as_match(self) -> WatchMatch:
        terms = {group: tuple(counts) for group, counts in self.found.items() if counts}
        return WatchMatch(
            watch=self.watch.id, watch_version=self.watch.version, score=round(self.score, 4), terms=terms
        )


def compile_watch(watch: Watch) -> CompiledWatch:
    patterns = [(fold(alias), group.id) for group in watch.groups for alias in group.aliases]
    return CompiledWatch(
        watch=watch,
        automaton=AhoCorasick([pattern for pattern, _ in patterns]),
        groups=tuple(group for _, group in patterns),
        excludes=AhoCorasick([fold(phrase) for phrase in watch.excludes]) if watch.excludes else None,
    )


def judge(compiled: CompiledWatch, title: str, paragraphs: Sequence[str]) -> WatchVerdict:
    """Whole words only, case and hyphens aside; of overlapping aliases of one group the longest counts."""
    hits: defaultdict[str, float] = defaultdict(float)
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for index, text in enumerate((title, *paragraphs)):
        worth = TITLE_HITS if index == 0 else LEAD_HITS if index <= LEAD_PARAGRAPHS else BODY_HITS
        for group, start, end in _mentions(compiled, text):
            surface = text[start:end]
            hits[group] += worth
            found[group][surface] = found[group].get(surface, 0) + 1
    verdict = WatchVerdict(compiled.watch, 0.0, dict(found), dict(hits))
    return replace(verdict, score=sum(verdict.share(group) for group in compiled.watch.groups))


def match(compiled: CompiledWatch, title: str, paragraphs: Sequence[str]) -> WatchMatch | None:
    verdict = judge(compiled, title, paragraphs)
    return verdict.as_match() if verdict.matches else None


def _mentions(compiled: CompiledWatch, text: str) -> list[tuple[str, int, int]]:
    folded = fold(text)
    if compiled.excludes is not None:
        for _, start, end in _whole_words(compiled.excludes, folded):
            folded = folded[:start] + "\0" * (end - start) + folded[end:]
    kept: list[tuple[str, int, int]] = []
    spans = [(compiled.groups[pattern], start, end) for pattern, start, end in _whole_words(compiled.automaton, folded)]
    for group, start, end in sorted(spans, key=lambda span: (span[1], -span[2])):
        if not any(group == other and start < stop for other, _, stop in kept):
            kept.append((group, start, end))
    return kept


def _whole_words(automaton: AhoCorasick, folded: str) -> list[tuple[int, int, int]]:
    return [
        (pattern, start, end)
        for pattern, start, end in automaton.find_matches_as_indexes(folded, overlapping=True)
        if not (start and folded[start - 1].isalnum()) and not (end < len(folded) and folded[end].isalnum())
    ]


def _terms(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{term}×{count}" for term, count in counts.items()) or "-"
