"""A Kafka cluster's topics, limits and logins as the Kafka log finds and changes them, on a real broker."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from kafka.admin import UserScramCredentialUpsertion

from broker.kafka_log.log import KafkaLog
from broker.kafka_log.settings import KafkaSettings
from broker.port import BrokerError, Message, RecordTooLargeError
from schemas.topics import Cleanup, Topic
from tests.broker.contract import INPUT, MIB, OUTPUT, message, stored

pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.usefixtures("sockets_released"),
]
Admin = Any


@pytest.fixture
def log(settings: KafkaSettings) -> Iterator[KafkaLog]:
    with closing(KafkaLog(settings)) as opened:
        yield opened


def publish(log: KafkaLog, *messages: Message) -> None:
    with closing(log.publisher(client="test")) as publisher:
        publisher.publish(messages)


def test_a_page_of_eight_mebibytes_passes_and_a_larger_one_is_refused(log: KafkaLog) -> None:
    log.apply([Topic("pages", None, partitions=1, max_record_bytes=8 * MIB)])
    # Random bytes: what does not get smaller by compression must pass too.
    body = random.Random(8).randbytes(8 * MIB - 3)
    publish(log, Message("pages", b"key", body))
    with pytest.raises(RecordTooLargeError, match=str(8 * MIB)):
        publish(log, Message("pages", b"key", body + b"x"))

    assert [each.message.value for each in log.read("pages", 0)] == [body]


def test_small_records_of_a_topic_with_a_small_limit_pass_in_numbers(log: KafkaLog) -> None:
    log.apply([Topic("small", None, partitions=1, max_record_bytes=4000)])
    random_bytes = random.Random(4)
    publish(log, *[Message("small", b"k", random_bytes.randbytes(3999)) for _ in range(300)])

    assert len(log.read("small", 0)) == 300


def test_a_dry_run_tells_what_would_change_and_changes_nothing(log: KafkaLog) -> None:
    wanted = [Topic("kept", None, retention_s=60), Topic("latest", None, cleanup=Cleanup.COMPACT)]
    told = log.apply(wanted, dry_run=True)

    assert told == ["created kept: 4 partitions", "created latest: 4 partitions"]
    assert log.ends() == {}
    assert log.apply(wanted) == told


def test_what_a_declaration_changes_is_altered_and_told(log: KafkaLog) -> None:
    log.apply([Topic("kept", None, partitions=1, retention_s=60)])
    told = log.apply([Topic("kept", None, partitions=2, retention_s=120)])

    assert told == ["altered kept: partitions 1 → 2, retention.ms 60000 → 120000"]
    assert log.apply([Topic("kept", None, partitions=2, retention_s=120)]) == []


def test_two_processes_may_apply_the_same_declarations_at_once(log: KafkaLog, settings: KafkaSettings) -> None:
    failures: list[BaseException] = []

    def apply() -> None:
        with closing(KafkaLog(settings)) as other:
            try:
                other.apply([INPUT, OUTPUT])
            except BrokerError as error:
                failures.append(error)

    threads = [threading.Thread(target=apply) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failures
    assert log.partitions("input") == INPUT.partitions


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda log: log.consumer(group="g", topics=["input"], client="test"), id="consumer"),
        pytest.param(lambda log: log.publisher(client="test"), id="publisher"),
        pytest.param(lambda log: log.lag(), id="lag"),
    ],
)
def test_a_wrong_address_is_told_in_one_line_and_leaves_no_thread(use: Callable[[KafkaLog], object]) -> None:
    before = threading.active_count()
    log = KafkaLog(KafkaSettings(bootstrap="127.0.0.1:1", start_s=0.5))
    with pytest.raises(BrokerError, match=r"cannot use Kafka at 127\.0\.0\.1:1") as told:
        use(log)

    assert "\n" not in str(told.value)
    assert threading.active_count() == before


def test_a_user_with_the_right_password_works_and_with_a_wrong_one_is_told(
    settings: KafkaSettings, kafka_sasl_bootstrap: str, admin: Admin
) -> None:
    admin.alter_user_scram_credentials([UserScramCredentialUpsertion("tester", "SCRAM-SHA-512", "right")])
    secured = replace(
        settings,
        bootstrap=kafka_sasl_bootstrap,
        security_protocol="SASL_PLAINTEXT",
        user="tester",
        password="right",
    )
    with closing(KafkaLog(secured)) as log:
        log.apply([OUTPUT])
        publish(log, message("in", topic="output"))
        assert stored(log, "output") == ["in"]

    with (
        closing(KafkaLog(replace(secured, password="wrong", start_s=2.0))) as log,
        pytest.raises(BrokerError, match="password"),
    ):
        log.publisher(client="test")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        pytest.param({"delivery_s": 30.0}, "delivery_s under transaction_s", id="delivery outlives the transaction"),
        pytest.param({"session_s": 2.0}, "three heartbeats", id="a session of one heartbeat"),
        pytest.param({"security_protocol": "SASL_SSL"}, "needs a user", id="login without a user"),
    ],
)
def test_settings_that_do_not_fit_together_are_refused(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        KafkaSettings(bootstrap="localhost:9092", **changed)


def test_a_password_is_not_printed_with_the_settings() -> None:
    assert "secret" not in repr(KafkaSettings(bootstrap="localhost:9092", user="u", password="secret"))
