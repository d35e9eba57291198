"""Counts every id in topics and database, inside the cluster's network, by no code of the pipeline: prints JSON.

Run in a container of Warta's image, for its clients of Kafka and PostgreSQL alone.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from kafka import KafkaConsumer, TopicPartition

PREFIX = "warta."
TOPICS = ("pages", "cleaned", "articles", "enriched")
# Who reads each topic: each of its records has one fate there.
READERS = {
    "pages": ("clean", "archive"),
    "cleaned": ("revise",),
    "articles": ("enrich", "texts", "meter"),
    "enriched": ("articles",),
}
STORED = {
    "articles": "SELECT id FROM articles",
    "revisions": "SELECT id || '.' || revision FROM article_revisions",
    "texts": "SELECT id FROM texts",
    "archive": "SELECT event_id FROM archive_pages",
}
SETTLED = "SELECT stage, event_id FROM fates WHERE outcome <> 'retried'"
EMPTY_POLLS = 60


def messages(bootstrap: Sequence[str], topic: str) -> Iterable[tuple[bytes, Mapping[str, str]]]:
    """Every committed record of a topic: its value and its headers. Raises AssertionError if the end stays away."""
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap,
        isolation_level="read_committed",
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        allow_auto_create_topics=False,
    )
    with closing(consumer):
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


def counted(bootstrap: Sequence[str], database: str, password: str) -> Mapping[str, Mapping[str, int]]:
    """By place, how often each id stands there."""
    places = {topic: Counter(each["ce_id"] for _, each in messages(bootstrap, PREFIX + topic)) for topic in TOPICS}
    for value, _ in messages(bootstrap, f"{PREFIX}fates"):
        batch = json.loads(value)
        of_stage = places.setdefault(f"fates of {batch['stage']}", Counter())
        of_stage.update(fate["id"] for fate in batch["fates"] if fate["outcome"] != "retried")
    for stage in {stage for stages in READERS.values() for stage in stages}:
        places[f"dead.{stage}"] = Counter(each["ce_id"] for _, each in messages(bootstrap, f"{PREFIX}dead.{stage}"))
    with psycopg.connect(database, password=password) as connection:
        connection.read_only = True
        for name, sql in STORED.items():
            places[f"stored {name}"] = Counter(str(row[0]) for row in connection.execute(sql.encode()))
        for stage, event_id in connection.execute(SETTLED.encode()):
            places.setdefault(f"stored fates of {stage}", Counter())[event_id] += 1
    return places


def main(arguments: Sequence[str]) -> None:
    bootstrap, database, secret = arguments
    found: Mapping[str, Any] = counted(bootstrap.split(","), database, Path(secret).read_text().strip())
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
