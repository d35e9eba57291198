"""The lag of each group, and the age of its oldest unread record."""

from collections.abc import Mapping, Sequence
from typing import Any

from broker.kafka_log.cluster import Cluster
from broker.kafka_log.reader import TopicReader
from broker.kafka_log.settings import KafkaSettings
from broker.port import PartitionLag


class LagGauge:
    """Offsets alone do not show the lag, since each transaction's marker takes one too.

    A group that has read all is still short of the end. So the first unread record of each partition is looked up, and
    cached while it stays unread.
    """

    def __init__(self, settings: KafkaSettings, cluster: Cluster, reader: TopicReader) -> None:
        self._settings = settings
        self._cluster = cluster
        self._reader = reader
        self._oldest: dict[tuple[Any, int], float] = {}
        self._nothing_before: dict[tuple[Any, int], int] = {}

    def measure(self, asked: Sequence[str] | None = None) -> Sequence[PartitionLag]:
        """Of these groups by their full names; None: of all. Asked for is what they read and nothing else: each worker
        measures its own group again and again, and to list all topics of a cluster takes most of the time."""
        groups = self._cluster.groups(asked)
        known = self._cluster.counts({each.topic for held in groups.values() for each in held})
        partitions = {each for held in groups.values() for each in held if each.partition < known.get(each.topic, 0)}
        ends = self._cluster.ends(sorted(partitions))
        self._look_up({(each, held[each]) for held in groups.values() for each in held if each in ends}, ends)
        lags = [
            self._lag(group, partition, settled, ends[partition])
            for group, held in groups.items()
            for partition, settled in held.items()
            if partition in ends
        ]
        return sorted(lags, key=lambda lag: (lag.group, lag.topic, lag.partition))

    def _lag(self, group: str, partition: Any, settled: int, end: int) -> PartitionLag:
        oldest_at = self._oldest.get((partition, settled))
        return PartitionLag(
            group.removeprefix(self._settings.group_prefix),
            partition.topic.removeprefix(self._settings.topic_prefix),
            partition.partition,
            settled,
            settled if oldest_at is None else end,
            oldest_at,
        )

    def _look_up(self, places: set[tuple[Any, int]], ends: Mapping[Any, int]) -> None:
        """The time of the first record at or after each place, for places that are short of the end."""
        measured = {partition for partition, _ in places}
        # What others asked of other groups is kept.
        self._oldest = {each: at for each, at in self._oldest.items() if each in places or each[0] not in measured}
        self._nothing_before = {
            each: end for each, end in self._nothing_before.items() if each in places or each[0] not in measured
        }
        unknown = [
            (partition, settled)
            for partition, settled in places
            if (partition, settled) not in self._oldest
            and max(settled, self._nothing_before.get((partition, settled), 0)) < ends[partition]
        ]
        # One partition is read from one place at a time; groups are seldom at different ones.
        while unknown:
            turn = dict(unknown)
            self._read(turn, ends)
            unknown = [place for place in unknown if turn[place[0]] != place[1]]

    def _read(self, turn: Mapping[Any, int], ends: Mapping[Any, int]) -> None:
        starts = self._cluster.starts(list(turn))
        spans = {each: (max(settled, starts[each]), ends[each]) for each, settled in turn.items()}
        for partition, records in self._reader.read(spans, 1).items():
            place = (partition, turn[partition])
            if records:
                self._oldest[place] = records[0].timestamp / 1000
            else:
                self._nothing_before[place] = ends[partition]
