"""The table of figures of a story: who says what, according to whom, since when, and where they disagree."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from processors.enrich.stem import TOKEN, stem_word
from processors.relate.features import NEVER, Counted, Features
from processors.text.folding import folded
from processors.text.markers import FUNCTION_WORDS

# Words for people who are counted: the outlets vary them for one and the same number.
PEOPLE = frozenset(
    (
        *("orang", "siswa", "anak", "pelajar", "murid", "santri", "warga", "korban", "jiwa", "pasien", "penumpang"),
        *("tentara", "prajurit", "serdadu", "personel", "pasukan", "pekerja", "penduduk", "pengungsi"),
    )
)
# Of the fewer words around a number, the share that two sentences must have in common to speak of one thing.
ALIKE = 0.5
MIN_WORDS = 2
# Times, shares and ages stand in every article, and no two of them are of one thing.
LEFT_OUT = frozenset(("age",))
# A count that is told anew all day has its first claims and its newest.
FIRST, NEWEST = 8, 32
UPWARDS, DOWNWARDS = frozenset(("at_least", "more_than")), frozenset(("at_most", "less_than"))
ABOUT = 0.1


class Stand(StrEnum):
    """How a claim stands beside the others of its row."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    REVISED = "revised"
    """The same source says otherwise later."""


@dataclass(frozen=True)
class Claim:
    """One value, by whom it is vouched for, and who carried it first."""

    value: float
    modifier: str
    text: str
    according_to: tuple[str, ...]
    since: str
    outlet: str
    carriers: tuple[str, ...]
    """Articles that say so, the first one first."""
    stand: Stand = Stand.AGREES


@dataclass(frozen=True)
class Row:
    """Claims about one thing, the earliest first."""

    what: str
    unit: str
    claims: tuple[Claim, ...]
    words: frozenset[str]

    @property
    def is_disputed(self) -> bool:
        return any(each.stand is Stand.DISAGREES for each in self.claims)


def figure_table(articles: Sequence[Features]) -> Sequence[Row]:
    """Rows of at least one claim; the disputed first, then those that most articles carry.

    Two numbers share a row only if their units and most words around them are one. What cannot be told is a row apart.
    """
    entries = [
        _entry(article, figure)
        for article in sorted(articles, key=_order)
        for figure in article.figures
        if figure.group not in LEFT_OUT
    ]
    told = [_row(each) for each in _of_one_thing(entries)]
    return sorted(told, key=lambda row: (not row.is_disputed, -sum(len(each.carriers) for each in row.claims)))


def _order(article: Features) -> tuple[datetime, str]:
    return article.published or NEVER, article.id


def _entry(article: Features, figure: Counted) -> Row:
    """A row of one claim."""
    # Who says it is no part of what it is about.
    unit, words = _unit(figure), _words(f"{figure.what} {figure.around}") - _words(" ".join(figure.according_to))
    since = article.published.isoformat() if article.published else ""
    claim = Claim(figure.value, figure.modifier, figure.text, figure.according_to, since, article.outlet, (article.id,))
    return Row(figure.what or figure.around, unit, (claim,), words)


def _of_one_thing(entries: Sequence[Row]) -> Sequence[Sequence[Row]]:
    """Entries that share a row, each in the order of `entries`.

    Those with the most words around them come first, whoever told them first: a bare "to Russia" would take in numbers
    of several things, and begins no row where a fuller sentence does.
    """
    fullest = sorted(range(len(entries)), key=lambda at: (-len(entries[at].words), at))
    members: list[list[int]] = []
    heads = _Heads()
    for at in fullest:
        row = heads.row_of(entries[at], new=len(members))
        if row == len(members):
            members.append([])
        members[row].append(at)
    return [[entries[at] for at in sorted(each)] for each in sorted(members, key=min)]


class _Heads:
    """The first entry of each row, found by its words; each has as many words as those that are looked up after it."""

    def __init__(self) -> None:
        self._by_word: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._bare: dict[tuple[str, frozenset[str], float], int] = {}

    def row_of(self, entry: Row, new: int) -> int:
        """The row with most of the entry's words, the earlier of two; `new`, with the entry at its head, if none."""
        if len(entry.words) < MIN_WORDS:
            return self._bare.setdefault((entry.unit, entry.words, entry.claims[0].value), new)
        shared = Counter(row for word in entry.words for row in self._by_word.get((entry.unit, word), ()))
        if shared:
            best = min(shared, key=lambda row: (-shared[row], row))
            if shared[best] >= ALIKE * len(entry.words):
                return best
        for word in entry.words:
            self._by_word[entry.unit, word].append(new)
        return new


def _row(entries: Sequence[Row]) -> Row:
    claims: list[Claim] = []
    by_value: defaultdict[float, list[int]] = defaultdict(list)
    for entry in entries:
        claim = entry.claims[0]
        same = (at for at in by_value[claim.value] if claim.according_to in ((), claims[at].according_to))
        at = next(same, None)
        if at is None:
            by_value[claim.value].append(len(claims))
            claims.append(claim)
        else:
            # A value that the same source gave before has one more carrier.
            carriers = tuple(dict.fromkeys((*claims[at].carriers, *claim.carriers)))
            claims[at] = replace(claims[at], carriers=carriers)
    if len(claims) > FIRST + NEWEST:
        claims = [*claims[:FIRST], *claims[-NEWEST:]]
    return replace(entries[0], claims=_judged(tuple(claims)))


def _unit(figure: Counted) -> str:
    if figure.group in ("dead", "injured"):
        return figure.group
    return "orang" if figure.unit in PEOPLE else f"{figure.group}:{figure.unit}"


def _words(text: str) -> frozenset[str]:
    tokens = TOKEN.findall(folded(text).casefold())
    return frozenset(
        stem_word(each)
        for each in tokens
        if len(each) > 2 and not each[0].isdigit() and each not in FUNCTION_WORDS and each not in PEOPLE
    )


def _judged(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Each claim beside the first one that contradicts it."""
    judged: list[Claim] = []
    for claim in claims:
        against = [each for each in claims if each is not claim and not _fits(each, claim)]
        if not against:
            judged.append(claim)
        elif all(_is_same_source(each, claim) for each in against):
            later = any(_is_before(each, claim) for each in against)
            judged.append(replace(claim, stand=Stand.REVISED if later else Stand.AGREES))
        else:
            judged.append(replace(claim, stand=Stand.DISAGREES))
    return tuple(judged)


def _is_before(one: Claim, other: Claim) -> bool:
    """By the moment; a claim that nobody knows the time of is before none, and none before it."""
    return bool(one.since and other.since) and datetime.fromisoformat(one.since) < datetime.fromisoformat(other.since)


def _fits(one: Claim, other: Claim) -> bool:
    """Whether both can be true: `more than 300` and 345, `about 10,000` and 10,400."""
    for claim, beside in ((one, other), (other, one)):
        if claim.modifier in UPWARDS and beside.value >= claim.value:
            return True
        if claim.modifier in DOWNWARDS and beside.value <= claim.value:
            return True
        if claim.modifier == "about" and abs(claim.value - beside.value) <= ABOUT * max(claim.value, beside.value):
            return True
    return one.value == other.value


def _is_same_source(one: Claim, other: Claim) -> bool:
    if one.according_to or other.according_to:
        return bool(set(one.according_to) & set(other.according_to))
    return one.outlet == other.outlet
