"""The records, topics and stages of the engine tests: notes are read, echoes are written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Self

from runtime.declare import Limits, Reader, Sink, Stage, Stateful
from runtime.state import Owner
from schemas.memory import Memory
from schemas.outcomes import Drop, Reason, Tier
from schemas.record import Record, Remark, Version
from schemas.topics import Topic

# Rounds follow one another at once, so that a test waits for nothing.
DEFAULTS = Limits(gather_s=0.0)


class Note(Record):
    TYPE: ClassVar[str] = "note"
    VERSION: ClassVar[Version] = Version(1, 0)

    text: str

    def key(self) -> str:
        return self.text.split("-")[0]

    def event_id(self) -> str:
        return self.text

    def subject(self) -> str:
        return self.text


class Echo(Note):
    TYPE: ClassVar[str] = "echo"

    def remark(self) -> Remark | None:
        return Remark(Reason.DOUBTFUL, "toys") if self.text == "doubtful" else None


NOTES = Topic("notes", Note, partitions=1)
# Keys d, e, f and g go to its first partition, a, b, c and x to its second.
PARTED = Topic("notes", Note, partitions=2)
ECHOES = Topic("echoes", Echo, partitions=1)


def echo(note: Note) -> Sequence[Record]:
    return [Echo(text=note.text)]


@dataclass(frozen=True)
class Wired:
    """A row, and what its wiring would make; of a stateful stage the function alone, `make` adds the store."""

    step: Reader
    made: object


def echo_stage(
    process: Callable[[Note], Sequence[Record]] = echo,
    limits: Limits = DEFAULTS,
    *,
    reads: Topic = NOTES,
    retries: tuple[Tier, ...] = tuple(Tier),
) -> Wired:
    return Wired(Stage(name="echo", reads=reads, writes=(ECHOES,), limits=limits, retries=retries), process)


def raising(*errors: Exception, text: str = "bad") -> Callable[[Note], Sequence[Record]]:
    """Raises the errors one after the other for the note `text`, then echoes."""
    left = list(errors)

    def process(note: Note) -> Sequence[Record]:
        if note.text == text and left:
            raise left.pop(0)
        return [Echo(text=note.text)]

    return process


@dataclass(frozen=True)
class Count:
    """A number that is remembered."""

    number: int

    def encode(self) -> bytes:
        return str(self.number).encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        return cls(int(data))


Counting = Callable[["Note", int | None], tuple[int, Sequence[Record]]]


def count(note: Note, seen: int | None) -> tuple[int, Sequence[Record]]:
    """Numbers the notes of a key; `x-drop` is refused."""
    if note.text.endswith("drop"):
        raise Drop(Reason.DUPLICATE_VERSION)
    number = (seen or 0) + 1
    return number, [Echo(text=f"{note.text}:{number}")]


def counting(process: Counting = count, limits: Limits = DEFAULTS, *, reads: Topic = NOTES) -> Wired:
    """Remembers the number that `process` gives, under the note's key."""

    def with_memory(note: Note, memory: Memory[Count]) -> Sequence[Record]:
        before = memory.get(note.key())
        number, outputs = process(note, None if before is None else before.number)
        memory.put(note.key(), Count(number))
        return outputs

    return remembering(with_memory, limits, reads=reads)


def remembering(
    process: Callable[[Note, Memory[Count]], Sequence[Record]], limits: Limits = DEFAULTS, *, reads: Topic = NOTES
) -> Wired:
    return Wired(Stateful(name="echo", reads=reads, writes=(ECHOES,), limits=limits), process)


def failing(errors: dict[str, list[Exception]]) -> Counting:
    """Raises a note's errors one after the other, then counts it."""

    def process(note: Note, seen: int | None) -> tuple[int, Sequence[Record]]:
        if left := errors.get(note.text):
            raise left.pop(0)
        return count(note, seen)

    return process


@dataclass
class Shelf:
    """A store of ten lines: keeps what it was given, refuses what it is told to."""

    kept: list[str] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    poison: Exception | None = None
    claims: list[int] = field(default_factory=list)
    owners: list[Owner] = field(default_factory=list)
    at_write: Callable[[], None] = lambda: None

    def claim(self, stage: str, topic: str, partition: int) -> Owner:
        self.claims.append(partition)
        return Owner(stage, topic, partition, len(self.claims))

    def write(self, owner: Owner, records: Sequence[Note]) -> Sequence[Reason | None]:
        self.owners.append(owner)
        self.at_write()
        if self.trouble:
            raise self.trouble.pop(0)
        if self.poison is not None and any(note.text == "bad" for note in records):
            raise self.poison
        reasons = [Reason.ALREADY_KNOWN if note.text in self.kept else None for note in records]
        self.kept += [note.text for note in records if note.text not in self.kept]
        return reasons


def shelving(shelf: Shelf, limits: Limits = DEFAULTS, *, reads: Topic = NOTES) -> Wired:
    return Wired(Sink(name="echo", reads=reads, limits=limits), shelf)
