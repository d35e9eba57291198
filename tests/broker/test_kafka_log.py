"""The Kafka log passes the contract on a real broker, and stands up to the traps of its client."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from kafka import TopicPartition
from kafka.admin import MemberToRemove

from broker.kafka_log.log import KafkaLog
from broker.kafka_log.settings import KafkaSettings
from broker.port import (
    BrokerError,
    Consumer,
    Delivery,
    FencedError,
    Message,
    OffsetOutOfRangeError,
)
from schemas.topics import Topic
from tests.broker.contract import INPUT, OUTPUT, LogContract, is_read_up, message, poll_all, stored, values

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("sockets_released")
Admin = Any


@pytest.fixture
def log(settings: KafkaSettings) -> Iterator[KafkaLog]:
    with closing(KafkaLog(settings)) as opened:
        yield opened


Open = Callable[[str], Consumer]


@pytest.fixture
def open_member(log: KafkaLog) -> Iterator[Open]:
    """Opens members of group `g` on `input` by name, and closes them in the end."""
    log.apply([INPUT, OUTPUT])
    opened: list[Consumer] = []

    def open_named(client: str) -> Consumer:
        opened.append(log.consumer(group="g", topics=["input"], client=client))
        return opened[-1]

    yield open_named
    for consumer in opened:
        consumer.close()


def publish(log: KafkaLog, *messages: Message) -> None:
    with closing(log.publisher(client="test")) as publisher:
        publisher.publish(messages)


def echo(deliveries: list[Delivery]) -> list[Message]:
    return [delivery.message._replace(topic="output") for delivery in deliveries]


def behind(log: KafkaLog, group: str) -> dict[int, bool]:
    return {lag.partition: lag.behind > 0 for lag in log.lag() if lag.group == group}


class TestContract(LogContract):
    pass


def test_a_member_that_was_put_out_of_its_group_settles_nothing(
    log: KafkaLog, open_member: Open, admin: Admin, settings: KafkaSettings
) -> None:
    publish(log, message("in"))
    zombie = open_member("zombie")
    polled = poll_all(zombie, expected=1)
    heir = open_member("heir")
    admin.remove_group_members(settings.group_id("g"), [MemberToRemove(member_id=polled[0].membership.member)])
    inherited = poll_all(heir, expected=1)

    with pytest.raises(FencedError):
        zombie.settle(polled, echo(polled))
    heir.settle(inherited, echo(inherited))
    # What the zombie left open is ended by its successor; without one the broker does it after the transaction's time.
    open_member("zombie")

    assert stored(log, "output") == ["in"]


def test_deliveries_of_no_generation_are_refused_before_anything_is_written(log: KafkaLog, open_member: Open) -> None:
    publish(log, message("in"))
    consumer = open_member("member")
    polled = poll_all(consumer, expected=1)
    outside = [each._replace(membership=each.membership._replace(member="", generation=-1)) for each in polled]

    with pytest.raises(FencedError, match="outside any generation"):
        consumer.settle(outside, echo(polled))

    assert stored(log, "output") == []


def test_deliveries_of_two_generations_are_not_settled_together(log: KafkaLog, open_member: Open) -> None:
    publish(log, message("one"), message("two"))
    consumer = open_member("member")
    polled = poll_all(consumer, expected=2)
    earlier = polled[0]._replace(membership=polled[0].membership._replace(generation=0))

    with pytest.raises(FencedError, match="several generations"):
        consumer.settle([earlier, polled[1]], [])


def test_after_a_failed_settle_only_new_clients_settle_and_only_what_they_polled(
    log: KafkaLog, open_member: Open, admin: Admin, settings: KafkaSettings
) -> None:
    publish(log, *[message(f"{number}", key=f"k{number}") for number in range(20)])
    failing = open_member("member")
    polled = poll_all(failing, expected=20)
    assert {each.position.partition for each in polled} == {0, 1}
    admin.remove_group_members(settings.group_id("g"), [MemberToRemove(member_id=polled[0].membership.member)])
    with pytest.raises(FencedError):
        failing.settle(polled, echo(polled))
    with pytest.raises(BrokerError, match="not used again"):
        failing.settle(polled, echo(polled))

    successor = open_member("member")
    first = [each for each in poll_all(successor, expected=20) if each.position.partition == 0]
    successor.settle(first, echo(first))

    assert stored(log, "output") == sorted(values(first))
    assert behind(log, "g") == {0: False, 1: True}


def test_a_new_epoch_in_a_settle_loses_nothing_and_doubles_nothing(
    log: KafkaLog, open_member: Open, settings: KafkaSettings
) -> None:
    publish(log, message("one"), message("two"))
    consumer = log.consumer(group="g", topics=["input"], client="member")
    one, two = poll_all(consumer, expected=2)
    consumer.settle([one], echo([one]))
    # Only a wrong sequence number makes a broker ask for a new epoch, and only the client's own books can be wrong.
    books = consumer._transactions._producer._transaction_manager
    for number in range(OUTPUT.partitions):
        books.set_sequence_number(TopicPartition(settings.topic_name("output"), number), 1000)
    with pytest.raises(BrokerError):
        consumer.settle([two], echo([two]))
    consumer.close()

    successor = open_member("member")
    again = poll_all(successor, expected=1)
    successor.settle(again, echo(again))

    assert values(again) == ["two"]
    assert stored(log, "output") == ["one", "two"]


def test_of_two_members_with_one_name_the_earlier_is_fenced(log: KafkaLog, open_member: Open) -> None:
    publish(log, message("in"))
    first = open_member("namesake")
    polled = poll_all(first, expected=1)
    open_member("namesake")

    with pytest.raises(FencedError):
        first.settle(polled, echo(polled))

    assert stored(log, "output") == []


def test_a_publisher_that_was_fenced_publishes_again_with_new_clients(log: KafkaLog) -> None:
    log.apply([OUTPUT])
    with closing(log.publisher(client="one")) as first, closing(log.publisher(client="one")):
        with pytest.raises(FencedError):
            first.publish([message("lost", topic="output")])
        first.publish([message("kept", topic="output")])

    assert stored(log, "output") == ["kept"]


DIES_IN_A_TRANSACTION = """
import os, signal, sys
from kafka import KafkaConsumer, TopicPartition
from broker.kafka_log.log import KafkaLog
from broker.kafka_log.settings import KafkaSettings
from broker.port import Message

