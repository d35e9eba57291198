"""The memory of a stateful step as a dict, for its function alone."""

from collections.abc import Collection, Iterator, Mapping
from typing import Generic, TypeVar

from schemas.memory import Remembered

V = TypeVar("V", bound=Remembered)


class DictMemory(Generic[V]):
    def __init__(self, **kept: V) -> None:
        self.kept = dict(kept)

    def get(self, key: str) -> V | None:
        return self.kept.get(key)

    def get_many(self, keys: Collection[str]) -> Mapping[str, V]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    def put(self, key: str, value: V) -> None:
        self.kept[key] = value

    def delete(self, key: str) -> None:
        self.kept.pop(key, None)

    def scan(self, prefix: str) -> Iterator[tuple[str, V]]:
        return iter(sorted((key, value) for key, value in self.kept.items() if key.startswith(prefix)))
