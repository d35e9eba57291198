"""Publishes outside any group: each call is one transaction."""

import threading
from collections.abc import Sequence

from broker.kafka_log.cluster import Cluster
from broker.kafka_log.producer import Transactions
from broker.kafka_log.settings import KafkaSettings
from broker.port import Message


class KafkaPublisher:
    """Implements `broker.port.Publisher`; safe to use from several threads, one at a time."""

    def __init__(self, settings: KafkaSettings, cluster: Cluster, *, client: str) -> None:
        self._settings = settings
        self._cluster = cluster
        self._client = client
        self._lock = threading.Lock()
        self._transactions: Transactions | None = self._open()

    def publish(self, messages: Sequence[Message]) -> None:
        with self._lock:
            self._cluster.check_sizes(messages)
            if not messages:
                return
            if self._transactions is None:
                # What failed before may have been a topic that is gone: a producer waits for it without a word.
                self._cluster.partitions(self._settings.topic_name(message.topic) for message in messages)
                self._transactions = self._open()
            try:
                self._transactions.commit(messages, {}, None)
            except BaseException:
                self._transactions.discard()
                self._transactions = None
                raise

    def close(self) -> None:
        with self._lock:
            if self._transactions is not None:
                self._transactions.close()
                self._transactions = None

    def _open(self) -> Transactions:
        name = self._settings.group_id(f"publisher-{self._client}")
        return Transactions(self._settings, transactional_id=name, client=self._client)
