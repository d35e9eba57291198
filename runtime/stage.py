"""What a stage is: a name, the topic it reads, the topics it writes, and a function of values.

`docs/stage-contract.md` is the contract in words; `tests/runtime/` holds the engine to it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from runtime.state import Sink
from schemas.record import Record
from schemas.topics import Topic

R = TypeVar("R", bound=Record)
S = TypeVar("S")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one stage. A record that takes longer than `record_s` has its process killed by the supervisor."""

    batch_records: int = 100
    gather_s: float = 0.4
    """How long after the start of one batch the next begins at the earliest, unless the one was full."""
    settle_s: float = 0.2
    """How long a batch is worked on before what is finished of it is settled."""
    record_s: float = 120.0
    attempts: int = 4
    """How often a record is tried before it is dead-lettered."""
    max_consecutive_dead: int = 10
    max_dead_ratio: float = 0.5
    probe_s: float = 30.0
    """How long an open breaker rests between two probes."""


@dataclass(frozen=True, kw_only=True)
class Stage(Generic[R]):
    """A pure stage: one record in, zero or more out, or one of Drop, Reject, TryLater raised."""

    name: str
    reads: Topic
    writes: tuple[Topic, ...]
    process: Callable[[R], Sequence[Record]]
    limits: Limits = Limits()


@dataclass(frozen=True, kw_only=True)
class KeyedStage(Generic[R, S]):
    """A stateful stage: a function of a record and what is remembered under the record's key.

    It returns what to remember and what to write; the engine commits both under the input's position and id.
    """

    name: str
    reads: Topic
    writes: tuple[Topic, ...]
    process: Callable[[R, S | None], tuple[S, Sequence[Record]]]
    encode: Callable[[S], bytes]
    decode: Callable[[bytes], S]
    limits: Limits = Limits()


@dataclass(frozen=True, kw_only=True)
class SinkStage(Generic[R]):
    """Where records end: a store that takes a batch in one idempotent transaction."""

    name: str
    reads: Topic
    sink: Sink[R]
    writes: tuple[Topic, ...] = ()
    limits: Limits = Limits(batch_records=200)
