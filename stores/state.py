"""The memory of the stateful stages: values by key, and what each input produced when it was first applied."""

import json
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from itertools import chain
from typing import ClassVar

from sqlalchemy import Connection, Engine, Insert, bindparam, delete, select

from broker.port import Message, Position
from runtime.state import Made, Owner, StateTransaction
from schemas.outcomes import Outcome, Reason
from stores import migrate, owners
from stores.database import reading, upsert, writing
from stores.store import Figure, Sample
from stores.tables import STATE, applied, state

LENGTH = struct.Struct(">I")

OF_KEY = (state.c.stage == bindparam("of_stage"), state.c.key == bindparam("of_key"))
GET = select(state.c.value).where(*OF_KEY)
# Keys lie in the order of their code points: this is behind every key that begins alike.
LAST_CHARACTER = chr(0x10FFFF)
SCAN = (
    select(state.c.key, state.c.value)
    .where(
        state.c.stage == bindparam("of_stage"),
        state.c.key >= bindparam("of_prefix"),
        state.c.key < bindparam("of_end"),
    )
    .order_by(state.c.key)
)
DELETE = delete(state).where(*OF_KEY)
OF_PARTITION = (
    applied.c.stage == bindparam("of_stage"),
    applied.c.topic == bindparam("of_topic"),
    applied.c.partition == bindparam("of_partition"),
)
RECORDED = select(applied.c.event_id, applied.c.recorded).where(
    *OF_PARTITION, applied.c.offset == bindparam("of_offset")
)
FORGET = delete(applied).where(*OF_PARTITION, applied.c.offset < bindparam("of_offset"))


class SqlStateStore:
    """Implements runtime.state.StateStore and stores.store.Store.

    Raises DatabaseTooNewError, StoreUnavailableError when it is made.
    """

    FIGURES: ClassVar[Sequence[Figure]] = ()

    def __init__(self, engine: Engine) -> None:
        migrate.upgrade(engine, STATE)
        self._engine = engine
        self._put = upsert(engine, state, key=("stage", "key"))
        self._record = upsert(engine, applied, key=("stage", "topic", "partition", "offset"))

    def claim(self, stage: str, topic: str, partition: int) -> Owner:
        return owners.claim(self._engine, stage, topic, partition)

    def ping(self) -> None:
        with reading(self._engine) as connection:
            connection.execute(select(state.c.key).limit(1))

    def retain(self, now: datetime) -> int:
        """None: what is remembered is the steps' own to delete."""
        return 0

    def figures(self, now: datetime) -> Iterable[Sample]:
        return ()

    @contextmanager
    def transaction(self, *of: Owner) -> Iterator[StateTransaction]:
        (stage,) = {owner.stage for owner in of}
        with writing(self._engine) as connection:
            for owner in of:
                owners.check(connection, owner)
            yield SqlStateTransaction(connection, stage, put=self._put, record=self._record)


class SqlStateTransaction:
    """Implements runtime.state.StateTransaction over an open write transaction."""

    def __init__(self, connection: Connection, stage: str, *, put: Insert, record: Insert) -> None:
        self._connection = connection
        self._stage = stage
        self._put = put
        self._record = record

    def get(self, key: str) -> bytes | None:
        return self._connection.execute(GET, {"of_stage": self._stage, "of_key": key}).scalar_one_or_none()

    def put(self, key: str, value: bytes | None) -> None:
        if value is None:
            self._connection.execute(DELETE, {"of_stage": self._stage, "of_key": key})
        else:
            self._connection.execute(self._put, {"stage": self._stage, "key": key, "value": value})

    def scan(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        asked = {"of_stage": self._stage, "of_prefix": prefix, "of_end": prefix + LAST_CHARACTER}
        for row in self._connection.execute(SCAN, asked):
            yield row.key, row.value

    def recorded(self, position: Position, event_id: str) -> Made | None:
        row = self._connection.execute(RECORDED, self._place(position)).one_or_none()
        # Another id at the same offset is another input: the topic was made anew.
        return decode(row.recorded) if row is not None and row.event_id == event_id else None

    def record(self, position: Position, event_id: str, made: Made) -> None:
        row = {
            "stage": self._stage,
            "topic": position.topic,
            "partition": position.partition,
            "offset": position.offset,
            "event_id": event_id,
            "recorded": encode(made),
        }
        self._connection.execute(self._record, row)

    def forget_before(self, position: Position) -> None:
        self._connection.execute(FORGET, self._place(position))

    def _place(self, position: Position) -> dict[str, str | int]:
        return {
            "of_stage": self._stage,
            "of_topic": position.topic,
            "of_partition": position.partition,
            "of_offset": position.offset,
        }


def encode(made: Made) -> bytes:
    """A JSON head with the length of every piece, then the pieces end to end: keys, values and headers are bytes."""
    outputs = [
        [m.topic, len(m.key), len(m.value), [[name, len(header)] for name, header in m.headers]] for m in made.outputs
    ]
    head = json.dumps([made.outcome, made.reason, made.detail, outputs]).encode()
    pieces = chain.from_iterable((m.key, m.value, *(header for _, header in m.headers)) for m in made.outputs)
    return b"".join((LENGTH.pack(len(head)), head, *pieces))


def decode(data: bytes) -> Made:
    pieces = BytesIO(data)
    (length,) = LENGTH.unpack(pieces.read(LENGTH.size))
    outcome, reason, detail, described = json.loads(pieces.read(length))
    outputs: list[Message] = []
    for topic, key_bytes, value_bytes, headers in described:
        key, value = pieces.read(key_bytes), pieces.read(value_bytes)
        outputs.append(Message(topic, key, value, tuple((name, pieces.read(size)) for name, size in headers)))
    return Made(tuple(outputs), Outcome(outcome), Reason(reason) if reason else None, detail)
