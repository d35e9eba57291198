"""Readers of what a run left that share no code with the pipeline: a consumer without a group, and SQL of their own."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg
from kafka import KafkaConsumer, TopicPartition

EMPTY_POLLS = 60
# Where each article must have one row, whatever the audit of all stores asks.
ONE_ROW_EACH = {
    "table of revisions": "SELECT id FROM article_revisions",
    "table of tokens": "SELECT articles.id FROM article_tokens JOIN articles USING (doc)",
    "table of watches": "SELECT article_id FROM article_watches WHERE watch = (SELECT min(watch) FROM article_watches)",
    "memory of revise": "SELECT split_part(key, '/', 2) FROM state WHERE stage = 'revise'",
}


@dataclass(frozen=True)
class ClusterReader:
    """Topics as committed readers see them; stores in one schema of a PostgreSQL database (`dsn` is psycopg's)."""

    bootstrap: str
    dsn: str
    schema: str

    def messages(self, topic: str) -> Iterable[tuple[bytes, Mapping[str, str]]]:
        with closing(self._consumer("read_committed")) as consumer:
            partitions = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic) or ()]
            ends = consumer.end_offsets(partitions)
            consumer.assign(partitions)
            patience = EMPTY_POLLS
            while any(consumer.position(partition) < ends[partition] for partition in partitions):
                found = consumer.poll(timeout_ms=500)
                patience = EMPTY_POLLS if found else patience - 1
                assert patience, f"{topic} cannot be read to its end"
                for records in found.values():
                    for record in records:
                        yield record.value, {name: value.decode("latin-1") for name, value in record.headers}

    def open_transactions(self, prefix: str) -> int:
        with (
            closing(self._consumer("read_committed")) as committed,
            closing(self._consumer("read_uncommitted")) as all_,
        ):
            topics = [topic for topic in all_.topics() if topic.startswith(prefix)]
            partitions = [
                TopicPartition(topic, number) for topic in topics for number in all_.partitions_for_topic(topic) or ()
            ]
            # What is written first, then what may be read: a transaction that begins in between hides nothing.
            written = all_.end_offsets(partitions)
            readable = committed.end_offsets(partitions)
        return sum(readable[partition] < written[partition] for partition in partitions)

    def column(self, store: str, sql: str) -> Sequence[str]:
        return [str(row[0]) for row in self.rows(sql)]

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        with psycopg.connect(self.dsn, options=f"-csearch_path={self.schema}") as connection:
            # Whatever a reader of the audit asks, it changes nothing.
            connection.read_only = True
            return connection.execute(sql.encode()).fetchall()

    def _consumer(self, isolation: str) -> KafkaConsumer:
        return KafkaConsumer(
            bootstrap_servers=self.bootstrap,
            isolation_level=isolation,
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            allow_auto_create_topics=False,
        )
