"""The log on a Kafka cluster: topics, groups and transactions are the cluster's own."""

from collections.abc import Collection, Mapping, Sequence

from kafka import TopicPartition

from broker.kafka_log import topics as declarations
from broker.kafka_log.cluster import Cluster
from broker.kafka_log.consumer import KafkaLogConsumer
from broker.kafka_log.crc import check_c_crc32c
from broker.kafka_log.lag import LagGauge
from broker.kafka_log.publisher import KafkaPublisher
from broker.kafka_log.reader import TopicReader
from broker.kafka_log.records import message_of, position_of
from broker.kafka_log.settings import MIB, KafkaSettings
from broker.port import PartitionLag, Stored, UnknownTopicError
from schemas.topics import Topic

# The measure of lag needs one record of a partition: it asks for little.
GAUGE_FETCH_BYTES = 16 * 1024


class KafkaLog:
    """Implements `broker.port.Log`. Nothing is connected until it is used, so that a process may fork before."""

    def __init__(self, settings: KafkaSettings, *, client: str = "warta") -> None:
        check_c_crc32c()
        self._settings = settings
        self._cluster = Cluster(settings, client=client)
        self._reader = TopicReader(settings, client=client, fetch_bytes=MIB)
        self._gauge_reader = TopicReader(settings, client=client, fetch_bytes=GAUGE_FETCH_BYTES)
        self._gauge = LagGauge(settings, self._cluster, self._gauge_reader)

    def apply(self, topics: Sequence[Topic], *, dry_run: bool = False) -> Sequence[str]:
        """As the port says; a dry run only returns the changes."""
        named = [(self._settings.topic_name(topic.name), topic) for topic in topics]
        replication = self._settings.replication
        changes = declarations.differences(self._cluster, named, replication=replication)
        if not dry_run:
            declarations.apply(self._cluster, changes, replication=replication)
        return [change.line for change in changes]

    def topics(self) -> Mapping[str, int]:
        return {self._declared(name): count for name, count in self._cluster.topics().items()}

    def delete(self, topics: Sequence[str]) -> None:
        declarations.delete(self._cluster, [self._settings.topic_name(topic) for topic in topics])

    def register(self, group: str, topics: Sequence[str], *, dry_run: bool = False) -> Sequence[str]:
        named = [self._settings.topic_name(topic) for topic in topics]
        told = self._cluster.register(self._settings.group_id(group), named, dry_run=dry_run)
        return [self._declared(name) for name in told]

    def move(self, group: str, offsets: Mapping[tuple[str, int], int]) -> None:
        named = {
            TopicPartition(self._settings.topic_name(topic), number): offset
            for (topic, number), offset in offsets.items()
        }
        self._cluster.move(self._settings.group_id(group), named)

    def publisher(self, *, client: str) -> KafkaPublisher:
        return KafkaPublisher(self._settings, self._cluster, client=client)

    def consumer(self, *, group: str, topics: Sequence[str], client: str) -> KafkaLogConsumer:
        return KafkaLogConsumer(self._settings, self._cluster, group=group, topics=topics, client=client)

    def lag(self, groups: Collection[str] | None = None) -> Sequence[PartitionLag]:
        return self._gauge.measure(None if groups is None else [self._settings.group_id(each) for each in groups])

    def ends(self) -> Mapping[str, int]:
        counts = self._cluster.topics()
        each = [TopicPartition(name, number) for name, count in counts.items() for number in range(count)]
        totals = dict.fromkeys(counts, 0)
        for partition, end in self._cluster.ends(each).items():
            totals[partition.topic] += end
        return {self._declared(name): total for name, total in totals.items()}

    def partitions(self, topic: str) -> int:
        name = self._settings.topic_name(topic)
        return self._cluster.partitions([name])[name]

    def read(self, topic: str, partition: int, *, start: int = 0, limit: int = 1000) -> Sequence[Stored]:
        if partition >= self.partitions(topic):
            raise UnknownTopicError(f"{topic}/{partition} is not in the log")
        place = TopicPartition(self._settings.topic_name(topic), partition)
        first = max(start, self._cluster.starts([place])[place])
        records = self._reader.read({place: (first, self._cluster.settled_end(place))}, limit)[place]
        return [
            Stored(message_of(record, topic), position_of(record, topic), record.timestamp / 1000) for record in records
        ]

    def close(self) -> None:
        for part in (self._reader, self._gauge_reader, self._cluster):
            part.close()

    def _declared(self, name: str) -> str:
        return name.removeprefix(self._settings.topic_prefix)
