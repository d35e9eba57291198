"""The memory of the stateful stages: values by key, and what each input produced when it was first applied."""

import json
import struct
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from itertools import chain, groupby
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, Insert, bindparam, delete, select

from broker.port import Message, Position
from runtime.state import Made, Owner, StateTransaction
from schemas.outcomes import Outcome, Reason
from stores import migrate, owners
from stores.database import reading, upsert, writing
from stores.state_takedown import forget_state
from stores.store import Sample, StoreMetric
from stores.tables import STATE, applied, state
from stores.takedown import Takedown, has_forgotten

LENGTH = struct.Struct(">I")
# Keys of one question: SQLite and PostgreSQL take tens of thousands of parameters.
KEYS = 1000
# A batch of the largest outputs would stand in memory twice.
FLUSH_BYTES = 4 * 1024 * 1024

OF_STAGE = state.c.stage == bindparam("of_stage")
GET = select(state.c.key, state.c.value).where(OF_STAGE, state.c.key.in_(bindparam("of_keys", expanding=True)))
# Keys lie in the order of their code points: this is behind every key that begins alike.
LAST_CHARACTER = chr(0x10FFFF)
SCAN = (
    select(state.c.key, state.c.value)
    .where(OF_STAGE, state.c.key >= bindparam("of_prefix"), state.c.key < bindparam("of_end"))
    .order_by(state.c.key)
)
DELETE = delete(state).where(OF_STAGE, state.c.key == bindparam("of_key"))
OF_PARTITION = (
    applied.c.stage == bindparam("of_stage"),
    applied.c.topic == bindparam("of_topic"),
    applied.c.partition == bindparam("of_partition"),
)
RECORDED = select(applied.c.offset, applied.c.event_id, applied.c.recorded).where(*OF_PARTITION)
FORGET = delete(applied).where(*OF_PARTITION, applied.c.offset < bindparam("of_offset"))


class SqlStateStore:
    """Implements runtime.state.StateStore and stores.store.Store.

    Raises DatabaseTooNewError, StoreUnavailableError when it is made.
    """

    FIGURES: ClassVar[Sequence[StoreMetric]] = ()

    def __init__(self, engine: Engine) -> None:
        migrate.upgrade(engine, STATE)
        self.engine = engine
        self._put = upsert(engine, state, key=("stage", "key"))
        self._record = upsert(engine, applied, key=("stage", "topic", "partition", "offset"))

    def claim(self, stage: str, topic: str, partition: int) -> Owner:
        return owners.claim(self.engine, stage, topic, partition)

    def ping(self) -> None:
        with reading(self.engine) as connection:
            connection.execute(select(state.c.key).limit(1))

    def has_forgotten(self, order: Takedown) -> bool:
        return has_forgotten(self.engine, order)

    def forget(self, order: Takedown) -> int:
        """What a step remembers of the article, and what it made of it, which a replay would bring back."""
        with writing(self.engine) as connection:
            return forget_state(self.engine, connection, order, put=self._put, encode=encode, decode=decode)

    def retain(self, now: datetime) -> int:
        """None: what is remembered is the steps' own to delete."""
        return 0

    def figures(self, now: datetime) -> Iterable[Sample]:
        return ()

    @contextmanager
    def transaction(self, *of: Owner) -> Iterator[StateTransaction]:
        (stage,) = {owner.stage for owner in of}
        with writing(self.engine) as connection:
            for owner in of:
                owners.check(connection, owner)
            transaction = SqlStateTransaction(connection, stage, put=self._put, record=self._record)
            yield transaction
            transaction.flush()


class SqlStateTransaction:
    """Implements runtime.state.StateTransaction over an open write transaction; `flush` writes what is recorded."""

    def __init__(self, connection: Connection, stage: str, *, put: Insert, record: Insert) -> None:
        self._connection = connection
        self._stage = stage
        self._put = put
        self._record = record
        self._recorded: dict[tuple[str, int], dict[int, tuple[str, Made]]] = {}
        self._new: list[Mapping[str, Any]] = []
        self._new_bytes = 0

    def get(self, keys: Collection[str]) -> Mapping[str, bytes]:
        found: dict[str, bytes] = {}
        for start in range(0, len(keys), KEYS):
            asked = {"of_stage": self._stage, "of_keys": list(keys)[start : start + KEYS]}
            found |= {key: value for key, value in self._connection.execute(GET, asked)}
        return found

    def put(self, values: Mapping[str, bytes | None]) -> None:
        # In the order that is given: rows stay locked, and two writers in one order never wait for each other.
        for is_deletion, run in groupby(values.items(), key=lambda item: item[1] is None):
            if is_deletion:
                self._connection.execute(DELETE, [{"of_stage": self._stage, "of_key": key} for key, _ in run])
            else:
                self._connection.execute(
                    self._put, [{"stage": self._stage, "key": key, "value": value} for key, value in run]
                )

    def scan(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        asked = {"of_stage": self._stage, "of_prefix": prefix, "of_end": prefix + LAST_CHARACTER}
        for row in self._connection.execute(SCAN, asked):
            yield row.key, row.value

    def recorded(self, position: Position, event_id: str) -> Made | None:
        id_, made = self._of_partition(position).get(position.offset, ("", None))
        # Another id at the same offset is another input: the topic was made anew.
        return made if id_ == event_id else None

    def record(self, position: Position, event_id: str, made: Made) -> None:
        self._of_partition(position)[position.offset] = (event_id, made)
        data = encode(made)
        place = {"topic": position.topic, "partition": position.partition, "offset": position.offset}
        self._new.append({"stage": self._stage, **place, "event_id": event_id, "recorded": data})
        self._new_bytes += len(data)
        if self._new_bytes >= FLUSH_BYTES:
            self.flush()

    def forget_before(self, position: Position) -> None:
        self.flush()
        self._recorded.pop((position.topic, position.partition), None)
        self._connection.execute(FORGET, self._place(position) | {"of_offset": position.offset})

    def flush(self) -> None:
        if self._new:
            self._connection.execute(self._record, self._new)
            self._new, self._new_bytes = [], 0

    def _of_partition(self, position: Position) -> dict[int, tuple[str, Made]]:
        """Read once: there is nothing but on a replay, and a question a record would be a round trip each."""
        partition = (position.topic, position.partition)
        if partition not in self._recorded:
            rows = self._connection.execute(RECORDED, self._place(position))
            self._recorded[partition] = {row.offset: (row.event_id, decode(row.recorded)) for row in rows}
        return self._recorded[partition]

    def _place(self, position: Position) -> dict[str, str | int]:
        return {"of_stage": self._stage, "of_topic": position.topic, "of_partition": position.partition}


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
