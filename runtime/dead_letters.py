"""Dead letters and retries as messages: the original bytes, and headers that say who, when, where, why, how often."""

from dataclasses import dataclass

from broker.port import Message, Position, Stored
from schemas.envelope import ORIGIN, Headers, header

PREFIX = "warta_"
ATTEMPTS = PREFIX + "attempts"
DUE = PREFIX + "due"
MAX_STACK_CHARS = 8000
MAX_DETAIL_CHARS = 2000


@dataclass(frozen=True)
class Letter:
    """A dead letter as read back. `position` is its own place, `topic` the topic its bytes came from."""

    position: Position
    stage: str
    worker: str
    at: float
    topic: str
    origin: Position
    reason: str
    detail: str
    attempts: int
    stack: str
    message: Message


def attempts_of(headers: Headers) -> int:
    """How often the record was tried before this delivery."""
    value = header(headers, ATTEMPTS) or b""
    return int(value) if value.isdigit() else 0


def due_of(headers: Headers) -> float:
    """When a retried record may be tried again, seconds since the epoch."""
    try:
        return float(header(headers, DUE) or 0)
    except ValueError:
        return 0.0


def retry_message(message: Message, *, topic: str, attempts: int, due: float) -> Message:
    added = ((ATTEMPTS, str(attempts).encode()), (DUE, f"{due:.3f}".encode()))
    return Message(topic, message.key, message.value, (*original_headers(message.headers), *added))


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Who refused a record, when, why, and how often it was tried. `at` in seconds since the epoch."""

    stage: str
    worker: str
    at: float
    reason: str
    detail: str
    attempts: int
    stack: str


def dead_message(message: Message, position: Position, refusal: Refusal, *, topic: str) -> Message:
    added = {
        "stage": refusal.stage,
        "worker": refusal.worker,
        "at": f"{refusal.at:.3f}",
        "topic": position.topic,
        "partition": str(position.partition),
        "offset": str(position.offset),
        "reason": refusal.reason,
        "detail": refusal.detail[:MAX_DETAIL_CHARS],
        "attempts": str(refusal.attempts),
        "stack": refusal.stack[-MAX_STACK_CHARS:],
    }
    headers = tuple((PREFIX + name, value.encode("utf-8", "replace")) for name, value in added.items())
    return Message(topic, message.key, message.value, (*original_headers(message.headers), *headers))


def original_headers(headers: Headers) -> Headers:
    """The headers without what retries and dead letters added."""
    return tuple((name, value) for name, value in headers if not name.startswith(PREFIX) or name == ORIGIN)


def read_letter(stored: Stored) -> Letter:
    """A dead letter with its headers read. Raises ValueError where they are not a dead letter's."""
    found = {
        name.removeprefix(PREFIX): value.decode() for name, value in stored.message.headers if name.startswith(PREFIX)
    }
    try:
        origin = Position(found["topic"], int(found["partition"]), int(found["offset"]))
        return Letter(
            position=stored.position,
            stage=found["stage"],
            worker=found["worker"],
            at=float(found["at"]),
            topic=found["topic"],
            origin=origin,
            reason=found["reason"],
            detail=found["detail"],
            attempts=int(found["attempts"]),
            stack=found["stack"],
            message=stored.message,
        )
    except KeyError as error:
        raise ValueError(f"{stored.position}: no dead letter, header {error.args[0]} is missing") from error
