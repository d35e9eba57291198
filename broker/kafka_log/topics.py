"""Makes the cluster's topics match the declarations: creates, alters, adds partitions, deletes by name."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kafka import errors
from kafka.admin import ConfigResource

from broker.kafka_log.cluster import HEADROOM_BYTES, MAX_MESSAGE_BYTES, Cluster
from broker.kafka_log.errors import kafka_calls
from broker.kafka_log.settings import MIB
from broker.port import BrokerError
from schemas.topics import Cleanup, Topic

# A partition is deleted from a segment at a time: a limit holds to within one, and one takes the largest batch.
SEGMENTS_OF_A_LIMIT = 4
SMALLEST_SEGMENT_BYTES = 16 * MIB
LARGEST_SEGMENT_BYTES = 128 * MIB
# Copies of a partition from which on a broker may be away, and an acknowledged write still has two.
SAFE_REPLICATION = 3
READY_TRIES = 100
READY_WAIT_S = 0.1


@dataclass(frozen=True)
class TopicChange:
    """The differences of one topic. `partitions` is None if their number is right; `configs` are to be set."""

    topic: str
    is_new: bool
    partitions: int | None
    configs: Mapping[str, str]
    line: str


def configs_of(topic: Topic, *, replication: int) -> Mapping[str, str]:
    """A topic's settings. Its limit of size is shared out to the partitions: what is over is deleted, read or not."""
    # An acknowledged settle must outlive the broker that took it; with two copies one away would stop all writers.
    in_sync = {"min.insync.replicas": str(replication // 2 + 1)} if replication >= SAFE_REPLICATION else {}
    is_compacted = topic.cleanup is Cleanup.COMPACT
    share = -(-topic.max_bytes // topic.partitions)
    segment = min(max(share // SEGMENTS_OF_A_LIMIT, SMALLEST_SEGMENT_BYTES), LARGEST_SEGMENT_BYTES)
    return {
        "cleanup.policy": topic.cleanup.value,
        "retention.ms": "-1" if is_compacted else str(int(topic.retention_s * 1000)),
        "retention.bytes": "-1" if is_compacted else str(share),
        "segment.bytes": str(segment),
        MAX_MESSAGE_BYTES: str(topic.max_record_bytes + HEADROOM_BYTES),
        # When the log took a message, whatever the clock of its sender says.
        "message.timestamp.type": "LogAppendTime",
        **in_sync,
    }


def differences(cluster: Cluster, topics: Sequence[tuple[str, Topic]], *, replication: int) -> list[TopicChange]:
    """Between (full name, declaration) and the cluster. Raises BrokerError if partitions would be taken away."""
    held = cluster.topics()
    configs = cluster.configs([name for name, _ in topics if name in held])
    changes = [
        _difference(name, topic, held.get(name, 0), configs.get(name, {}), configs_of(topic, replication=replication))
        for name, topic in topics
    ]
    return [change for change in changes if change is not None]


def _difference(
    name: str, topic: Topic, partitions: int, configs: Mapping[str, str], wanted: Mapping[str, str]
) -> TopicChange | None:
    if not partitions:
        parts = [f"partitions {topic.partitions}", *(f"{key} {value}" for key, value in wanted.items())]
        return TopicChange(name, True, topic.partitions, wanted, f"created {topic.name}: {', '.join(parts)}")
    if partitions > topic.partitions:
        # Keys would change their partition and lose their order.
        raise BrokerError(f"topic {topic.name} has {partitions} partitions and cannot go down to {topic.partitions}")
    altered = {key: value for key, value in wanted.items() if configs.get(key) != value}
    parts = [f"partitions {partitions} → {topic.partitions}"] if partitions < topic.partitions else []
    parts += [f"{key} {configs.get(key)} → {value}" for key, value in altered.items()]
    if not parts:
        return None
    more = topic.partitions if partitions < topic.partitions else None
    return TopicChange(name, False, more, altered, f"altered {topic.name}: {', '.join(parts)}")


def apply(cluster: Cluster, changes: Sequence[TopicChange], *, replication: int) -> None:
    """Returns when every broker that was asked knows the topics with all their partitions."""
    new = {change.topic: _creation(change, replication) for change in changes if change.is_new}
    grown = {c.topic: c.partitions for c in changes if not c.is_new and c.partitions is not None}
    altered = [ConfigResource("topic", c.topic, dict(c.configs)) for c in changes if not c.is_new and c.configs]
    what = "applying the declarations of topics"
    if new:
        cluster.ask(what, lambda admin: _create(admin, new))
    if grown:
        # Not asked twice: what took effect the first time would be refused.
        with kafka_calls(what):
            cluster.admin().create_partitions(grown)
    if altered:
        _check_altered(cluster.ask(what, lambda admin: admin.alter_configs(altered)))
    _await_settings({c.topic: c.configs for c in changes if c.configs}, cluster)
    _await({c.topic: c.partitions for c in changes if c.partitions is not None}, cluster)


def delete(cluster: Cluster, topics: Sequence[str]) -> None:
    """Returns when no broker that was asked knows the topics. Raises UnknownTopicError, BrokerError."""
    cluster.partitions(topics)
    with kafka_calls("deleting topics"):
        cluster.admin().delete_topics(list(topics))
    pause = threading.Event()
    for _ in range(READY_TRIES):
        if not set(topics) & set(cluster.topics()):
            return
        pause.wait(READY_WAIT_S)
    raise BrokerError(f"deleting topics takes over {READY_TRIES * READY_WAIT_S:.0f} s: {', '.join(topics)}")


def _creation(change: TopicChange, replication: int) -> dict[str, object]:
    return {"num_partitions": change.partitions, "replication_factor": replication, "configs": dict(change.configs)}


def _create(admin: Any, new: Mapping[str, Mapping[str, object]]) -> None:
    try:
        admin.create_topics(dict(new))
    except errors.TopicAlreadyExistsError:
        # Another process applies the same declarations: whoever came second has nothing left to do.
        return


def _check_altered(results: Mapping[str, Mapping[str, str]]) -> None:
    refused = [f"{topic}: {result}" for topic, result in results.get("topic", {}).items() if result != "OK"]
    if refused:
        raise BrokerError(f"settings were refused: {'; '.join(refused)}")


def _await_settings(wanted: Mapping[str, Mapping[str, str]], cluster: Cluster) -> None:
    """The controller has what was altered at once, the broker that is asked a moment later."""
    if not wanted:
        return
    pause = threading.Event()
    for _ in range(READY_TRIES):
        held = cluster.configs(list(wanted))
        if all(configs.items() <= held.get(topic, {}).items() for topic, configs in wanted.items()):
            return
        pause.wait(READY_WAIT_S)
    raise BrokerError(f"settings do not arrive within {READY_TRIES * READY_WAIT_S:.0f} s: {', '.join(wanted)}")


def _await(wanted: Mapping[str, int], cluster: Cluster) -> None:
    """A created topic is announced to the brokers a moment later."""
    if not wanted:
        return
    pause = threading.Event()
    for _ in range(READY_TRIES):
        held = cluster.topics()
        if all(held.get(topic, 0) >= count for topic, count in wanted.items()):
            break
        pause.wait(READY_WAIT_S)
    with kafka_calls("waiting for topics"):
        cluster.admin().wait_for_topics(list(wanted), timeout_ms=int(READY_TRIES * READY_WAIT_S * 1000))
