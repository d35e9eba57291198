"""One record at one step: decoded, processed, and given exactly one fate; no exception gets past this file."""

import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from broker.port import Delivery, Message, Position
from runtime.clock import Clock
from runtime.codec import envelope_of, from_message
from runtime.dead_letters import attempts_of
from runtime.declare import Reader
from runtime.run_dir import ActivityFile
from runtime.state import Made, StaleOwnerError, StoreUnavailableError
from schemas.envelope import BadEnvelopeError, Envelope, UnknownMajorError
from schemas.fate import Fate
from schemas.outcomes import Drop, Fated, Outcome, Reason, Reject, Tier, TryLater
from schemas.record import Lane, Record

UNKNOWN_MAJOR_S = 10.0
MAX_DETAIL_CHARS = 500


class Handled(NamedTuple):
    """A delivery with its fate. `tier` is where a retried one rests; `stack` says where a rejected one failed;
    `origin` is when the ancestor of one that passed entered the pipeline, seconds since the epoch."""

    delivery: Delivery
    fate: Fate
    outputs: tuple[Message, ...] = ()
    tier: Tier | None = None
    stack: str = ""
    attempts: int = 0
    origin: float | None = None


class Held(NamedTuple):
    """A delivery that has no fate yet: its partition rests for `for_s`, then it comes again."""

    delivery: Delivery
    reason: str
    detail: str
    for_s: float


Answer = Handled | Held


class Received(NamedTuple):
    """A delivery with its record decoded. `started` is on the performance counter."""

    delivery: Delivery
    envelope: Envelope
    record: Record
    started: float


Process = Callable[[Received], Made]


