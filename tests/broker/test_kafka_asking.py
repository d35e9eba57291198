"""What a cluster is asked while it changes: a node went, no leader is chosen yet."""

from collections.abc import Callable

import pytest
from kafka import errors

from broker.kafka_log.asking import REST_S, patiently
from broker.port import BrokerError, LogUnreachableError, UnknownTopicError

FOR_S = 4 * REST_S
GONE = errors.KafkaConnectionError("DNS Resolution failure")
SLOW = errors.RequestTimedOutError("Request timed out after 4999 ms")
TO_COME = errors.CoordinatorNotAvailableError()


class Cluster:
    """Raises the errors first, one at each question; every question takes `takes_s` of its clock, and so does a rest
    what it is told."""

    def __init__(self, *raised: Exception, takes_s: float = 0.0) -> None:
        self.raised = list(raised)
        self.takes_s = takes_s
        self.at = 100.0

    def ask(self) -> str:
        self.at += self.takes_s
        if self.raised:
            raise self.raised.pop(0)
        return "answered"

    def rest(self, seconds: float) -> None:
        self.at += seconds


def asked(cluster: Cluster, ask: Callable[[], str] | None = None) -> str:
    return patiently("listing topics", ask or cluster.ask, for_s=FOR_S, clock=lambda: cluster.at, rest=cluster.rest)


@pytest.mark.parametrize(
    "raised",
    [
        pytest.param((), id="at once"),
        pytest.param((GONE, GONE), id="a node whose name leads nowhere"),
        pytest.param((SLOW,), id="a node that died with the question"),
        pytest.param((TO_COME, errors.NotControllerError(), errors.LeaderNotAvailableError()), id="an election"),
    ],
)
def test_a_cluster_that_answers_in_time_is_asked_until_it_does(raised: tuple[Exception, ...]) -> None:
    assert asked(Cluster(*raised)) == "answered"


def test_a_cluster_that_does_not_is_told_in_one_line_with_the_last_cause_and_is_asked_no_more() -> None:
    cluster = Cluster(*[SLOW] * 3, *[GONE] * 97)
    with pytest.raises(LogUnreachableError, match=r"^listing topics: no answer within 1 s: .*DNS Resolution failure$"):
        asked(cluster)

    assert cluster.at <= 100.0 + FOR_S
    assert cluster.raised


def test_questions_that_take_long_count_too() -> None:
    cluster = Cluster(*[SLOW] * 100, takes_s=FOR_S)
    with pytest.raises(LogUnreachableError, match="Request timed out"):
        asked(cluster)

    assert len(cluster.raised) == 99


@pytest.mark.parametrize(
    ("error", "told"),
    [
        pytest.param(errors.UnknownTopicOrPartitionError(), UnknownTopicError, id="a topic that is not there"),
        pytest.param(errors.TopicAuthorizationFailedError(), BrokerError, id="a user who may not"),
    ],
)
def test_what_no_other_question_mends_is_told_at_once(error: Exception, told: type[BrokerError]) -> None:
    cluster = Cluster(error, takes_s=0.1)
    with pytest.raises(told) as raised:
        asked(cluster)

    assert raised.type is told
    assert cluster.at == pytest.approx(100.1)


def test_an_address_without_a_broker_is_not_asked_again_for_its_time_was_over_already() -> None:
    away = LogUnreachableError("cannot use Kafka at 127.0.0.1:1: it cannot be reached")
    with pytest.raises(LogUnreachableError, match="cannot use Kafka"):
        asked(Cluster(away))
