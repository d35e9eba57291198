"""Transactions: messages, and a group's offsets with them, are written all or none.

The order is send, flush, check every future, offsets, commit. There is no abort. After IllegalGeneration or a new epoch
kafka-python carries offsets of the failed transaction into the next. So a producer that failed is discarded. The
transactional id of its successor makes the broker abort what it left open.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from kafka import ConsumerGroupMetadata, KafkaProducer, OffsetAndMetadata, TopicPartition, errors

from broker.kafka_log.connect import connect
from broker.kafka_log.crc import check_c_crc32c
from broker.kafka_log.errors import kafka_calls
from broker.kafka_log.settings import KafkaSettings
from broker.port import BrokerError, FencedError, Membership, Message

# Over the transaction's own time: the broker has given it up by then.
COMMIT_MARGIN_S = 5.0
CLOSE_S = 2.0


class Transactions:
    """A transactional producer. After any error of `commit` it is of no more use: call `discard`."""

    def __init__(self, settings: KafkaSettings, *, transactional_id: str, client: str) -> None:
        check_c_crc32c()
        self._settings = settings
        self._producer = connect(KafkaProducer, settings, client, settings.producer(transactional_id))
        try:
            with kafka_calls(f"beginning transactions as {transactional_id}"):
                self._producer.init_transactions()
        except BrokerError:
            self.discard()
            raise

    def commit(
        self, messages: Sequence[Message], offsets: Mapping[tuple[str, int], int], membership: Membership | None
    ) -> None:
        """One transaction. Raises FencedError, BrokerError.

        Where the answer to the commit is lost, it may have happened: all of it or none.
        """
        owner = None if membership is None else self._as_polled(membership)
        bound_s = self._settings.transaction_s + COMMIT_MARGIN_S
        _within(bound_s, lambda: self._commit(messages, offsets, owner))

    def close(self) -> None:
        try:
            self._producer.close(timeout=CLOSE_S)
        except errors.KafkaError:
            # Nothing of a closing producer is committed, so it may as well be thrown away.
            self.discard()

    def discard(self) -> None:
        """Close without waiting: a spoiled producer may hold batches until their delivery time is over."""
        producer, patience_s = self._producer, self._settings.delivery_s + CLOSE_S
        threading.Thread(target=_close_quietly, args=(producer, patience_s), daemon=True).start()

    def _commit(self, messages: Sequence[Message], offsets: Mapping[tuple[str, int], int], owner: Any) -> None:
        with kafka_calls("settling" if offsets else "publishing"):
            self._producer.begin_transaction()
            sent = [self._send(message) for message in messages]
            self._producer.flush(timeout=self._settings.delivery_s)
            for future in sent:
                # A flush says nothing of deliveries that failed.
                future.get(timeout=0)
            if offsets:
                self._producer.send_offsets_to_transaction(_committed(offsets), owner)
            self._producer.commit_transaction()

    def _send(self, message: Message) -> Any:
        return self._producer.send(
            self._settings.topic_name(message.topic),
            key=message.key,
            value=message.value,
            headers=list(message.headers),
        )

    def _as_polled(self, membership: Membership) -> Any:
        """The place in the group as the poll saw it; without a generation the broker would fence nobody."""
        if membership.generation < 0 or not membership.member:
            raise FencedError(f"{membership.group}: polled outside any generation of the group")
        return ConsumerGroupMetadata(
            self._settings.group_id(membership.group), membership.generation, membership.member
        )


def _committed(offsets: Mapping[tuple[str, int], int]) -> dict[Any, Any]:
    return {TopicPartition(*partition): OffsetAndMetadata(offset, "", -1) for partition, offset in offsets.items()}


def _within(bound_s: float, call: Callable[[], None]) -> None:
    """kafka-python waits for the answer to a commit without end, and so would its caller."""
    done: Future[None] = Future()

    def run() -> None:
        try:
            call()
            done.set_result(None)
        except BaseException as error:
            # Whatever it is, it is raised where the result is awaited.
            done.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        done.result(bound_s)
    except TimeoutError as error:
        raise BrokerError(f"no answer to a transaction within {bound_s:.0f} s") from error


def _close_quietly(producer: Any, patience_s: float) -> None:
    try:
        producer.close(timeout=patience_s)
    except errors.KafkaError:
        # Its batches outlived their time: the broker has aborted the transaction, and the thread is a daemon.
        return