@dataclass
class Attempts:
    """Tries records at one step. `quarantined` are those that an operator wants dead-lettered."""

    step: Reader
    clock: Clock
    activity: ActivityFile
    quarantined: frozenset[Position] = frozenset()
    _in_place: dict[Position, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._record = self.step.record

    def attempt(self, delivery: Delivery, process: Process) -> Answer:
        """Raises StaleOwnerError and StoreUnavailableError: the worker answers these for the whole batch."""
        self.begin(delivery)
        received = self.receive(delivery)
        return self.settled(received, process) if isinstance(received, Received) else received

    def begin(self, delivery: Delivery) -> None:
        """From here on the record is in hand: the supervisor kills at its time limit, and notes what a death was at."""
        self.activity.write("processing", self.clock.monotonic(), self.step.limits.record_s, delivery.position)

    def receive(self, delivery: Delivery) -> Received | Answer:
        """The record, or the answer where it cannot be decoded."""
        started = time.perf_counter()
        if delivery.position in self.quarantined:
            return _refused(delivery, Reject(Reason.QUARANTINED, "by an operator's command"), started)
        if not delivery.message.value:
            # Put in the place of a record by a takedown, so that a compacted topic forgets what it held.
            return _refused(delivery, Drop(Reason.TAKEN_DOWN), started)
        try:
            return Received(delivery, *from_message(delivery.message, self._record), started)
        except UnknownMajorError as error:
            detail = f"{error}; deploy the new reader, or quarantine the record"
            return Held(delivery, Reason.UNKNOWN_MAJOR, detail, UNKNOWN_MAJOR_S)
        except BadEnvelopeError as error:
            return _refused(delivery, Reject(Reason.UNDECODABLE, str(error)), started)
        except ValueError as error:
            detail = f"no {self._record.TYPE} record: {str(error)[:MAX_DETAIL_CHARS]}"
            return _refused(delivery, Reject(Reason.UNDECODABLE, detail), started)

    def settled(self, received: Received, process: Process) -> Answer:
        """What `process` makes of the record; what it promised nothing about is tried again, then rejected."""
        stack = ""
        try:
            return self.passed(received, process(received))
        except (StaleOwnerError, StoreUnavailableError):
            raise
        except TryLater as later:
            fated: Fated = self._exhausted(received, Reject(Reason.RETRIES_EXHAUSTED, str(later))) or later
        except Fated as other:
            fated = other
        except Exception as error:
            stack, detail = traceback.format_exc(), f"{type(error).__name__}: {error}"
            rejected = Reject(Reason.UNEXPECTED_ERROR, detail)
            # A pure function fails again on the same record.
            again = not self.step.PURE or self.step.retries
            fated = TryLater(self._tier(received), rejected.reason, detail) if again else rejected
            fated = self._exhausted(received, rejected) or fated
        return self._fated(received, fated, stack)

    def passed(self, received: Received, made: Made) -> Handled:
        answer = handled(received, made, _ms(received.started))
        self._in_place.pop(received.delivery.position, None)
        return answer

    def forget(self) -> None:
        """The consumer is new: what was tried in place comes again as it came first."""
        self._in_place.clear()

    def _fated(self, received: Received, fated: Fated, stack: str) -> Answer:
        delivery, tier = received.delivery, fated.tier if isinstance(fated, TryLater) else None
        if isinstance(fated, TryLater) and tier not in self.step.retries:
            # Order is kept: nothing of the partition passes before this record.
            self._in_place[delivery.position] = self._in_place.get(delivery.position, 0) + 1
            return Held(delivery, fated.reason, fated.detail, fated.tier.delay_s)
        tries = self._tries(delivery)
        self._in_place.pop(delivery.position, None)
        fate = fate_of(delivery, received.envelope, made_of(fated), _ms(received.started))
        return Handled(delivery, fate, tier=tier, stack=stack, attempts=tries)

    def _tries(self, delivery: Delivery) -> int:
        return attempts_of(delivery.message.headers) + self._in_place.get(delivery.position, 0)

    def _exhausted(self, received: Received, rejected: Reject) -> Reject | None:
        return rejected if self._tries(received.delivery) + 1 >= self.step.limits.attempts else None

    def _tier(self, received: Received) -> Tier:
        tiers = self.step.retries or tuple(Tier)
        return tiers[min(self._tries(received.delivery), len(tiers) - 1)]


def handled(received: Received, made: Made, ms: float) -> Handled:
    delivery, envelope = received.delivery, received.envelope
    return Handled(delivery, fate_of(delivery, envelope, made, ms), made.outputs, origin=envelope.origin)


def _refused(delivery: Delivery, fated: Drop | Reject, started: float) -> Handled:
    fate = fate_of(delivery, None, made_of(fated), _ms(started))
    return Handled(delivery, fate, attempts=attempts_of(delivery.message.headers))


def made_of(fated: Fated) -> Made:
    return Made((), fated.outcome, fated.reason, fated.detail)


def remarked(outputs: Iterable[Record], messages: tuple[Message, ...]) -> Made:
    """The first remark of the outputs counts a record that passed."""
    for record in outputs:
        if (remark := record.remark()) is not None:
            return Made(messages, Outcome.PASSED, remark.reason, remark.detail)
    return Made(messages)


def fate_of(delivery: Delivery, envelope: Envelope | None, made: Made, ms: float) -> Fate:
    id_, subject, lane = (envelope.id, envelope.subject, envelope.lane) if envelope else _named_by(delivery)
    return Fate(
        id=id_,
        subject=subject,
        lane=lane,
        outcome=made.outcome,
        reason=made.reason,
        # Text of a page may hold half a surrogate pair, which no JSON can carry.
        detail=made.detail[:MAX_DETAIL_CHARS].encode("utf-8", "replace").decode() if made.detail else "",
        ms=ms,
    )


def _ms(started: float) -> float:
    """Wall milliseconds since."""
    return round((time.perf_counter() - started) * 1000, 3)


def _named_by(delivery: Delivery) -> tuple[str, str, Lane]:
    """Id, subject and lane of a message that was not decoded: by its own word, or by its place."""
    envelope = envelope_of(delivery.message)
    if envelope is not None:
        return envelope.id, envelope.subject, envelope.lane
    position = delivery.position
    name = f"{position.topic}/{position.partition}/{position.offset}"
    return name, name, Lane.LIVE
