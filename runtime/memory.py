"""A stateful step's memory over one batch: reads are cached, a record's changes count only once it has a fate."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from runtime.state import StateStore, StateTransaction
from schemas.memory import Memory, Remembered
from schemas.record import Record

R = TypeVar("R", bound=Record)
V = TypeVar("V", bound=Remembered)


@dataclass(frozen=True)
class Remembering(Generic[R, V]):
    """What the wiring of a stateful step makes: its function, the type of what it remembers, and where that is kept."""

    process: Callable[[R, Memory[V]], Sequence[Record]]
    value: type[V]
    state: StateStore


class BatchMemory(Generic[V]):
    """Implements schemas.memory.Memory over a transaction. `keep` or `undo` ends what one record changed.

    What the batch has changed is written by `flush`, each key once. A prefix is scanned once a batch.
    """

    def __init__(self, step: str, value: type[V], state: StateTransaction) -> None:
        self._prefix = f"{step}/"
        self._value = value
        self._state = state
        self._known: dict[str, V | None] = {}
        self._scanned: dict[str, Sequence[str]] = {}
        self._changed: set[str] = set()
        self._of_record: dict[str, V | None] = {}

    def get(self, key: str) -> V | None:
        return self.get_many((key,)).get(key)

    def get_many(self, keys: Collection[str]) -> Mapping[str, V]:
        self._read([key for key in keys if key not in self._of_record and key not in self._known])
        found = ((key, self._now(key)) for key in keys)
        return {key: value for key, value in found if value is not None}

    def put(self, key: str, value: V) -> None:
        self._of_record[key] = value

    def delete(self, key: str) -> None:
        self._of_record[key] = None

    def scan(self, prefix: str) -> Iterator[tuple[str, V]]:
        if prefix not in self._scanned:
            self._scanned[prefix] = self._scan(prefix)
        changed = {key for key in (*self._changed, *self._of_record) if key.startswith(prefix)}
        for key in sorted(changed.union(self._scanned[prefix])):
            if (value := self._now(key)) is not None:
                yield key, value

    def _now(self, key: str) -> V | None:
        return self._of_record[key] if key in self._of_record else self._known[key]

    def _read(self, keys: Collection[str]) -> None:
        """Decodes what is stored under keys that are not known yet."""
        if not keys:
            return
        stored = self._state.get([self._prefix + key for key in keys])
        for key in keys:
            data = stored.get(self._prefix + key)
            self._known[key] = None if data is None else self._value.decode(data)

    def _scan(self, prefix: str) -> Sequence[str]:
        """The keys that are stored; values that are not known yet are decoded."""
        keys = []
        for stored, data in self._state.scan(self._prefix + prefix):
            keys.append(key := stored.removeprefix(self._prefix))
            if key not in self._known:
                self._known[key] = self._value.decode(data)
        return keys

    def keep(self) -> None:
        self._known |= self._of_record
        self._changed |= self._of_record.keys()
        self._of_record = {}

    def undo(self) -> None:
        self._of_record = {}

    def flush(self) -> None:
        self._state.put({self._prefix + key: _encoded(self._known[key]) for key in sorted(self._changed)})
        self._changed, self._scanned = set(), {}


def _encoded(value: Remembered | None) -> bytes | None:
    return None if value is None else value.encode()


AnyRemembering = Remembering[Any, Any]
