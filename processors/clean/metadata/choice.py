"""What a finder of metadata answers: the value it chose, where that stood, and why every other candidate lost."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from schemas.record import Value

T = TypeVar("T")


class Candidate(Value):
    """A value that stood somewhere on the page; `lost` is why it was not taken, empty for the one that was."""

    value: str
    where: str
    lost: str = ""


class FoundValue(NamedTuple):
    """A value as a finder meets it, before it is judged."""

    where: str
    value: str


@dataclass(frozen=True)
class Choice(Generic[T]):
    """`provenance` names the source of `value`, empty where nothing was found.

    `confidence` ranks how far such a source is trusted, from 0 to 1; None where there is nothing to rank.
    """

    value: T
    provenance: str = ""
    confidence: float | None = None
    candidates: tuple[Candidate, ...] = ()


def judge(found: Iterable[FoundValue], value: str, why: Callable[[FoundValue], str]) -> tuple[Candidate, ...]:
    """The first that says `value` was taken, later ones say the same; `why` tells the reason of any other."""
    judged: list[Candidate] = []
    taken = False
    for one in found:
        lost = ("says the same" if taken else "") if one.value == value else why(one)
        taken = taken or not lost
        judged.append(Candidate(value=one.value, where=one.where, lost=lost))
    return tuple(judged)


def first_of(found: Iterable[FoundValue], *, confidence: float) -> Choice[str]:
    """A field whose first source counts."""
    told = [one for one in found if one.value]
    if not told:
        return Choice("")
    candidates = judge(told, told[0].value, lambda _: "another comes first")
    return Choice(told[0].value, told[0].where, confidence, candidates)
