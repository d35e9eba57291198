"""A window of remembered values, and a step that asks, scans and changes it as one that joins articles to stories."""

import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar, Self

from pydantic import TypeAdapter

from broker.port import Delivery, Membership, Position
from runtime.codec import to_message
from runtime.declare import Limits, Stateful
from schemas.memory import Memory
from schemas.record import Lane, Record, Value, Version
from schemas.topics import Topic

STEP = "bench_state"
VALUES = 2000
VALUE_BYTES = 3000
# What a record does: gets, a scan, and puts, one of them of a new value; then the oldest goes.
GETS, SCANNED, PUTS = 20, 50, 3


class Kept(Value):
    """One value of the window. `seen` counts the records that changed it."""

    number: int
    text: str
    seen: int = 0

    def encode(self) -> bytes:
        return self.model_dump_json().encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        return cls.model_validate_json(data)


class Asking(Record):
    TYPE: ClassVar[str] = "asking"
    VERSION: ClassVar[Version] = Version(1, 0)

    number: int

    def key(self) -> str:
        return str(self.number)

    def event_id(self) -> str:
        return str(self.number)

    def subject(self) -> str:
        return str(self.number)


class Told(Asking):
    """What goes on: as large as a value."""

    TYPE: ClassVar[str] = "told"

    text: str


# The window slides: its records come in order.
ASKING = Topic("asking", Asking, partitions=1)
TOLD = Topic("told", Told)


def step(batch: int) -> Stateful:
    return Stateful(name=STEP, reads=ASKING, writes=(TOLD,), limits=Limits(batch_records=batch))


def group_of(number: int) -> str:
    """Values that are scanned together."""
    return f"{number // SCANNED:05}/"


def key_of(number: int) -> str:
    return f"{group_of(number)}{number:07}"


def value_of(number: int) -> Kept:
    """Half of its text is random, so that a database which compresses finds about as much to do as in text."""
    fill = random.Random(number).randbytes(VALUE_BYTES // 4).hex()
    short = len(Kept(number=number, text="").encode())
    return Kept(number=number, text=(fill + " pasukan Korea Utara" * VALUE_BYTES)[: VALUE_BYTES - short])


Get = Callable[[Memory[Kept], Sequence[str]], Mapping[str, Kept]]


def together(memory: Memory[Kept], keys: Sequence[str]) -> Mapping[str, Kept]:
    return memory.get_many(keys)


def one_by_one(memory: Memory[Kept], keys: Sequence[str]) -> Mapping[str, Kept]:
    return {key: kept for key in keys if (kept := memory.get(key)) is not None}


def relate(asking: Asking, memory: Memory[Kept], *, get: Get = together) -> Sequence[Told]:
    """The n-th record finds the values n to n + VALUES. Raises LookupError where it does not."""
    dice, first, end = random.Random(asking.number), asking.number, asking.number + VALUES
    asked = get(memory, [key_of(number) for number in dice.sample(range(first, end), GETS)])
    near = list(memory.scan(group_of(dice.randrange(first + SCANNED, end - SCANNED))))
    if (len(asked), len(near)) != (GETS, SCANNED):
        raise LookupError(f"{len(asked)} of {GETS} values found, {len(near)} of {SCANNED} scanned")
    for key, kept in islice(asked.items(), 1, PUTS):
        memory.put(key, kept.model_copy(update={"seen": kept.seen + 1}))
    memory.put(key_of(end), new := value_of(end))
    memory.delete(key_of(first))
    return [Told(number=asking.number, text=new.text)]


def deliveries(first: int, count: int) -> list[Delivery]:
    """As a poll gives them."""
    return [_delivery(number) for number in range(first, first + count)]


def _delivery(number: int) -> Delivery:
    message = to_message(Asking(number=number), topic=ASKING.name, stage="bench", at=0.0, lane=Lane.LIVE, origin=0.0)
    return Delivery(message, Position(ASKING.name, 0, number), 0.0, Membership(STEP, "bench", 1))


BLOB = TypeAdapter(dict[str, Kept])


@dataclass(frozen=True)
class Blob:
    """The whole window as one value: decoded, changed and encoded for every record."""

    values: dict[str, Kept]

    @classmethod
    def decode(cls, data: bytes) -> Self:
        return cls(BLOB.validate_json(data))

    def encode(self) -> bytes:
        return BLOB.dump_json(self.values)

    def get(self, key: str) -> Kept | None:
        return self.values.get(key)

    def get_many(self, keys: Collection[str]) -> Mapping[str, Kept]:
        return {key: self.values[key] for key in keys if key in self.values}

    def put(self, key: str, value: Kept) -> None:
        self.values[key] = value

    def delete(self, key: str) -> None:
        self.values.pop(key, None)

    def scan(self, prefix: str) -> Iterator[tuple[str, Kept]]:
        return ((key, value) for key, value in sorted(self.values.items()) if key.startswith(prefix))


def window() -> dict[str, Kept]:
    """What the first record finds."""
    return {key_of(number): value_of(number) for number in range(VALUES)}
