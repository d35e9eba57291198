"""What fails is waited for by its own name, and tried again after a rest of its own."""

import pytest

from broker.port import BrokerError, LogFullError, OffsetOutOfRangeError, UnknownTopicError
from runtime.failing import declare
from runtime.state import StoreUnavailableError
from runtime.waits import WaitReason, Waits
from tests.runtime.toy import Hands


@pytest.mark.parametrize(
    ("error", "reason", "rest_s"),
    [
        pytest.param(LogFullError("no room"), "log_full", 1.0, id="full"),
        pytest.param(UnknownTopicError("pages"), "topic_missing", 1.0, id="without the topic"),
        pytest.param(BrokerError("away"), "rebuilding", 1.0, id="what mends itself"),
        pytest.param(StoreUnavailableError("down"), "store_unavailable", 2.0, id="store"),
        pytest.param(OffsetOutOfRangeError("gone"), "offset_out_of_range", 10.0, id="offset"),
    ],
)
def test_a_failure_is_rested_from_and_seen_until_it_is_tried_again(
    error: Exception, reason: str, rest_s: float
) -> None:
    hands = Hands()
    waits = Waits(hands.clock())

    assert declare(waits, "log", error, step="echo", otherwise=WaitReason.REBUILDING) == rest_s
    # A client that is slow to fail leaves the wait in sight.
    hands.at += rest_s + 19.5
    assert {what: (wait.reason, wait.detail) for what, wait in waits.current().items()} == {"log": (reason, str(error))}
    hands.at += 0.5
    assert waits.current() == {}
