"""The port to a stateful stage's memory: state change and outputs of an input in one transaction, fenced by epochs.

A stateful stage commits its state BEFORE it settles. After a crash between the two, the replayed input finds what
it wrote the first time recorded under its position and id, and those outputs are settled instead of new ones.
Implementations live in `stores/`; every one passes `tests/stores/contract_state.py`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from broker.port import Message, Position
from schemas.outcomes import Outcome, Reason


class StaleOwnerError(Exception):
    """A later owner has claimed this partition's state: discard everything polled, nothing was written."""


class StoreUnavailableError(Exception):
    """The store cannot be written now (locked, full, down): wait and try again, nothing was written."""


@dataclass(frozen=True)
class Owner:
    """The right to write the state of one stage's partition; each claim raises the epoch."""

    stage: str
    topic: str
    partition: int
    epoch: int


class Made(NamedTuple):
    """What a step made of a record: messages to write, and the outcome that its fate tells."""

    outputs: tuple[Message, ...] = ()
    outcome: Outcome = Outcome.PASSED
    reason: Reason | None = None
    detail: str = ""


class StateTransaction(Protocol):
    def get(self, keys: Collection[str]) -> Mapping[str, bytes]:
        """The values of those keys that are kept."""

    def put(self, values: Mapping[str, bytes | None]) -> None:
        """None deletes."""

    def scan(self, prefix: str) -> Iterable[tuple[str, bytes]]:
        """Keys that begin with `prefix` and their values, in the order of their code points."""

    def recorded(self, position: Position, event_id: str) -> Made | None:
        """What this very input produced before, or None where it is new."""

    def record(self, position: Position, event_id: str, made: Made) -> None: ...

    def forget_before(self, position: Position) -> None:
        """Drop what is recorded for earlier offsets of the partition: they are settled."""


class StateStore(Protocol):
    def claim(self, stage: str, topic: str, partition: int) -> Owner: ...

    def transaction(self, *owners: Owner) -> AbstractContextManager[StateTransaction]:
        """Of one stage's partitions. Commits on leaving, rolls back on an exception; then nothing of any is kept.

        Raises StaleOwnerError, StoreUnavailableError.
        """


R_contra = TypeVar("R_contra", contravariant=True)


class SinkWork(Protocol[R_contra]):
    """Where records end. `write` is one transaction, idempotent, and keeps the higher revision."""

    def claim(self, stage: str, topic: str, partition: int) -> Owner: ...

    def write(self, owner: Owner, records: Sequence[R_contra]) -> Sequence[Reason | None]:
        """For each record, None where it was taken or the reason why it was not (known already, an older revision).

        Raises StaleOwnerError, StoreUnavailableError; then nothing was written.
        """