class Outputs(list):
    passes = 0
    def __iter__(self):
        yield from super().__iter__()
        self.passes += 1
        if self.passes == 2:
            # The first pass measures them, the second sends them: now one waits for the broker to have them.
            assert reader.poll(timeout_ms=20_000)
            os.kill(os.getpid(), signal.SIGKILL)

bootstrap, corner = sys.argv[1:]
reader = KafkaConsumer(bootstrap_servers=bootstrap, group_id=None, auto_offset_reset="earliest")
reader.assign([TopicPartition(corner + "output", number) for number in range(2)])
log = KafkaLog(KafkaSettings(bootstrap=bootstrap, topic_prefix=corner, group_prefix=corner))
consumer = log.consumer(group="g", topics=["input"], client="doomed")
deliveries = []
while not deliveries:
    deliveries = consumer.poll(max_messages=10, timeout_s=1)
consumer.settle(deliveries, Outputs([Message("output", b"k", b"never committed")]))
"""


@pytest.mark.slow
def test_what_a_worker_killed_in_a_settle_left_open_is_aborted_and_readers_go_on(
    log: KafkaLog, open_member: Open, settings: KafkaSettings
) -> None:
    publish(log, message("in"))
    command = [sys.executable, "-W", "ignore", "-c", DIES_IN_A_TRANSACTION, settings.bootstrap, settings.topic_prefix]
    killed = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL

    heir = open_member("heir")
    inherited = poll_all(heir, expected=1)
    heir.settle(inherited, echo(inherited))
    with closing(log.consumer(group="reader", topics=["output"], client="reader")) as reader:
        read = values(poll_all(reader, expected=1))

    assert read == ["in"]
    assert stored(log, "output") == ["in"]


def test_a_successor_of_the_same_name_ends_the_open_transaction_at_once(log: KafkaLog, settings: KafkaSettings) -> None:
    log.apply([OUTPUT])
    abandoned = log.publisher(client="one")
    opened = abandoned._transactions
    assert opened is not None
    opened._producer.begin_transaction()
    opened._send(message("never committed", topic="output")).get(timeout=60)

    with closing(log.publisher(client="one")) as successor:
        successor.publish([message("kept", topic="output")])

    assert stored(log, "output") == ["kept"]
    abandoned.close()


def test_a_group_whose_offset_is_gone_stops_instead_of_skipping(
    log: KafkaLog, open_member: Open, admin: Admin, settings: KafkaSettings
) -> None:
    log.register("g", ["input"])
    publish(log, message("taken"), message("by retention"))
    partition = next(lag.partition for lag in log.lag() if lag.behind)
    admin.delete_records({TopicPartition(settings.topic_name("input"), partition): 2})

    with pytest.raises(OffsetOutOfRangeError, match="not in the log"):
        poll_all(open_member("member"), expected=1)


def test_a_rewound_partition_comes_back_though_others_were_read_to_their_end(log: KafkaLog, open_member: Open) -> None:
    publish(log, *[message(f"{number}", key=f"k{number}") for number in range(400)])
    consumer = open_member("member")
    rewound = poll_few(consumer)[0]
    consumer.rewind(rewound)
    others = poll_until_nothing_comes(consumer)
    assert {each.position.partition for each in others} == {1 - rewound.position.partition}

    consumer.resume("input", rewound.position.partition)
    come_back = poll_until_nothing_comes(consumer)

    assert come_back[0].position == rewound.position
    assert len(others) + len(come_back) == 400


def test_the_lag_of_many_partitions_is_told_while_they_are_read(log: KafkaLog, open_member: Open) -> None:
    publish(log, *[message(f"{number}", key=f"k{number}") for number in range(400)])
    log.register("g", ["input"])
    consumer = open_member("member")
    seen = [sum(lag.behind for lag in log.lag())]
    while seen[-1] and len(seen) < 100:
        if polled := consumer.poll(max_messages=30, timeout_s=0.3):
            consumer.settle(polled, [])
        seen.append(sum(lag.behind for lag in log.lag()))

    assert seen[0] >= 400
    assert seen[-1] == 0


def test_registering_again_moves_no_offset(log: KafkaLog) -> None:
    log.apply([INPUT])
    publish(log, message("in"))
    with closing(log.consumer(group="g", topics=["input"], client="member")) as consumer:
        consumer.settle(poll_all(consumer, expected=1), [])
    assert is_read_up(log, "g")

    log.register("g", ["input"])

    assert is_read_up(log, "g")


def test_partitions_added_under_a_working_group_are_read_from_their_first_message(
    log: KafkaLog, settings: KafkaSettings
) -> None:
    quick = KafkaLog(replace(settings, metadata_s=0.5))
    log.apply([Topic("grows", None, partitions=1)])
    with closing(quick), closing(quick.consumer(group="g", topics=["grows"], client="member")) as consumer:
        consumer.settle(poll_all(consumer, expected=0), [])
        log.apply([Topic("grows", None, partitions=3)])
        publish(log, *[message(f"{number}", key=f"k{number}", topic="grows") for number in range(20)])

        found = {each.position: each.message.value for each in poll_all_distinct(consumer, expected=20)}

    assert len(found) == 20
    assert {position.partition for position in found} == {0, 1, 2}


def poll_few(consumer: Consumer) -> list[Delivery]:
    """Fewer than a fetch brings, so that the client holds more."""
    return next(filter(None, (list(consumer.poll(max_messages=10, timeout_s=0.3)) for _ in range(100))))


def poll_until_nothing_comes(consumer: Consumer) -> list[Delivery]:
    found: list[Delivery] = []
    while polled := consumer.poll(max_messages=10, timeout_s=1.0):
        found += polled
    return found


def poll_all_distinct(consumer: Consumer, *, expected: int) -> list[Delivery]:
    """A rebalance delivers again what was not settled."""
    found: dict[object, Delivery] = {}
    for _ in range(100):
        if len(found) >= expected:
            break
        found |= {each.position: each for each in consumer.poll(max_messages=1000, timeout_s=0.3)}
    return list(found.values())
