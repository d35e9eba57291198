"""Reads committed messages outside any group, for tools, tests and the lag."""

import threading
import time
from collections.abc import Mapping
from typing import Any

from kafka import KafkaConsumer

from broker.kafka_log.connect import connect
from broker.kafka_log.errors import kafka_calls
from broker.kafka_log.parked import unpark
from broker.kafka_log.settings import KafkaSettings
from broker.port import BrokerError

READ_S = 20.0
POLL_MS = 200
# The broker answers a fetch at the end of a partition after this time at the latest.
FETCH_WAIT_MS = 100


class TopicReader:
    """Safe to use from several threads, one at a time. `fetch_bytes`: how much of a partition one fetch asks for."""

    def __init__(self, settings: KafkaSettings, *, client: str, fetch_bytes: int) -> None:
        self._settings = settings
        self._client = client
        self._fetch_bytes = fetch_bytes
        self._lock = threading.Lock()
        self._opened: Any = None

    def read(self, spans: Mapping[Any, tuple[int, int]], limit: int) -> Mapping[Any, list[Any]]:
        """For each partition up to `limit` records from offsets (first, end); fewer where no more are committed."""
        with self._lock, kafka_calls("reading"):
            consumer = self._consumer()
            found: dict[Any, list[Any]] = {partition: [] for partition in spans}
            pending = {partition for partition, (first, end) in spans.items() if first < end}
            consumer.assign(list(pending))
            # A partition that was assigned before is still paused from then.
            consumer.resume(*pending)
            for partition in pending:
                consumer.seek(partition, spans[partition][0])
            deadline = time.monotonic() + READ_S
            while pending:
                if time.monotonic() > deadline:
                    raise BrokerError(f"reading {len(pending)} partitions took over {READ_S:.0f} s")
                unpark(consumer)
                for partition, records in consumer.poll(timeout_ms=POLL_MS, max_records=limit).items():
                    found[partition] += records
                for partition in [each for each in pending if len(found[each]) >= limit or self._at_end(each, spans)]:
                    pending.discard(partition)
                    consumer.pause(partition)
            return {partition: records[:limit] for partition, records in found.items()}

    def close(self) -> None:
        with self._lock:
            if self._opened is not None:
                self._opened.close(autocommit=False)
                self._opened = None

    def _at_end(self, partition: Any, spans: Mapping[Any, tuple[int, int]]) -> bool:
        position = self._opened.position(partition, timeout_ms=0)
        return position is not None and position >= spans[partition][1]

    def _consumer(self) -> Any:
        if self._opened is None:
            options = self._settings.consumer() | {
                "group_id": None,
                "max_partition_fetch_bytes": self._fetch_bytes,
                "fetch_max_wait_ms": FETCH_WAIT_MS,
            }
            self._opened = connect(KafkaConsumer, self._settings, self._client, options)
        return self._opened
