"""A Kafka cluster's topics, limits and logins as the Kafka log finds and changes them, on a real broker."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from kafka.admin import UserScramCredentialUpsertion

from broker.kafka_log.cluster import HEADROOM_BYTES, Cluster
from broker.kafka_log.log import KafkaLog
from broker.kafka_log.settings import KafkaSettings
from broker.port import BrokerError, Message, RecordTooLargeError
from schemas.topics import Cleanup, Topic
from tests.broker.contract import INPUT, MIB, OUTPUT, message, stored
from tests.broker.no_broker import answering, falls_silent, shares_no_request, speaks_nonsense

pytestmark = pytest.mark.usefixtures("sockets_released")
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


def test_topics_of_another_pipeline_on_the_same_cluster_are_not_told(settings: KafkaSettings) -> None:
    with closing(KafkaLog(replace(settings, listed_prefix="ours."))) as log:
        log.apply([Topic("ours.pages", None, partitions=1), Topic("theirs.pages", None, partitions=1)])
        publish(log, Message("ours.pages", b"k", b"v"))

        assert log.topics() == {"ours.pages": 1}
        assert log.ends().keys() == {"ours.pages"}


def test_a_dry_run_tells_what_would_change_and_changes_nothing(log: KafkaLog) -> None:
    wanted = [Topic("kept", None, retention_s=60), Topic("latest", None, cleanup=Cleanup.COMPACT)]
    told = log.apply(wanted, dry_run=True)

    assert [line.partition(", ")[0] for line in told] == ["created kept: partitions 4", "created latest: partitions 4"]
    assert log.topics() == {}
    assert log.apply(wanted) == told


def test_what_a_declaration_changes_is_altered_and_told(log: KafkaLog) -> None:
    log.apply([Topic("kept", None, partitions=1, retention_s=60, max_bytes=128 * MIB)])
    told = log.apply([Topic("kept", None, partitions=2, retention_s=120, max_bytes=256 * MIB)])

    assert told == ["altered kept: partitions 1 → 2, retention.ms 60000 → 120000"]


@pytest.mark.parametrize(
    ("topic", "held"),
    [
        pytest.param(
            Topic("kept", None, partitions=4, max_bytes=512 * MIB, retention_s=60, max_record_bytes=MIB),
            {"cleanup.policy": "delete", "retention.ms": "60000", "retention.bytes": str(128 * MIB)}
            | {"segment.bytes": str(32 * MIB), "max.message.bytes": str(MIB + HEADROOM_BYTES)},
            id="by age and size",
        ),
        pytest.param(
            Topic("latest", None, partitions=1, max_bytes=8 * MIB, cleanup=Cleanup.COMPACT),
            {"cleanup.policy": "compact", "retention.ms": "-1", "retention.bytes": "-1"}
            | {"segment.bytes": str(16 * MIB)},
            id="by key",
        ),
        pytest.param(
            Topic("vast", None, partitions=3, max_bytes=1000 * 1024 * MIB + 1),
            {"retention.bytes": str((1000 * 1024 * MIB + 3) // 3), "segment.bytes": str(128 * MIB)},
            id="a size that does not divide",
        ),
    ],
)
def test_the_broker_holds_a_topic_as_it_is_declared(
    log: KafkaLog, settings: KafkaSettings, topic: Topic, held: dict[str, str]
) -> None:
    log.apply([topic])

    with closing(Cluster(settings, client="test")) as cluster:
        configs = cluster.configs([settings.topic_name(topic.name)])[settings.topic_name(topic.name)]
    assert {name: configs[name] for name in held} == held


def test_a_group_is_found_again_after_its_coordinator_has_moved(settings: KafkaSettings) -> None:
    group, away = settings.group_id("moved"), 99
    with closing(Cluster(settings, client="test")) as cluster:
        with closing(KafkaLog(settings)) as log:
            log.apply([INPUT])
            log.register("moved", ["input"])
        known = cluster.admin()._manager.cluster
        before = cluster.groups()
        # As a client holds it whose cluster has lost a node meanwhile.
        known._coordinators = dict.fromkeys(known._coordinators, away)

        assert group in before
        assert cluster.groups() == before
        assert away not in known._coordinators.values()


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
    ("answer", "told"),
    [
        pytest.param(speaks_nonsense, "no Kafka broker of a version", id="another protocol"),
        pytest.param(shares_no_request, "no Kafka broker of a version", id="no request in common"),
        pytest.param(falls_silent, "it gives no answer", id="no answer"),
    ],
)
def test_what_is_no_broker_of_ours_is_told_in_one_line(answer: Callable[[bytes], bytes], told: str) -> None:
    with answering(answer) as address:
        log = KafkaLog(KafkaSettings(bootstrap=address, start_s=1.0))
        with pytest.raises(BrokerError, match=told) as error:
            log.lag()

    assert "\n" not in str(error.value)


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
        pytest.param({"bootstrap": "localhost"}, "no host:port", id="address without a port"),
        pytest.param({"bootstrap": "localhost:kafka"}, "no host:port", id="port that is none"),
        pytest.param({"bootstrap": "a:9092,,b:9092"}, "no host:port", id="empty address"),
    ],
)
def test_settings_that_do_not_fit_together_are_refused(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        KafkaSettings(**{"bootstrap": "localhost:9092"} | changed)


def test_a_password_is_not_printed_with_the_settings() -> None:
    assert "secret" not in repr(KafkaSettings(bootstrap="localhost:9092", user="u", password="secret"))
