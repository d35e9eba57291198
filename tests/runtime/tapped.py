"""A consumer that keeps what the engine asked of it, and fails a settle where a test says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from broker.port import Consumer, Delivery, Message, Position


@dataclass
class Tap:
    """What the engine asked of its consumers, one after the other. The next settles raise `trouble`, in order."""

    trouble: list[Exception] = field(default_factory=list)
    at_settle: Callable[[], None] = lambda: None
    sizes: list[int] = field(default_factory=list)
    """How many records each poll asked for."""
    timeouts_s: list[float] = field(default_factory=list)
    settles: list[list[int]] = field(default_factory=list)
    """The offsets of each settle that was tried."""
    written: list[list[str]] = field(default_factory=list)
    """The topics of what each settle was to write."""
    rewound: list[Position] = field(default_factory=list)
    closed: int = 0


@dataclass
class Tapped:
    """Implements `broker.port.Consumer` over `inner`; a poll never waits."""

    inner: Consumer
    tap: Tap
    is_closed: bool = False

    def poll(self, *, max_messages: int, timeout_s: float) -> Sequence[Delivery]:
        self.tap.sizes.append(max_messages)
        self.tap.timeouts_s.append(timeout_s)
        return self.inner.poll(max_messages=max_messages, timeout_s=0.0)

    def settle(self, deliveries: Sequence[Delivery], outputs: Sequence[Message]) -> None:
        self.tap.settles.append([delivery.position.offset for delivery in deliveries])
        self.tap.written.append([message.topic for message in outputs])
        self.tap.at_settle()
        if self.tap.trouble:
            raise self.tap.trouble.pop(0)
        self.inner.settle(deliveries, outputs)

    def rewind(self, delivery: Delivery) -> None:
        self.tap.rewound.append(delivery.position)
        self.inner.rewind(delivery)

    def resume(self, topic: str, partition: int) -> None:
        self.inner.resume(topic, partition)

    def assignment(self) -> Sequence[tuple[str, int]]:
        return self.inner.assignment()

    def close(self) -> None:
        """A test may have closed it before the engine, or after it."""
        if not self.is_closed:
            self.is_closed = True
            self.tap.closed += 1
            self.inner.close()
