"""A member whose client has stopped sending heartbeats is told so, instead of polling for ever in no group."""

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from typing import Any

import pytest

from broker.kafka_log.consumer import KafkaLogConsumer
from broker.kafka_log.heart import silent_s
from broker.kafka_log.log import KafkaLog
from broker.kafka_log.settings import KafkaSettings
from broker.port import BrokerError, FencedError
from tests.broker.contract import INPUT

pytestmark = pytest.mark.usefixtures("sockets_released")


@pytest.fixture
def member(settings: KafkaSettings) -> Iterator[KafkaLogConsumer]:
    """One that has joined, with a session as short as the broker lets it be."""
    with closing(KafkaLog(replace(settings, session_s=1.5, heartbeat_s=0.3))) as log:
        log.apply([INPUT])
        consumer = log.consumer(group="g", topics=["input"], client="a")
        while not consumer.assignment():
            consumer.poll(max_messages=1, timeout_s=0.5)
        yield consumer
        with suppress(BrokerError):
            consumer.close()


def poll_until_told(member: KafkaLogConsumer) -> None:
    while True:
        member.poll(max_messages=1, timeout_s=0.2)


def test_a_member_whose_heartbeats_have_ended_is_fenced(member: KafkaLogConsumer) -> None:
    # As the client loses the task: it is gone, and nothing fails.
    heart: Any = member._consumer._coordinator
    heart._close_heartbeat()

    with pytest.raises(FencedError, match=r"^g: no heartbeat for \d+ s$"):
        poll_until_told(member)


def test_a_member_in_no_generation_is_not_silent(settings: KafkaSettings) -> None:
    with closing(KafkaLog(settings)) as log:
        log.apply([INPUT])
        with closing(log.consumer(group="g", topics=["input"], client="a")) as consumer:
            assert silent_s(consumer._consumer) == 0.0
