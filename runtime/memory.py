"""A stateful step's memory over one batch: reads are cached, a record's changes count only once it has a fate."""

from collections.abc import Callable, Iterator, Sequence
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

    What the batch has changed is written by `flush`, each key once.
    """

    def __init__(self, step: str, value: type[V], state: StateTransaction) -> None:
        self._prefix = f"{step}/"
        self._value = value
        self._state = state
        self._known: dict[str, V | None] = {}
        self._changed: set[str] = set()
        self._of_record: dict[str, V | None] = {}

    def get(self, key: str) -> V | None:
        if key in self._of_record:
            return self._of_record[key]
        if key not in self._known:
            data = self._state.get(self._prefix + key)
            self._known[key] = None if data is None else self._value.decode(data)
        return self._known[key]

    def put(self, key: str, value: V) -> None:
        self._of_record[key] = value

    def delete(self, key: str) -> None:
        self._of_record[key] = None

    def scan(self, prefix: str) -> Iterator[tuple[str, V]]:
        stored = {key.removeprefix(self._prefix): data for key, data in self._state.scan(self._prefix + prefix)}
        keys = stored.keys() | {key for key in (*self._changed, *self._of_record) if key.startswith(prefix)}
        for key in sorted(keys):
            if key in stored and key not in self._known:
                self._known[key] = self._value.decode(stored[key])
            if (value := self.get(key)) is not None:
                yield key, value

    def keep(self) -> None:
        self._known |= self._of_record
        self._changed |= self._of_record.keys()
        self._of_record = {}

    def undo(self) -> None:
        self._of_record = {}

    def flush(self) -> None:
        for key in sorted(self._changed):
            value = self._known[key]
            self._state.put(self._prefix + key, None if value is None else value.encode())
        self._changed = set()


AnyRemembering = Remembering[Any, Any]
