"""Calls: how many of our own functions a record goes through at a step, counted, so that no clock is in it."""

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Self

from bench.lone_worker import lone_worker
from bench.pass_through import PASSED, PLAIN, Passed, Plain
from broker.port import Log
from pipeline.settings import Settings
from pipeline.wiring.log import names, open_log
from pipeline.wiring.stores import open_state
from runtime.codec import to_message
from runtime.declare import Limits, Reader, Sink, Stage, Stateful
from runtime.memory import Remembering
from runtime.state import Owner
from schemas.memory import Memory
from schemas.outcomes import Reason
from schemas.record import Lane, Record
from schemas.topics import FATES, Topic

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("runtime", "broker", "schemas")
# Batches of one size, however slow the machine is.
LIMITS = Limits(gather_s=0.0, settle_s=3600.0)


@dataclass(frozen=True)
class Calls:
    """Calls of Python functions of `ROOMS` a record, by kind of step; `most` are the functions called most.

    The methods that dataclasses and named tuples write for themselves count where they are called.
    """

    records: int
    by_kind: dict[str, float]
    most: dict[str, float]

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True)
class Seen:
    """How often a key was seen."""

    times: int

    def encode(self) -> bytes:
        return str(self.times).encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        return cls(int(data))


class Nowhere:
    """A store that takes everything and keeps nothing."""

    def claim(self, stage: str, topic: str, partition: int) -> Owner:
        return Owner(stage, topic, partition, 1)

    def write(self, owner: Owner, records: Sequence[Plain]) -> Sequence[Reason | None]:
        return [None] * len(records)


def passed(plain: Plain) -> Sequence[Record]:
    return [Passed(id=plain.id, text=plain.text)]


def seen(plain: Plain, memory: Memory[Seen]) -> Sequence[Record]:
    before = memory.get(plain.id)
    memory.put(plain.id, Seen(1 if before is None else before.times + 1))
    return passed(plain)


def measure(settings: Settings, *, records: int) -> Calls:
    steps: list[tuple[Reader, object]] = [
        (Stage(name="calls_pure", reads=PLAIN, writes=(PASSED,), limits=LIMITS), passed),
        (
            Stateful(name="calls_stateful", reads=PLAIN, writes=(PASSED,), limits=LIMITS),
            Remembering(seen, Seen, open_state(settings)),
        ),
        (Sink(name="calls_sink", reads=PLAIN, limits=LIMITS), Nowhere()),
    ]
    by_kind: dict[str, float] = {}
    most: Counter[str] = Counter()
    with closing(open_log(settings)) as log:
        _fill(log, settings, [step for step, _ in steps], records)
        for step, made in steps:
            counted = _count(log, settings, step, made, records)
            by_kind[step.KIND] = round(sum(counted.values()) / records, 1)
            most += counted
    return Calls(records, by_kind, {name: round(times / records, 2) for name, times in most.most_common(15)})


def _fill(log: Log, settings: Settings, steps: Sequence[Reader], records: int) -> None:
    full, now = names(settings).full, time.time()
    topics = {topic.name: topic for step in steps for topic in (*step.topics, FATES)}
    log.apply([Topic(**(vars(topic) | {"name": full(topic)})) for topic in topics.values()])
    with closing(log.publisher(client="calls")) as publisher:
        plain = (Plain(id=f"n{number}", text="pasukan Korea Utara di Kursk") for number in range(records))
        publisher.publish(
            [to_message(p, topic=full(PLAIN), stage="bench", at=now, lane=Lane.LIVE, origin=now) for p in plain]
        )


def _count(log: Log, settings: Settings, step: Reader, made: object, records: int) -> Counter[str]:
    settled = 0
    with lone_worker(step, made, log, settings, poll_s=0.0) as once, _counting() as counted:
        while settled < records:
            settled += once()
    return counted


@contextmanager
def _counting() -> Iterator[Counter[str]]:
    counted: Counter[str] = Counter()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and (file := _file_of(frame)) is not None:
            counted[f"{file}:{frame.f_code.co_name}"] += 1

    sys.setprofile(note)
    try:
        yield counted
    finally:
        sys.setprofile(None)


def _file_of(frame: FrameType | None) -> Path | None:
    """The file of `ROOMS` that a frame runs, or that calls it where its code is generated and in no file."""
    while frame is not None and frame.f_code.co_filename.startswith("<"):
        frame = frame.f_back
    if frame is None:
        return None
    path = Path(frame.f_code.co_filename)
    if not path.is_relative_to(ROOT) or path.relative_to(ROOT).parts[0] not in ROOMS:
        return None
    return path.relative_to(ROOT)
