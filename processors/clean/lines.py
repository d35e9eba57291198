"""The line rules, over plain lines of text: pieces, whole lines, labels with what follows, and the tail."""

import itertools
import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from processors.clean.code_rules import CodeRule
from processors.clean.dom import squeeze
from processors.clean.metadata.gates import sells
from processors.clean.prose import SENTENCE_END
from processors.clean.repeats import take_repeated
from processors.clean.rules import Rule, RuleKind, Rules, Where
from processors.text.words import words_of
from schemas.article import Removed

PROSE_CHARS = 120
# A tail is cut only where at most this share of the text comes after it.
TAIL_SHARE = 0.35
MAX_HEADLINE_CHARS = 160
MAX_FOLLOWERS = 6
MAX_PIECES, MAX_ROUNDS = 40, 4
# `JAKARTA, KABAR -`: names and a dash, nothing else.
LONE_DATELINE = re.compile(r"[A-Z(][\w .,()/-]{2,} ?[-–—]{1,2}")
MAX_DATELINE_CHARS = 60
MAX_HEAD_LINES = 20
LAST_LINES = 3
# No end mark is longer, and no suffix: only so much of a line's end is searched.
END_CHARS, SUFFIX_CHARS = 80, 400
CODE_BEHIND = re.compile(r"\s*[\[({][^\])}]{1,40}[\])}]\W*$|\*+$")
FACT = re.compile(r"[A-Z][^:.]{1,30}: ?\S")


class CleanedLines(NamedTuple):
    kept: tuple[str, ...]
    removed: tuple[Removed, ...]


class _Zones(NamedTuple):
    """Index of the first and the last line of prose; the head ends before the one, the end begins at the other."""

    first: int
    last: int
    lines: int

    def at(self, index: int) -> frozenset[Where]:
        """The zones that a line stands in."""
        head, end = index < self.first, index >= self.last
        found = {Where.ANY}
        found |= {Where.HEAD, Where.EDGE} if head else set()
        found |= {Where.END, Where.EDGE} if end else set()
        return frozenset(found | {Where.LAST} if end and index >= self.lines - LAST_LINES else found)

    def allow(self, where: Where, index: int) -> bool:
        return where in self.at(index)


def clean_lines(
    lines: Sequence[str], rules: Rules, *, indonesian: bool = True, title: str = "", captions: Collection[str] = (),
    names: Collection[str] = (),
) -> CleanedLines:  # fmt: skip
    """What is kept of `lines` and what was taken by which rule, in order.

    `title` is the article's, so that its repetition is known; where it is empty, the first headline-like line before
    the prose counts as it. `captions` are the texts of the page's image captions, `names` who wrote and edited it.
    """
    whole = [squeeze(line) for line in lines if line.strip()]
    if indonesian:
        whole = _join_dateline(whole)
    taken: list[Removed] = []
    if indonesian:
        whole = take_repeated(whole, taken)
    kept, removed = _cut_tail(whole, rules, indonesian)
    known = {_key(caption) for caption in captions if len(caption) > 20}
    kept = _take_fixed(kept, taken, title, known, {_key(name) for name in names})
    kept = _take_labelled(
        kept, taken, [*rules.of(RuleKind.LABEL, indonesian=indonesian), *rules.of(RuleKind.BOX, indonesian=indonesian)]
    )
    kept = _take_by_rule(kept, taken, rules, indonesian)
    if indonesian:
        # What ended the text may have hidden that another line ends it.
        last = _zones(kept).last
        kept = [*kept[:last], *_take_by_rule(kept, taken, rules, indonesian, start=last)]
    return CleanedLines(tuple(kept), (*taken, *removed))


def ends_text(line: str, *, rules: Rules) -> bool:
    """Whether nothing behind the line is the article's, wherever it stands."""
    text = squeeze(line)
    tails = rules.of(RuleKind.TAIL, indonesian=True)
    return any(rule.where is Where.ANY and rule.regex.fullmatch(text) is not None for rule in tails)


def _key(text: str) -> str:
    return " ".join(words_of(text))


def _is_prose(line: str) -> bool:
    if len(line) < PROSE_CHARS:
        return False
    end = line[-END_CHARS:]
    return bool(SENTENCE_END.search(end) or SENTENCE_END.search(CODE_BEHIND.sub("", end)))


