"""A figure asked for in the background: seldom, one question at a time, and never waited for without end."""

import threading

import pytest

from broker.port import BrokerError
from runtime.refreshed import Refreshed, TimedValue
from tests.runtime.toy import Hands

LONG_S = 30.0


class Cluster:
    """Answers with how often it was asked; it fails, or falls silent, by hand."""

    def __init__(self) -> None:
        self.asked = 0
        self.fails = False
        self.daemons = set[bool]()
        self.answers = threading.Event()
        self.answers.set()

    def lag(self) -> int:
        self.asked += 1
        self.daemons.add(threading.current_thread().daemon)
        self.answers.wait(LONG_S)
        if self.fails:
            raise BrokerError("cannot use Kafka")
        return self.asked


def refreshed(cluster: Cluster, hands: Hands, *, patience_s: float = LONG_S) -> Refreshed[int]:
    return Refreshed(cluster.lag, every_s=5, patience_s=patience_s, clock=hands.clock())


def answered(figure: Refreshed[int]) -> bool:
    under_way = figure.begin()
    return under_way is None or under_way.wait(LONG_S)


def test_what_was_read_holds_for_its_time_and_is_then_read_anew() -> None:
    cluster, hands = Cluster(), Hands(at=100.0)
    figure = refreshed(cluster, hands)

    assert [figure.last(), figure.last()] == [TimedValue(1, 100.0)] * 2
    hands.at += 4
    assert figure.value() == 1
    hands.at += 1
    assert figure.last() == TimedValue(2, 105.0)
    assert cluster.asked == 2
    # A question to a silent cluster keeps no process from ending.
    assert cluster.daemons == {True}


def test_a_silent_cluster_is_asked_once_and_the_last_answer_stands() -> None:
    cluster, hands = Cluster(), Hands()
    figure = refreshed(cluster, hands, patience_s=0)
    assert answered(figure)
    cluster.answers.clear()
    hands.at += 60

    assert [figure.value() for _ in range(5)] == [1] * 5
    assert cluster.asked == 2
    cluster.answers.set()


def test_a_cluster_that_has_never_answered_is_told_of() -> None:
    cluster = Cluster()
    cluster.answers.clear()
    figure = refreshed(cluster, Hands(), patience_s=0)

    assert figure.last() is None
    with pytest.raises(BrokerError, match="not answered yet"):
        figure.value()
    cluster.answers.set()


def test_a_failure_is_told_with_the_last_answer_at_hand_until_the_cluster_is_back() -> None:
    cluster, hands = Cluster(), Hands(at=100.0)
    figure = refreshed(cluster, hands)
    figure.value()
    cluster.fails = True
    hands.at += 6

    with pytest.raises(BrokerError, match="cannot use Kafka"):
        figure.value()
    assert figure.last() == TimedValue(1, 100.0)

    cluster.fails = False
    hands.at += 6
    assert answered(figure)
    assert figure.value() == 3


def test_nobody_waits_for_a_cluster_that_failed_the_last_time() -> None:
    cluster, hands = Cluster(), Hands()
    cluster.fails = True
    figure = refreshed(cluster, hands)
    assert figure.last() is None
    cluster.answers.clear()
    hands.at += 6
    returned: list[object] = []
    scrape = threading.Thread(target=lambda: returned.append(figure.last()))
    scrape.start()
    scrape.join(LONG_S / 2)

    assert returned == [None]
    cluster.answers.set()


def test_a_fault_that_is_none_of_the_logs_is_not_hidden() -> None:
    def broken() -> int:
        raise RuntimeError("a fault of ours")

    with pytest.raises(RuntimeError, match="a fault of ours"):
        Refreshed(broken, every_s=5, patience_s=LONG_S).value()
