"""A broker's name that leads nowhere holds up nobody who calls another."""

import asyncio
import errno
import socket
import threading
from collections.abc import Sequence
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest
from kafka.net.inet import KafkaNetSocket

from broker.kafka_log.log import KafkaLog
from broker.kafka_log.names import THROUGH, KnownNames, NameCache
from broker.kafka_log.settings import KafkaSettings

FOUND = [("an", "address")]


def test_a_name_that_is_answered_is_known() -> None:
    assert NameCache(lambda host, port: [(host, port)]).addresses("kafka", 9092) == [("kafka", 9092)]


def test_a_name_that_leads_nowhere_is_not_known() -> None:
    def fails(host: str, port: int) -> Sequence[Any]:
        raise socket.gaierror("no such name")

    assert NameCache(fails).addresses("kafka-3", 9092) == ()


def test_a_name_whose_resolver_is_silent_is_given_up_and_known_once_it_answers() -> None:
    answers = threading.Event()

    def slow(host: str, port: int) -> Sequence[Any]:
        answers.wait()
        return FOUND

    names = NameCache(slow, wait_s=0.0)
    first = names.addresses("kafka-3", 9092)
    answers.set()
    later = NameCache(slow).addresses("kafka-3", 9092)

    assert first == ()
    assert later == FOUND


def test_of_a_name_that_is_looked_up_already_no_second_look_up_runs() -> None:
    answers, asked = threading.Event(), []

    def slow(host: str, port: int) -> Sequence[Any]:
        asked.append(host)
        answers.wait()
        return FOUND

    names = NameCache(slow, wait_s=0.0)
    names.addresses("kafka-3", 9092)
    names.addresses("kafka-3", 9092)
    answers.set()

    assert asked == ["kafka-3"]


def test_the_client_takes_its_addresses_from_there() -> None:
    assert isinstance(KafkaNetSocket(THROUGH), KnownNames)


async def test_a_socket_whose_client_is_closed_while_it_connects_is_closed() -> None:
    class InProgress(KnownNames):
        SCHEMES = ("in-progress",)

        def connect_ex(self, sock: socket.socket, sockaddr: object) -> int:
            return errno.EINPROGRESS

    begun = asyncio.Event()

    async def waits_for_ever(sock: socket.socket, timeout_at: float | None) -> None:
        begun.set()
        await asyncio.Event().wait()

    sock = socket.socket()
    connecting = InProgress().sock_connect(SimpleNamespace(wait_write=waits_for_ever), sock, ("127.0.0.1", 9))
    running = asyncio.create_task(connecting)
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert sock.fileno() == -1


def test_the_log_opens_though_one_of_its_names_leads_nowhere(settings: KafkaSettings) -> None:
    # Names under it lead nowhere (RFC 6761). Eight to one that it is called first, were it asked in turns.
    nowhere = ",".join(f"kafka-{number}.invalid:9092" for number in range(8))
    both = KafkaSettings(
        bootstrap=f"{nowhere},{settings.bootstrap}",
        topic_prefix=settings.topic_prefix,
        group_prefix=settings.group_prefix,
    )

    with closing(KafkaLog(both)) as log:
        assert log.topics() == {}
