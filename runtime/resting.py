"""Partitions that rest: until when, and why; each is declared as a wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import structlog

from broker.port import Consumer, Delivery
from runtime.attempt import Held
from runtime.clock import Clock
from runtime.dead_letters import due_of
from runtime.waits import WaitReason, Waits

log = structlog.get_logger()
# A wait is seen until the poll that ends it.
SEEN_S = 1.0
Partition = tuple[str, int]


@dataclass
class Resting:
    """`until` by partition, on the monotonic clock."""

    step: str
    clock: Clock
    waits: Waits
    _until: dict[Partition, float] = field(default_factory=dict)

    def due(self, consumer: Consumer, deliveries: Sequence[Delivery]) -> list[Delivery]:
        """Without retried records whose time has not come: their partition rests until then."""
        due: list[Delivery] = []
        early: set[Partition] = set()
        now = self.clock.now()
        for delivery in deliveries:
            left = due_of(delivery.message.headers) - now
            if early and partition_of(delivery) in early:
                continue
            if left <= 0:
                due.append(delivery)
            else:
                early.add(partition_of(delivery))
                self._rest(consumer, Held(delivery, WaitReason.RETRY_NOT_DUE, "", left))
        return due

    def hold(self, consumer: Consumer, held: Held) -> None:
        self._rest(consumer, held)
        topic, partition = partition_of(held.delivery)
        where = f"{topic}/{partition}"
        log.warning("waiting", stage=self.step, where=where, reason=str(held.reason), detail=held.detail)

    def resume(self, consumer: Consumer) -> bool:
        """Whether a partition has rested long enough, and goes on."""
        now = self.clock.monotonic()
        rested = [partition for partition, until in self._until.items() if until <= now]
        for topic, partition in rested:
            del self._until[topic, partition]
            self.waits.end(f"{topic}/{partition}")
            consumer.resume(topic, partition)
        return bool(rested)

    def poll_s(self, longest: float) -> float:
        """How long a poll may take, so that no partition rests longer than it has to."""
        if not self._until:
            return longest
        return max(0.0, min(longest, min(self._until.values()) - self.clock.monotonic()))

    def forget(self) -> None:
        self._until = {}

    def _rest(self, consumer: Consumer, held: Held) -> None:
        consumer.rewind(held.delivery)
        topic, partition = partition_of(held.delivery)
        self._until[topic, partition] = self.clock.monotonic() + held.for_s
        what, for_s = f"{topic}/{partition}", held.for_s + SEEN_S
        self.waits.declare(what, reason=held.reason, detail=held.detail, for_s=for_s)


def partition_of(delivery: Delivery) -> Partition:
    return delivery.position[:2]


def firsts(deliveries: Iterable[Delivery]) -> Sequence[Delivery]:
    """The first delivery of each partition."""
    found: dict[Partition, Delivery] = {}
    for delivery in deliveries:
        found.setdefault(partition_of(delivery), delivery)
    return list(found.values())
