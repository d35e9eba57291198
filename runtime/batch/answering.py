"""How a batch is answered: by each kind of step in its own way, a prefix of each partition at a time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Protocol

from broker.port import Delivery, Membership
from runtime.attempt import Answer
from runtime.state import Owner


class BatchHandler(Protocol):
    """Answers for a prefix of each partition; what it does not answer for was not begun and is polled again."""

    def handle(self, deliveries: Sequence[Delivery]) -> Sequence[Answer]:
        """Raises StaleOwnerError, StoreUnavailableError; then nothing of the batch counts."""


@dataclass
class Owners:
    """Epochs claimed for the partitions of one membership; a new generation claims anew."""

    claim: Callable[[str, str, int], Owner]
    step: str
    _membership: Membership | None = None
    _owners: dict[tuple[str, int], Owner] = field(default_factory=dict)

    def of(self, delivery: Delivery) -> Owner:
        if delivery.membership != self._membership:
            self._membership, self._owners = delivery.membership, {}
        key = (delivery.position.topic, delivery.position.partition)
        if key not in self._owners:
            self._owners[key] = self.claim(self.step, *key)
        return self._owners[key]


def by_partition(deliveries: Sequence[Delivery]) -> Iterable[Sequence[Delivery]]:
    """Deliveries of one partition at a time, in order."""
    groups: dict[tuple[str, int], list[Delivery]] = {}
    for delivery in sorted(deliveries, key=attrgetter("position")):
        groups.setdefault(delivery.position[:2], []).append(delivery)
    return groups.values()
