"""The yardstick on Kafka: kafka-python alone in its transactional loop, told what the log tells its own clients.

`python -m bench.bare_loop CHUNK BATCH`: each of its turns moves one chunk, key, value and headers as they are.
"""

import sys
from collections.abc import Callable
from contextlib import closing
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, OffsetAndMetadata, TopicPartition

from bench.pass_through import BARE, PLAIN, STAGE
from bench.turns import work_when_told
from pipeline.settings import Settings
from pipeline.wiring.kafka_log import kafka_settings
from pipeline.wiring.log import names

POLL_MS = 1000


def work(chunk: int, batch: int) -> None:
    settings = Settings()
    kafka, full = kafka_settings(settings), names(settings).full
    group = f"{STAGE}-bare"
    # A loop that never flushes is fastest when each batch leaves at once.
    producing = kafka.producer(kafka.group_id(group)) | {"linger_ms": 0}
    with (
        closing(KafkaProducer(**kafka.connection(), **producing)) as producer,
        closing(KafkaConsumer(**kafka.connection(), **kafka.consumer(), **kafka.member(group))) as consumer,
    ):
        producer.init_transactions()
        consumer.subscribe([full(PLAIN)])
        work_when_told(_mover(consumer, producer, full(BARE), chunk, batch))


def _mover(consumer: Any, producer: Any, topic: str, chunk: int, batch: int) -> Callable[[], int]:
    def move() -> int:
        moved = 0
        while moved < chunk:
            moved += _one_transaction(consumer, producer, topic, batch)
        return moved

    return move


def _one_transaction(consumer: Any, producer: Any, topic: str, batch: int) -> int:
    polled = consumer.poll(timeout_ms=POLL_MS, max_records=batch)
    if not polled:
        return 0
    producer.begin_transaction()
    offsets: dict[TopicPartition, OffsetAndMetadata] = {}
    for partition, records in polled.items():
        for record in records:
            producer.send(topic, key=record.key, value=record.value, headers=record.headers)
        offsets[partition] = OffsetAndMetadata(records[-1].offset + 1, "", -1)
    producer.send_offsets_to_transaction(offsets, consumer.group_metadata())
    producer.commit_transaction()
    return sum(map(len, polled.values()))


if __name__ == "__main__":
    work(int(sys.argv[1]), int(sys.argv[2]))
