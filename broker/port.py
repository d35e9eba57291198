"""The port to the log: topics with partitions, consumer groups, and a settle that is all or nothing.

Every implementation passes `tests/broker/`. The contract:

- Messages of one key go to one partition and keep their order. `publish` is all or nothing.
- The live members of a group share a topic's partitions. A partition has one owner.
- `poll` returns the next messages after what this member has polled before, beginning at the group's settled offsets.
  It returns at the first message and never later than `timeout_s`.
- `settle` writes outputs AND the deliveries' offsets in one transaction, for the membership of their poll. If the group
  has changed since, it raises FencedError and writes nothing.
- After any error of `settle` the consumer is unusable. Close it and make another: it resumes at the settled offsets.
- A group that was never registered for a topic begins at its first message. Offsets out of range raise, never skip.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from schemas.envelope import Headers
from schemas.topics import Topic


class BrokerError(Exception):
    """The log could not do what was asked; nothing of the call took effect.

    One exception: a cluster that falls silent during a commit may have done it, all of it. A group sees that in its
    settled offsets; a publisher publishes again, under the same ids.
    """


class LogUnreachableError(BrokerError):
    """Nothing answers where the log should be: it may be there again at the next try."""


class FencedError(BrokerError):
    """Another member owns this one's partitions: discard the consumer, its work is repeated elsewhere."""


class LogFullError(BrokerError):
    """A topic at its size limit has only unread messages, or the disk is full: wait."""


class UnknownTopicError(BrokerError):
    """The topic is not in the log: apply the declarations first."""


class OffsetOutOfRangeError(BrokerError):
    """A group's offset is no longer, or not yet, in the log: stop and alert, never skip."""


class RecordTooLargeError(BrokerError):
    """A message is over its topic's limit; raised before anything is written."""


# What is made for every record is a tuple: made and hashed in a third of the time of a frozen dataclass.
class Message(NamedTuple):
    topic: str
    key: bytes
    value: bytes
    headers: Headers = ()


class Membership(NamedTuple):
    """A member's place in a group at its poll. `settle` carries it, which distinguishes a zombie from an owner."""

    group: str
    member: str
    generation: int


class Position(NamedTuple):
    """The place of a message in the log."""

    topic: str
    partition: int
    offset: int


class Stored(NamedTuple):
    """A message as it lies in the log. `appended_at` is when the log took it, seconds since the epoch."""

    message: Message
    position: Position
    appended_at: float


class Delivery(NamedTuple):
    """A polled message. `appended_at` is when the log took it, seconds since the epoch."""

    message: Message
    position: Position
    appended_at: float
    membership: Membership


@dataclass(frozen=True)
class PartitionLag:
    """`behind`: offsets not settled, and 0 exactly where no message is unread. A cluster's offsets count the markers
    of transactions with the messages. `oldest_at`: when the log took the first unread message, or None."""

    group: str
    topic: str
    partition: int
    settled: int
    end: int
    oldest_at: float | None

    @property
    def behind(self) -> int:
        return self.end - self.settled


class Publisher(Protocol):
    def publish(self, messages: Sequence[Message]) -> None:
        """Append all or none. Raises LogFullError, RecordTooLargeError, UnknownTopicError, BrokerError."""

    def close(self) -> None: ...


class Consumer(Protocol):
    """One member of a group; used by one thread."""

    def poll(self, *, max_messages: int, timeout_s: float) -> Sequence[Delivery]: ...

    def settle(self, deliveries: Sequence[Delivery], outputs: Sequence[Message]) -> None:
        """Settle up to the last of `deliveries` in each partition. Raises as Publisher.publish, and FencedError."""

    def rewind(self, delivery: Delivery) -> None:
        """Take a delivery and all after it in its partition back, and pause the partition until `resume`."""

    def resume(self, topic: str, partition: int) -> None: ...

    def assignment(self) -> Sequence[tuple[str, int]]:
        """Topic and partition of what this member owned at its last poll."""

    def close(self) -> None:
        """Leave the group; unsettled messages go to the other members."""


class Log(Protocol):
    """Holds topics: a file of one machine, or a cluster."""

    def apply(self, topics: Sequence[Topic], *, dry_run: bool = False) -> Sequence[str]:
        """Make the log match the declarations (create, add partitions, alter); returns a line per change.

        A dry run only returns the changes. No topic is deleted. Raises BrokerError if partitions would be.
        """

    def topics(self) -> Mapping[str, int]:
        """The number of partitions of every topic that is there."""

    def delete(self, topics: Sequence[str]) -> None:
        """With their messages and every group's offsets in them. Raises UnknownTopicError, BrokerError."""

    def register(self, group: str, topics: Sequence[str], *, dry_run: bool = False) -> Sequence[str]:
        """Write the group's first offsets where it has none, so that retention waits for it.

        Returns the topics of which it had none at all. A dry run only returns them, also topics that do not exist yet.
        """

    def move(self, group: str, offsets: Mapping[tuple[str, int], int]) -> None:
        """Set what the group has settled, by topic and partition. Raises BrokerError while members work in it."""

    def publisher(self, *, client: str) -> Publisher:
        """`client`: a name that no other live publisher has; a cluster fences an earlier one of the same name."""

    def consumer(self, *, group: str, topics: Sequence[str], client: str) -> Consumer:
        """`client`: unique among the group's live members; a cluster fences an earlier one of the same name."""

    def lag(self, groups: Collection[str] | None = None) -> Sequence[PartitionLag]:
        """The lag of these groups as far as they are registered; None: of every registered one."""

    def ends(self) -> Mapping[str, int]:
        """Offsets ever given, by topic: the messages appended, and on a cluster the markers of their transactions."""

    def read(self, topic: str, partition: int, *, start: int = 0, limit: int = 1000) -> Sequence[Stored]:
        """Committed messages from offset `start` on, outside any group; for tools and tests."""

    def partitions(self, topic: str) -> int: ...

    def close(self) -> None: ...


def size_of(messages: Iterable[Message]) -> int:
    """Bytes a log counts for messages: key, value and headers."""
    total = 0
    for message in messages:
        total += len(message.key) + len(message.value)
        # Every message is measured twice on its way out: a loop takes half the time of a generator.
        for name, value in message.headers:
            total += len(name) + len(value)
    return total
