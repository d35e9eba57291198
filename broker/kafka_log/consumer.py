"""One member of a group: polls its partitions, and settles outputs and offsets in one transaction."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from kafka import KafkaConsumer, OffsetAndMetadata, TopicPartition, errors

from broker.kafka_log.cluster import Cluster
from broker.kafka_log.connect import connect
from broker.kafka_log.errors import kafka_calls
from broker.kafka_log.heart import silent_s
from broker.kafka_log.parked import unpark
from broker.kafka_log.producer import Transactions
from broker.kafka_log.records import message_of, position_of
from broker.kafka_log.settings import KafkaSettings
from broker.port import BrokerError, Delivery, FencedError, Membership, Message

# A poll that may not wait still asks the broker where to begin.
SHORTEST_WAIT_MS = 200
# After one the group lets a member go; a member that is only slow may have begun to send again.
SESSIONS_OF_SILENCE = 2


class KafkaLogConsumer:
    """Implements `broker.port.Consumer`. `client` is unique among the members of a group: it fences its namesake."""

    def __init__(
        self, settings: KafkaSettings, cluster: Cluster, *, group: str, topics: Sequence[str], client: str
    ) -> None:
        self._settings = settings
        self._cluster = cluster
        self._group = group
        self._names = [settings.topic_name(topic) for topic in topics]
        cluster.partitions(self._names)
        # First the transactions: a namesake's open one is aborted, and its offsets are final when ours are read.
        self._transactions = Transactions(
            settings, transactional_id=settings.group_id(f"{group}-{client}"), client=client
        )
        try:
            self._consumer = connect(KafkaConsumer, settings, client, settings.consumer() | settings.member(group))
        except BrokerError:
            self._transactions.discard()
            raise
        self._consumer.subscribe(self._names)
        self._begun: Membership | None = None
        self._assigned: Sequence[tuple[str, int]] = ()
        self._is_spoiled = False

    def poll(self, *, max_messages: int, timeout_s: float) -> Sequence[Delivery]:
        self._check_usable()
        deadline = time.monotonic() + timeout_s
        with kafka_calls(f"polling as {self._group}"):
            while True:
                left_s = max(0.0, deadline - time.monotonic())
                records = self._records(max_messages, left_s)
                # Taken at once: a heartbeat may take the generation away at any time, and the fence with it.
                membership = self._membership()
                if membership != self._begun:
                    # What came was read from where an earlier generation stood.
                    self._begin(membership, deadline)
                elif records and membership is not None:
                    return [self._delivery(record, membership) for each in records.values() for record in each]
                if time.monotonic() >= deadline:
                    self._check_topics()
                    self._check_heart()
                    return ()

    def settle(self, deliveries: Sequence[Delivery], outputs: Sequence[Message]) -> None:
        self._check_usable()
        try:
            self._cluster.check_sizes(outputs)
            membership = self._owner(deliveries)
            if deliveries or outputs:
                self._transactions.commit(outputs, self._ends_of(deliveries), membership)
        except BaseException:
            # The offsets of this settle would go into the next transaction of the same producer.
            self._is_spoiled = True
            raise

    def rewind(self, delivery: Delivery) -> None:
        partition = self._partition(delivery.position.topic, delivery.position.partition)
        if delivery.membership == self._begun and partition in self._consumer.assignment():
            self._consumer.pause(partition)
            self._consumer.seek(partition, delivery.position.offset)

    def resume(self, topic: str, partition: int) -> None:
        wanted = self._partition(topic, partition)
        if wanted in self._consumer.assignment():
            self._consumer.resume(wanted)

    def assignment(self) -> Sequence[tuple[str, int]]:
        return self._assigned

    def close(self) -> None:
        if self._is_spoiled:
            self._transactions.discard()
        else:
            self._transactions.close()
        with kafka_calls(f"leaving group {self._group}"):
            self._consumer.close(autocommit=False)

    def _check_usable(self) -> None:
        if self._is_spoiled:
            raise BrokerError(f"{self._group}: a settle has failed, this consumer is not used again")

    def _check_topics(self) -> None:
        """A topic that is deleted under a group leaves it without partitions and without a word. Asks no broker as
        long as the client's own map of the cluster has them all. Raises UnknownTopicError."""
        if not all(self._consumer.partitions_for_topic(name) for name in self._names):
            self._cluster.partitions(self._names)

    def _check_heart(self) -> None:
        """Raises FencedError once the group has surely gone on without this member."""
        silent = silent_s(self._consumer)
        if silent > SESSIONS_OF_SILENCE * self._settings.session_s:
            raise FencedError(f"{self._group}: no heartbeat for {silent:.0f} s")

    def _records(self, max_messages: int, timeout_s: float) -> Mapping[Any, Sequence[Any]]:
        unpark(self._consumer)
        try:
            found: Mapping[Any, Sequence[Any]] = self._consumer.poll(
                timeout_ms=int(timeout_s * 1000), max_records=max_messages
            )
        except errors.NoOffsetForPartitionError:
            # A partition that no member of the group has had: its first offset is written when the generation begins.
            self._begun = None
            return {}
        return found

    def _membership(self) -> Membership | None:
        """None while this member is in no generation."""
        seen = self._consumer.group_metadata()
        if seen.generation_id < 0:
            return None
        return Membership(self._group, seen.member_id, seen.generation_id)

    def _begin(self, membership: Membership | None, deadline: float) -> None:
        """Go to the settled offsets: kafka-python keeps its place in partitions that it keeps over a rebalance."""
        self._begun, self._assigned = None, ()
        if membership is None:
            return
        partitions = sorted(self._consumer.assignment())
        try:
            for partition in partitions:
                self._consumer.seek(partition, self._settled(partition, deadline))
        except (ValueError, errors.CommitFailedError, errors.KafkaTimeoutError):
            # The group moved on meanwhile (`seek` says so with a ValueError), or a settle of the member before is
            # still open, for as long as its transaction may take: the next round begins anew.
            return
        self._begun = membership
        self._assigned = tuple((self._topic(each.topic), each.partition) for each in partitions)

    def _settled(self, partition: Any, deadline: float) -> int:
        """Written at the partition's start where the group has none; only this member may, so nobody is overtaken."""
        timeout_ms = max(SHORTEST_WAIT_MS, int((deadline - time.monotonic()) * 1000))
        settled: int | None = self._consumer.committed(partition, timeout_ms=timeout_ms)
        if settled is not None:
            return settled
        first = int(self._consumer.beginning_offsets([partition], timeout_ms=timeout_ms)[partition])
        self._consumer.commit({partition: OffsetAndMetadata(first, "", -1)}, timeout_ms=timeout_ms)
        return first

    def _owner(self, deliveries: Sequence[Delivery]) -> Membership | None:
        memberships = {delivery.membership for delivery in deliveries}
        if len(memberships) > 1:
            raise FencedError(f"{self._group}: polled in several generations, and only the last can be settled")
        return memberships.pop() if memberships else None

    def _ends_of(self, deliveries: Sequence[Delivery]) -> Mapping[tuple[str, int], int]:
        ends: dict[tuple[str, int], int] = {}
        for topic, partition, offset in [delivery.position for delivery in deliveries]:
            ends[topic, partition] = max(ends.get((topic, partition), 0), offset + 1)
        return {(self._settings.topic_name(topic), partition): end for (topic, partition), end in ends.items()}

    def _delivery(self, record: Any, membership: Membership) -> Delivery:
        topic = self._topic(record.topic)
        return Delivery(message_of(record, topic), position_of(record, topic), record.timestamp / 1000, membership)

    def _partition(self, topic: str, partition: int) -> Any:
        return TopicPartition(self._settings.topic_name(topic), partition)

    def _topic(self, name: str) -> str:
        return name.removeprefix(self._settings.topic_prefix)
