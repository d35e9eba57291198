"""Records that were written before keys changed, under their present key."""

from typing import Protocol, Self, TypeVar

from schemas.ids import upgraded_key


class Keyed(Protocol):
    @property
    def url_key(self) -> str: ...

    def model_copy(self, *, update: dict[str, str]) -> Self: ...


K = TypeVar("K", bound=Keyed)


def with_present_key(record: K) -> K:
    key = upgraded_key(record.url_key)
    return record if key == record.url_key else record.model_copy(update={"url_key": key})