def _zones(lines: Sequence[str]) -> _Zones:
    prose = [index for index, line in enumerate(lines) if _is_prose(line)]
    # Short texts may have no line of prose: then nothing is head, and the end is the last third.
    return _Zones(prose[0], prose[-1], len(lines)) if prose else _Zones(0, len(lines) * 2 // 3, len(lines))


def _join_dateline(lines: list[str]) -> list[str]:
    """A dateline that stands in a line of its own belongs to the sentence after it."""
    for index, (line, after) in enumerate(itertools.pairwise(lines[:MAX_HEAD_LINES])):
        if len(line) <= MAX_DATELINE_CHARS and LONE_DATELINE.fullmatch(line) and _is_prose(after):
            return [*lines[:index], f"{line} {after}", *lines[index + 2 :]]
    return lines


def _cut_tail(lines: list[str], rules: Rules, indonesian: bool) -> tuple[list[str], list[Removed]]:
    tails = rules.of(RuleKind.TAIL, indonesian=indonesian)
    total, zones = sum(map(len, lines)), _zones(lines)
    before = 0
    for index, line in enumerate(lines):
        if index and total - before - len(line) <= TAIL_SHARE * total and before >= TAIL_SHARE * total:
            for rule in tails:
                if _ends_here(rule, lines, index, zones):
                    return lines[:index], [Removed(rule=rule.id, text=text) for text in lines[index:]]
        before += len(line)
    return lines, []


def _ends_here(rule: Rule, lines: Sequence[str], index: int, zones: _Zones) -> bool:
    line = lines[index]
    if len(line) > rule.max_chars or not zones.allow(rule.where, index) or not rule.regex.fullmatch(line):
        return False
    # A credit stands behind the text: where sentences follow, it is no more than a line.
    return rule.where is Where.ANY or not any(SENTENCE_END.search(later) for later in lines[index + 1 :])


def _take_fixed(
    lines: list[str], taken: list[Removed], title: str, captions: Collection[str], names: Collection[str]
) -> list[str]:
    """Takes the title's repetition and the authors' names before the prose and after it, captions, and the gate."""
    zones = _zones(lines)
    key = _key(title or _headline(lines[: zones.first]))
    kept: list[str] = []
    for index, line in enumerate(lines):
        own = _key(line)
        if own and own == key and (index <= zones.first or index > zones.last):
            taken.append(Removed(rule=CodeRule.TITLE, text=line))
        elif own in captions:
            taken.append(Removed(rule=CodeRule.CAPTION, text=line))
        elif own in names and zones.allow(Where.EDGE, index):
            taken.append(Removed(rule=CodeRule.BYLINE, text=line))
        elif zones.allow(Where.END, index) and sells(line):
            taken.append(Removed(rule=CodeRule.GATE, text=line))
        else:
            kept.append(line)
    return kept


def _headline(head: Sequence[str]) -> str:
    """The line of the head that reads like a title."""
    return next((line for line in head if len(line.split()) >= 5 and _looks_like_headline(line)), "")


def _looks_like_headline(line: str) -> bool:
    if len(line) > MAX_HEADLINE_CHARS or SENTENCE_END.search(line) or line.endswith((",", ":")):
        return False
    words = [word for word in line.split() if word[0].isalpha()]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.6 * len(words)


def _take_labelled(lines: list[str], taken: list[Removed], labels: Sequence[Rule]) -> list[str]:
    kept: list[str] = []
    following: Rule | None = None
    count = 0
    for line in lines:
        label = next((rule for rule in labels if len(line) <= 60 and rule.regex.fullmatch(line)), None)
        if label is not None:
            following, count = label, 0
            taken.append(Removed(rule=label.id, text=line))
        elif following is not None and count < MAX_FOLLOWERS and _looks_like_headline(line.lstrip("-•*· ")):
            count += 1
            taken.append(Removed(rule=following.id, text=line))
        else:
            following = None
            kept.append(line)
    return kept


def _take_by_rule(
    lines: list[str], taken: list[Removed], rules: Rules, indonesian: bool, *, start: int = 0
) -> list[str]:
    """What is kept of the lines from `start` on."""
    zones = _zones(lines)
    by_zones: dict[frozenset[Where], tuple[list[Rule], list[Rule]]] = {}
    wholes = rules.of(RuleKind.WHOLE, indonesian=indonesian)
    kept: list[str] = []
    for index, line in enumerate(lines[start:], start):
        where = zones.at(index)
        if where not in by_zones:
            kinds = (RuleKind.INLINE, RuleKind.PREFIX, RuleKind.SUFFIX)
            pieces = [rule for kind in kinds for rule in rules.of(kind, indonesian=indonesian) if rule.where in where]
            by_zones[where] = (pieces, [rule for rule in wholes if rule.where in where])
        pieces, here = by_zones[where]
        rest = _take_pieces(line, taken, pieces)
        rule = next((rule for rule in here if takes_whole(rule, rest)), None)
        if rule is not None and not (rule.where is Where.EDGE and _is_fact(lines, index, wholes)):
            taken.append(Removed(rule=rule.id, text=rest))
        elif rest:
            kept.append(rest)
    return kept


def _is_fact(lines: Sequence[str], index: int, wholes: Sequence[Rule]) -> bool:
    """Of a run of facts, each with its name: `Judul: …`, `Durasi: …`; credits stand among credits."""
    if not FACT.match(lines[index]):
        return False
    beside = (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2])
    return any(FACT.match(line) and not any(takes_whole(rule, line) for rule in wholes) for line in beside)


def takes_whole(rule: Rule, line: str) -> bool:
    return 0 < len(line) <= rule.max_chars and rule.regex.fullmatch(line) is not None


def _take_pieces(line: str, taken: list[Removed], rules: Sequence[Rule]) -> str:
    """The line without the pieces the rules take: asked again until they find nothing, for codes stand in any order."""
    for _ in range(MAX_ROUNDS):
        before = line
        line = _take_round(line, taken, rules)
        if line == before:
            break
    return line


def _take_round(line: str, taken: list[Removed], rules: Sequence[Rule]) -> str:
    for rule in rules:
        # A rule that could match the whole line belongs to whole lines: pieces leave something.
        for _ in range(MAX_PIECES):
            match = rule.regex.search(line, max(0, len(line) - SUFFIX_CHARS) if rule.kind is RuleKind.SUFFIX else 0)
            if match is None:
                break
            rest = squeeze(line[: match.start()] + line[match.end() :])
            if match.start() == match.end() or not rest:
                break
            taken.append(Removed(rule=rule.id, text=match.group().strip()))
            line = rest
    return line
