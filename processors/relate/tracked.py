"""A dictionary that remembers which of its keys changed since it was last asked."""

from typing import TypeVar

V = TypeVar("V")


class Tracked(dict[str, V]):
    """`touched` holds the keys that were set or deleted. Only the ways of changing that are used are tracked."""

    def __init__(self) -> None:
        super().__init__()
        self.touched: set[str] = set()

    def __setitem__(self, key: str, value: V) -> None:
        self.touched.add(key)
        super().__setitem__(key, value)

    def __delitem__(self, key: str) -> None:
        self.touched.add(key)
        super().__delitem__(key)

    def take(self, key: str) -> V | None:
        """Removes a key and returns its value; None if it is not there."""
        value = self.get(key)
        if value is not None:
            del self[key]
        return value
