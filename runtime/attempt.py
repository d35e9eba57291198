"""One record at one stage: decoded, processed, and given exactly one fate; no exception gets past this file."""

import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from broker.port import Delivery, Message
from runtime.codec import envelope_of, from_message
from runtime.dead_letters import attempts_of
from runtime.stage import Limits
from runtime.state import StaleOwnerError, StoreUnavailableError
from schemas.envelope import BadEnvelopeError, Envelope, UnknownMajorError
from schemas.fate import Fate
from schemas.outcomes import Fated, Outcome, Reason, Reject, Tier, TryLater
from schemas.record import Lane, Record, Remark

RETRY_TIERS = (Tier.SOON, Tier.LATER, Tier.MUCH_LATER)


@dataclass(frozen=True)
class Handled:
    """A delivery with its fate. `tier` is where a retried one rests; `stack` says where a rejected one failed."""

    delivery: Delivery
    fate: Fate
    outputs: tuple[Message, ...] = ()
    tier: Tier | None = None
    stack: str = ""
    attempts: int = 0


@dataclass(frozen=True)
class Held:
    """A delivery that has no fate yet: its partition rests for `for_s`, then it comes again."""

    delivery: Delivery
    reason: str
    detail: str
    for_s: float


@dataclass(frozen=True)
class Result:
    """What a stage made of a record: messages to write, or the fate it raised."""

    outputs: tuple[Message, ...] = ()
    fated: Fated | None = None
    stack: str = ""


@dataclass
class Stopwatch:
    """Wall milliseconds since it was made."""

    started: float = field(default_factory=time.perf_counter)

    @property
    def ms(self) -> float:
        return round((time.perf_counter() - self.started) * 1000, 3)


def decode(delivery: Delivery, record: type[Record], *, quarantined: bool) -> tuple[Envelope, Record] | Result | Held:
    """The record, or what became of it already: undecodable bytes are rejected, an unknown major is waited for."""
    if quarantined:
        return Result(fated=Reject(Reason.QUARANTINED, "by an operator's command"))
    try:
        return from_message(delivery.message, record)
    except UnknownMajorError as error:
        return Held(delivery, Reason.UNKNOWN_MAJOR, f"{error}; deploy the new reader, or quarantine the record", 10.0)
    except BadEnvelopeError as error:
        return Result(fated=Reject(Reason.UNDECODABLE, str(error)))
    except ValueError as error:
        return Result(fated=Reject(Reason.UNDECODABLE, f"no {record.TYPE} record: {str(error)[:500]}"))


def call(process: Callable[[], Sequence[Message]], *, attempts: int, limits: Limits) -> Result:
    """Run a stage's function and encode what it returns; what is not a fate is retried, then rejected."""
    try:
        return Result(outputs=tuple(process()))
    except TryLater as later:
        if attempts + 1 >= limits.attempts:
            return Result(fated=Reject(Reason.RETRIES_EXHAUSTED, str(later)))
        return Result(fated=later)
    except Fated as fated:
        return Result(fated=fated)
    except (StaleOwnerError, StoreUnavailableError):
        # Not the record's doing: the worker answers these for the whole batch.
        raise
    except Exception as error:
        # The stage promised nothing about this: tried again by policy, and kept with its stack in the end.
        stack = traceback.format_exc()
        detail = f"{type(error).__name__}: {error}"
        if attempts + 1 >= limits.attempts:
            return Result(fated=Reject(Reason.UNEXPECTED_ERROR, detail), stack=stack)
        tier = RETRY_TIERS[min(attempts, len(RETRY_TIERS) - 1)]
        return Result(fated=TryLater(tier, Reason.UNEXPECTED_ERROR, detail), stack=stack)


def remarks_on(outputs: Iterable[Record]) -> Iterator[Remark]:
    return filter(None, (record.remark() for record in outputs))


def fate_of(
    delivery: Delivery, envelope: Envelope | None, fated: Fated | None, ms: float, remarks: Sequence[Remark] = ()
) -> Fate:
    """The first of `remarks` counts a record that passed."""
    told = fated or next(iter(remarks), None)
    id_, subject, lane = (envelope.id, envelope.subject, envelope.lane) if envelope else _named_by(delivery)
    return Fate(
        id=id_,
        subject=subject,
        lane=lane,
        outcome=fated.outcome if fated else Outcome.PASSED,
        reason=told.reason if told else None,
        # Text of a page may hold half a surrogate pair, which no JSON can carry.
        detail=told.detail[:500].encode("utf-8", "replace").decode() if told else "",
        ms=ms,
    )


def _named_by(delivery: Delivery) -> tuple[str, str, Lane]:
    """Id, subject and lane of a message that was not decoded: by its own word, or by its place."""
    envelope = envelope_of(delivery.message)
    if envelope is not None:
        return envelope.id, envelope.subject, envelope.lane
    position = delivery.position
    name = f"{position.topic}/{position.partition}/{position.offset}"
    return name, name, Lane.LIVE


def handled(
    delivery: Delivery, envelope: Envelope | None, result: Result, *, ms: float, remarks: Sequence[Remark] = ()
) -> Handled:
    return Handled(
        delivery=delivery,
        fate=fate_of(delivery, envelope, result.fated, ms, remarks),
        outputs=result.outputs,
        tier=result.fated.tier if isinstance(result.fated, TryLater) else None,
        stack=result.stack,
        attempts=attempts_of(delivery.message.headers),
    )
