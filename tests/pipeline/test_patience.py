"""A command that publishes waits for a log that is away, says so, and gives up in time."""

from collections.abc import Sequence

import pytest

from broker.port import BrokerError, LogFullError, LogUnreachableError, Message, RecordTooLargeError, UnknownTopicError
from pipeline.patience import Looking, Patience
from runtime.state import StoreUnavailableError
from tests.runtime.toy import Hands, Stop

MESSAGES = (Message("pages", b"k", b"v"),)
MISSING = UnknownTopicError("not in the log: pages")
AWAY = BrokerError("cannot use Kafka")


class Log:
    """A publisher that raises the errors first, one at each try."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.published: list[Sequence[Message]] = []

    def publish(self, messages: Sequence[Message]) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.published.append(messages)

    def close(self) -> None: ...


def publish(log: Log, *, for_s: float = 60) -> list[str]:
    """What was told of waits."""
    told: list[str] = []
    hands = Hands(at=100.0)
    Patience(100.0 + for_s, told.append, clock=hands.clock(), pause=Stop(hands)).publish(log, MESSAGES)
    return told


def test_what_a_log_takes_is_published_without_a_word() -> None:
    log = Log()

    assert publish(log) == []
    assert log.published == [MESSAGES]


def test_each_wait_is_told_once_and_then_all_is_published() -> None:
    log = Log(AWAY, AWAY, MISSING, MISSING)

    assert publish(log) == [
        "waiting: log_unavailable: cannot use Kafka",
        "waiting: topic_missing: not in the log: pages",
    ]
    assert log.published == [MESSAGES]


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(LogFullError("no room"), id="a full log: nobody may be reading"),
        pytest.param(RecordTooLargeError("over the limit"), id="a record that is too large"),
    ],
)
def test_what_no_waiting_mends_is_raised_at_once(error: Exception) -> None:
    log = Log(error)

    with pytest.raises(type(error)):
        publish(log)
    assert log.errors == []
    assert log.published == []


def test_a_command_gives_up_when_its_time_is_over() -> None:
    log = Log(*[MISSING] * 100)

    with pytest.raises(UnknownTopicError):
        publish(log, for_s=10)
    assert len(log.errors) == 100 - 11


def test_a_publisher_that_cannot_be_opened_yet_is_opened_later() -> None:
    outcomes, hands = [AWAY, AWAY], Hands(at=100.0)
    told: list[str] = []

    def opened() -> str:
        if outcomes:
            raise outcomes.pop()
        return "a publisher"

    patience = Patience(160.0, told.append, clock=hands.clock(), pause=Stop(hands))

    assert patience.call(opened) == "a publisher"
    assert told == ["waiting: log_unavailable: cannot use Kafka"]


def test_a_look_that_fails_for_want_of_log_or_store_is_told_once_and_made_again() -> None:
    outcomes = iter([AWAY, AWAY, StoreUnavailableError("db: the server is shutting down"), None, AWAY])
    told: list[str] = []

    def look() -> None:
        error = next(outcomes)
        if error is not None:
            raise error

    looking = Looking(look, told.append)
    for _ in range(5):
        looking()

    assert told == ["waiting: cannot use Kafka", "waiting: cannot use Kafka"]


@pytest.mark.parametrize(
    ("error", "waits"),
    [
        pytest.param(LogUnreachableError("no answer within 8 s"), True, id="no answer"),
        pytest.param(AWAY, False, id="a refusal"),
    ],
)
def test_a_command_that_begins_waits_for_a_log_that_does_not_answer_and_for_no_other(
    error: BrokerError, waits: bool
) -> None:
    log, told, hands = Log(error), list[str](), Hands(at=100.0)
    patience = Patience(160.0, told.append, clock=hands.clock(), pause=Stop(hands))
    if not waits:
        with pytest.raises(BrokerError, match="cannot use Kafka"):
            patience.call(lambda: log.publish(MESSAGES), while_=LogUnreachableError)
    else:
        patience.call(lambda: log.publish(MESSAGES), while_=LogUnreachableError)

    assert told == ["waiting: log_unavailable: no answer within 8 s"] * waits
    assert log.published == [MESSAGES] * waits
