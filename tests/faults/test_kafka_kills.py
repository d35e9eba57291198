"""Kill -9 on workers, supervisor and broker of a real cluster: read-committed readers count every id once."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from kafka import KafkaConsumer, TopicPartition

from pipeline.bench import kills
from pipeline.bench.audit import SqliteReader
from pipeline.settings import Settings

ROOT = Path(__file__).parents[2]
NODE = ROOT / "deploy" / "kafka" / "kafka"
pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="finds workers through /proc")]


@dataclass(frozen=True)
class KafkaReader:
    """Topics by a consumer without a group that sees committed records only; stores as files."""

    bootstrap: str
    stores: SqliteReader

    def messages(self, topic: str) -> Iterable[tuple[bytes, Mapping[str, str]]]:
        options = {"isolation_level": "read_committed", "enable_auto_commit": False, "auto_offset_reset": "earliest"}
        with closing(
            KafkaConsumer(bootstrap_servers=self.bootstrap, consumer_timeout_ms=10_000, **options)
        ) as consumer:
            partitions = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
            ends = consumer.end_offsets(partitions)
            consumer.assign(partitions)
            while any(consumer.position(partition) < ends[partition] for partition in partitions):
                for records in consumer.poll(timeout_ms=500).values():
                    for record in records:
                        yield record.value, {name: value.decode("latin-1") for name, value in record.headers}

    def column(self, store: str, sql: str) -> Sequence[str]:
        return self.stores.column(store, sql)


@pytest.mark.usefixtures("sockets_released")
def test_kills_on_a_cluster_lose_and_double_nothing(tmp_path: Path, kafka_bootstrap: str) -> None:
    is_long = os.environ.get("WARTA_FAULTS") == "long"
    count, asked, inside = (5000, 40, 15) if is_long else (1200, 10, 6)
    settings = Settings(
        data_dir=tmp_path,
        log="kafka",
        kafka_bootstrap=kafka_bootstrap,
        topic_prefix=f"kills-{uuid.uuid4().hex[:8]}.",
    )
    reader = KafkaReader(kafka_bootstrap, SqliteReader(tmp_path))

    def kill_the_broker() -> None:
        subprocess.run([str(NODE), "crash"], check=True, capture_output=True)
        subprocess.run([str(NODE), "up"], check=True, capture_output=True)

    troubles = [kill_the_broker] if is_long else []
    outcome = kills.measure(
        settings, count=count, seed=11, kills=asked, inside=inside, reader=reader, troubles=troubles
    )

    assert outcome.unread_at_first_kill >= count
    assert outcome.inside_settle >= inside
    assert sum(outcome.result.lost.values()) == 0, outcome.result.lost
    assert sum(outcome.result.doubled.values()) == 0, outcome.result.doubled
    assert sum(outcome.result.unexpected.values()) == 0, outcome.result.unexpected
