"""The cluster as an administrator sees it: topics with their partitions and limits, groups with their offsets."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from kafka import KafkaAdminClient, OffsetAndMetadata, TopicPartition, errors
from kafka.admin import ConfigResource, OffsetSpec
from kafka.protocol.consumer import IsolationLevel

from broker.kafka_log.asking import NO_ANSWER_YET, patiently
from broker.kafka_log.connect import connect
from broker.kafka_log.coordinators import forget_coordinators
from broker.kafka_log.settings import BATCH_BYTES, KafkaSettings
from broker.port import BrokerError, Message, RecordTooLargeError, UnknownTopicError, size_of

T = TypeVar("T")
# A topic's own limit is on batches: it takes a full batch, or one record of the largest size, in either case.
HEADROOM_BYTES = BATCH_BYTES + 16 * 1024
MAX_MESSAGE_BYTES = "max.message.bytes"
MARKER_TRIES = 20
MARKER_WAIT_S = 0.05


class Cluster:
    """Safe to use from several threads. Topics and groups bear their full names here."""

    def __init__(self, settings: KafkaSettings, *, client: str) -> None:
        self._settings = settings
        self._client = client
        self._lock = threading.Lock()
        self._opened: Any = None
        self._limits: dict[str, int] = {}

    def admin(self) -> Any:
        """Opened at first use, so that a process may fork before. Raises BrokerError."""
        with self._lock:
            if self._opened is None:
                self._opened = connect(KafkaAdminClient, self._settings, self._client, {})
            return self._opened

    def close(self) -> None:
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None

    def topics(self) -> Mapping[str, int]:
        """Partitions by topic, of those that bear our prefixes."""
        described = self.ask("listing topics", lambda admin: admin.describe_topics())
        return {
            topic["name"]: len(topic["partitions"])
            for topic in described
            if self._is_ours(topic["name"]) and not topic["is_internal"]
        }

    def _is_ours(self, topic: str) -> bool:
        return topic.startswith(self._settings.topic_name(self._settings.listed_prefix))

    def counts(self, topics: Iterable[str]) -> Mapping[str, int]:
        """Partitions by topic, of those among `topics` that are there and bear our prefixes."""
        wanted = sorted(filter(self._is_ours, topics))
        described = self.ask("describing topics", lambda admin: admin.describe_topics(wanted)) if wanted else ()
        return {topic["name"]: len(topic["partitions"]) for topic in described if not topic["error_code"]}

    def partitions(self, topics: Iterable[str]) -> Mapping[str, int]:
        """Partitions of each topic. Raises UnknownTopicError naming those that are not there."""
        wanted = list(dict.fromkeys(topics))
        if not wanted:
            return {}
        described = self.ask("describing topics", lambda admin: admin.describe_topics(wanted))
        found = {topic["name"]: len(topic["partitions"]) for topic in described if not topic["error_code"]}
        missing = [topic for topic in wanted if not found.get(topic)]
        if missing:
            raise UnknownTopicError(f"not in the log: {', '.join(missing)}")
        return found

    def each_partition(self, topics: Iterable[str]) -> Sequence[Any]:
        return [
            TopicPartition(topic, number) for topic, count in self.partitions(topics).items() for number in range(count)
        ]

    def starts(self, partitions: Sequence[Any]) -> Mapping[Any, int]:
        return self._offsets(partitions, OffsetSpec.EARLIEST)

    def ends(self, partitions: Sequence[Any]) -> Mapping[Any, int]:
        """After the last offset that a reader of committed messages gets to."""
        return self._offsets(partitions, OffsetSpec.LATEST)

    def settled_end(self, partition: Any) -> int:
        """The same of one partition, after the end of the transactions that are ending.

        The broker answers a commit once it is decided, and writes the marker that admits readers later. A transaction
        open for longer belongs to a dead producer, and is not waited for.
        """
        appended = self._offsets([partition], OffsetSpec.LATEST, IsolationLevel.READ_UNCOMMITTED)[partition]
        for _ in range(MARKER_TRIES):
            end = self.ends([partition])[partition]
            if end >= appended:
                break
            threading.Event().wait(MARKER_WAIT_S)
        return end

    def configs(self, topics: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """Every setting of each topic; empty for a topic that is not there."""
        asked = [ConfigResource("topic", topic) for topic in topics]
        described = self.ask(
            "reading the settings of topics", lambda admin: admin.describe_configs(asked, config_filter="all")
        )
        return {
            topic: {name: str(config["value"]) for name, config in configs.items()}
            for topic, configs in described.get("topic", {}).items()
        }

    def check_sizes(self, messages: Sequence[Message]) -> None:
        """Raises RecordTooLargeError, UnknownTopicError. A limit raised meanwhile is read before a refusal."""
        for message in messages:
            topic, size = self._settings.topic_name(message.topic), size_of((message,))
            if size > self._limits.get(topic, 0):
                self._limits[topic] = self._max_record_bytes(topic)
            if size > self._limits[topic]:
                raise RecordTooLargeError(
                    f"a record of {size} bytes is over the {self._limits[topic]} of topic {message.topic}"
                )

    def groups(self, asked: Sequence[str] | None = None) -> Mapping[str, Mapping[Any, int]]:
        """Committed offsets by partition of the groups that are asked for, or of every one that bears our prefix."""
        ours = self._groups_there() if asked is None else asked
        offsets = self.ask("reading offsets", lambda admin: admin.list_group_offsets(ours)) if ours else {}
        return {
            group: {partition: each.offset for partition, each in of_group.items() if each.offset >= 0}
            for group, of_group in offsets.items()
        }

    def _groups_there(self) -> Sequence[str]:
        ids = [each["group_id"] for each in self.ask("listing groups", lambda admin: admin.list_groups())]
        return [group for group in ids if group.startswith(self._settings.group_prefix)]

    def register(self, group: str, topics: Sequence[str], *, dry_run: bool = False) -> Sequence[str]:
        """First offsets, at the start of each partition, where the group has none and nobody works in it.

        Returns the topics of which it had none at all. Members of a group that works write the first offsets of what
        they are given themselves.
        """
        there = set(self.topics() if dry_run else topics)
        wanted = self.each_partition(topic for topic in topics if topic in there)
        held = self._with_offset(group, wanted)
        new = [topic for topic in topics if topic not in {each.topic for each in held}]
        missing = [each for each in wanted if each not in held]
        return new if dry_run or not missing or self._write_first(group, missing) else ()

    def _with_offset(self, group: str, partitions: Sequence[Any]) -> set[Any]:
        if not partitions:
            return set()
        asked = {group: partitions}
        found = self.ask(f"reading the offsets of group {group}", lambda admin: admin.list_group_offsets(asked))[group]
        return {each for each, offset in found.items() if offset.offset >= 0}

    def _write_first(self, group: str, missing: Sequence[Any]) -> bool:
        """False if members work in the group."""
        return self._write(group, self.starts(missing))

    def move(self, group: str, offsets: Mapping[Any, int]) -> None:
        """Raises BrokerError while members work in the group."""
        if not self._write(group, offsets):
            raise BrokerError(f"members work in group {group}: stop them first")

    def _write(self, group: str, offsets: Mapping[Any, int]) -> bool:
        """False if members work in the group."""
        told = {each: OffsetAndMetadata(offset, "", -1) for each, offset in offsets.items()}
        results = self.ask(
            f"writing the offsets of group {group}", lambda admin: admin.alter_group_offsets(group, told)
        )
        failed = {
            each.__name__ for each in results.values() if each not in (errors.NoError, errors.UnknownMemberIdError)
        }
        if failed:
            raise BrokerError(f"the offsets of group {group} were refused: {', '.join(failed)}")
        return errors.UnknownMemberIdError not in results.values()

    def ask(self, what: str, ask: Callable[[Any], T]) -> T:
        """A cluster that has just been made has no coordinator of groups; one that has lost a node, no leaders yet.

        Raises what `patiently` does.
        """

        def once() -> T:
            admin = self.admin()
            try:
                return ask(admin)
            except NO_ANSWER_YET:
                forget_coordinators(admin)
                raise

        return patiently(what, once, for_s=self._settings.start_s)

    def _offsets(
        self, partitions: Sequence[Any], spec: Any, isolation: Any = IsolationLevel.READ_COMMITTED
    ) -> Mapping[Any, int]:
        if not partitions:
            return {}
        asked = dict.fromkeys(partitions, spec)
        found = self.ask(
            "reading the ends of partitions",
            lambda admin: admin.list_partition_offsets(asked, isolation_level=isolation),
        )
        return {partition: each.offset for partition, each in found.items()}

    def _max_record_bytes(self, topic: str) -> int:
        self.partitions([topic])
        return int(self.configs([topic])[topic][MAX_MESSAGE_BYTES]) - HEADROOM_BYTES
