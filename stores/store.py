"""What the pipeline asks of every store, whatever it keeps: to answer, to let old things go, to tell its figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from stores.takedown import Takedown


@dataclass(frozen=True)
class StoreMetric:
    """A metric of a store: `warta_<store>_<name>`, with these labels. `is_total`: it only grows."""

    name: str
    help: str
    labels: tuple[str, ...] = ()
    is_total: bool = False


class Sample(NamedTuple):
    """The value of a figure now, for one value of each of its labels."""

    figure: StoreMetric
    values: tuple[str, ...]
    value: float


class Store(Protocol):
    """Every method raises StoreUnavailableError."""

    @property
    def FIGURES(self) -> Sequence[StoreMetric]: ...

    def ping(self) -> None:
        """A cheap read: whether the store can be read at all."""

    def forget(self, order: Takedown) -> int:
        """Delete what is stored under the names of the order, let nothing under them in again; returns what went.

        May be asked the same again, after a kill or of what is not there.
        """

    def has_forgotten(self, order: Takedown) -> bool:
        """Whether it was told, or was restored from a copy of before."""

    def retain(self, now: datetime) -> int:
        """Delete what is older than the store keeps; returns how many rows, or pages, went."""

    def figures(self, now: datetime) -> Iterable[Sample]: ...
