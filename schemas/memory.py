"""The memory of a stateful step, as its function sees it: values by key, inside the step's own keys."""

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol, Self, TypeVar


class Remembered(Protocol):
    """A value that a stateful step keeps. `decode` raises ValueError on bytes that are no such value."""

    def encode(self) -> bytes: ...

    @classmethod
    def decode(cls, data: bytes) -> Self: ...


V = TypeVar("V", bound=Remembered)


class Memory(Protocol[V]):
    """Changes count where the record passes or is dropped; those of any other are undone."""

    def get(self, key: str) -> V | None: ...

    def get_many(self, keys: Collection[str]) -> Mapping[str, V]:
        """The values of those keys that are kept, asked of the store at once."""

    def put(self, key: str, value: V) -> None: ...

    def delete(self, key: str) -> None: ...

    def scan(self, prefix: str) -> Iterator[tuple[str, V]]:
        """What is kept under keys that begin with `prefix`, in the order of the keys."""
