"""When a webhook is tried again: with growing rests, or when it says itself, and not for ever."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from schemas.outcomes import Reason
from serve.webhooks.backoff import RETRY_S, Backoff
from stores.webhook_rows import Course

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
FAILED = Course(7, failing_since=NOW, failures=3, failed=5)


def test_the_rests_grow_over_three_days_and_then_it_is_given_up() -> None:
    course, now, rests, is_given_up = Course(7), NOW, list[float](), False
    while not is_given_up:
        course, is_given_up = Backoff().failed(course, Reason.TIMEOUT, None, now)
        rests.append((course.due_at - now).total_seconds())
        now = course.due_at

    assert tuple(rests[:-1]) == RETRY_S == tuple(sorted(RETRY_S))
    assert timedelta(days=3) < now - NOW < timedelta(days=3, hours=4)
    assert (course.failures, course.failed, course.cursor) == (len(RETRY_S) + 1, len(RETRY_S) + 1, 7)


@pytest.mark.parametrize(
    ("asked_s", "wait_s"),
    [
        pytest.param(30.0, 30.0, id="as it asks"),
        pytest.param(0.0, 1.0, id="not at once"),
        pytest.param(86400.0, 3600.0, id="not for a day"),
    ],
)
def test_a_receiver_says_when_it_wants_to_be_asked_again(asked_s: float, wait_s: float) -> None:
    course, is_given_up = Backoff().failed(FAILED, Reason.HTTP_TOO_MANY, asked_s, NOW)

    assert not is_given_up
    assert course == replace(FAILED, failed=6, due_at=NOW + timedelta(seconds=wait_s))


def test_a_receiver_that_always_says_later_is_given_up_after_as_long() -> None:
    late = NOW + timedelta(days=3, hours=4)

    assert Backoff().failed(FAILED, Reason.HTTP_TOO_MANY, 60.0, late)[1]


def test_a_receiver_that_is_gone_is_given_up_at_once() -> None:
    course, is_given_up = Backoff().failed(Course(7), Reason.HTTP_GONE, None, NOW)

    assert is_given_up
    assert (course.failures, course.failing_since) == (1, NOW)
