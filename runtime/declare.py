"""What a step is: one frozen row that says its kind, topics, limits and needs; all else is derived from the row.

`docs/stage-contract.md` is the contract in words; `tests/runtime/` holds the engine to it.
"""

from dataclasses import dataclass
from typing import ClassVar

from schemas.outcomes import Tier
from schemas.record import Record
from schemas.topics import Topic, dead, retry


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one step. A record that takes longer than `record_s` has its process killed by the supervisor."""

    batch_records: int = 100
    gather_s: float = 0.2
    """How long after the start of one batch the next begins at the earliest, unless the one was full or not live."""
    patient: bool = False
    """Nobody waits for it: records of every lane gather."""
    settle_s: float = 0.2
    """How long a batch is worked on before what is finished of it is settled."""
    record_s: float = 120.0
    attempts: int = 4
    """How often a record is tried before it is dead-lettered."""
    max_consecutive_dead: int = 10
    max_dead_ratio: float = 0.5
    probe_s: float = 30.0
    """How long an open breaker rests between two probes."""
    ahead_records: int = 4
    """How many records those that it gives way to may have unread before it rests."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """What every row says. `does` is a line for people, `memory_mb` what a process of it may
    take, `web` whether it sends requests to the web. `config` names the parts of the configuration that it reads:
    if one changes, its processes are started again."""

    KIND: ClassVar[str]

    name: str
    does: str = ""
    writes: tuple[Topic, ...] = ()
    processes: int = 1
    nice: int = 0
    """How far its processes stand back from others for the processor, as nice(2) has it."""
    memory_mb: int = 768
    web: bool = False
    config: tuple[str, ...] = ()

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Topics that exist because of this step."""
        return self.writes


@dataclass(frozen=True, kw_only=True)
class Source(Step):
    """Leases work outside, does it, publishes records. Its wiring makes a `runtime.source.SourceWork`."""

    KIND: ClassVar[str] = "source"


@dataclass(frozen=True, kw_only=True)
class Notifier(Step):
    """Tells others outside of what is stored; it has no topic. Its wiring makes a `runtime.notifier.NotifierWork`."""

    KIND: ClassVar[str] = "notifier"


@dataclass(frozen=True, kw_only=True)
class Reader(Step):
    """A step that reads a topic. `retries`: the tiers it may send a record to; with none it waits in place."""

    ENDS: ClassVar[bool] = False
    """Whether records end here."""
    PURE: ClassVar[bool] = False
    """Whether the same record always meets the same fate."""

    reads: Topic
    also: tuple[Topic, ...] = ()
    """More topics of the same record that its group reads."""
    limits: Limits = Limits()
    retries: tuple[Tier, ...] = ()
    gives_way_to: tuple[str, ...] = ()
    """Steps further on that live records wait for: while they have enough to do, it rests."""

    @property
    def group(self) -> str:
        return self.name

    @property
    def letters_group(self) -> str:
        """Who reads its dead letters: what it has settled was replayed or discarded, the rest is kept."""
        return f"letters.{self.name}"

    @property
    def record(self) -> type[Record]:
        """Raises TypeError where the topic holds the bytes of another."""
        if self.reads.record is None:
            raise TypeError(f"step {self.name} reads {self.reads.name}, which has no record of its own")
        return self.reads.record

    @property
    def consumed(self) -> tuple[Topic, ...]:
        """What its group reads: its topics and its retry topics."""
        return (self.reads, *self.also, *(retry(self.name, tier, self.reads) for tier in self.retries))

    @property
    def dead(self) -> Topic:
        """As large as the records of the largest of its topics."""
        return dead(self.name, max((self.reads, *self.also), key=lambda topic: topic.max_record_bytes))

    @property
    def topics(self) -> tuple[Topic, ...]:
        return (*self.consumed, *self.writes, self.dead)


@dataclass(frozen=True, kw_only=True)
class Stage(Reader):
    """A pure step: one record in, zero or more out. Its wiring makes a function of a record."""

    KIND: ClassVar[str] = "stage"
    PURE: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Stateful(Reader):
    """A step with a memory. Its wiring makes a `runtime.memory.Remembering`."""

    KIND: ClassVar[str] = "stateful stage"

    def __post_init__(self) -> None:
        """Raises ValueError: a record that went to a retry topic would be passed by those behind it."""
        if self.retries:
            raise ValueError(f"step {self.name} keeps the order of its records: it waits in place and has no retries")


@dataclass(frozen=True, kw_only=True)
class Sink(Reader):
    """Where records end. Its wiring makes a `runtime.state.SinkWork`: a store that takes a batch in one transaction."""

    KIND: ClassVar[str] = "sink"
    ENDS: ClassVar[bool] = True

    limits: Limits = Limits(batch_records=200)
