"""When a list is polled again: failures, floors, spread; and its rhythm over simulated months."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.discover.schedule import (
    JITTER,
    MAX_INTERVAL_S,
    MAX_STATED_S,
    ListAnswer,
    failures_after,
    longest_s,
    max_age_s,
    next_poll,
)
from ingest.discover.tempo import MIN_SHARE_OF_POLL, Tempo, interval_s, observe
from schemas.outcomes import Reason

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
DAY_S = 24 * 3600.0
POLL_S = 300.0
WINDOW = 20


@pytest.mark.parametrize(
    ("reason", "before", "after"),
    [
        pytest.param(None, 3, 0, id="a readable list clears"),
        pytest.param(Reason.UNCHANGED, 3, 0, id="the same list as before clears"),
        pytest.param(Reason.NOT_MODIFIED, 3, 3, id="a 304 neither clears"),
        pytest.param(Reason.NOT_MODIFIED, 0, 0, id="nor adds"),
        pytest.param(Reason.HOST_RESTING, 3, 3, id="a poll that was not made changes nothing"),
        pytest.param(Reason.FEED_INVALID, 3, 4, id="an invalid list adds"),
        pytest.param(Reason.EMPTY_LIST, 3, 4, id="an empty list adds"),
        pytest.param(Reason.TIMEOUT, 0, 1, id="a timeout adds"),
    ],
)
def test_failed_polls_are_counted_in_a_row(reason: Reason | None, before: int, after: int) -> None:
    assert failures_after(reason, before) == after


def wait_s(
    reason: Reason | None = None,
    failures: int = 0,
    *,
    interval_s: float = POLL_S,
    stated_s: float = 0.0,
    retry_after_s: float | None = None,
    jitter: float = 0.5,
) -> float:
    at = next_poll(
        now=NOW,
        interval_s=interval_s,
        longest_s=longest_s(interval_s),
        answer=ListAnswer(reason, failures, stated_s, retry_after_s),
        jitter=jitter,
    )
    return (at - NOW).total_seconds()


@pytest.mark.parametrize(
    ("reason", "failures", "seconds"),
    [
        pytest.param(None, 0, 300.0, id="none"),
        pytest.param(Reason.HTTP_GONE, 2, 1200.0, id="hard ones double"),
        pytest.param(Reason.HTTP_SERVER_ERROR, 2, 675.0, id="soft ones add half"),
        pytest.param(Reason.EMPTY_LIST, 2, 675.0, id="an empty list is soft"),
        pytest.param(Reason.TIMEOUT, 2, 468.75, id="temporary ones a quarter"),
        pytest.param(Reason.NOT_MODIFIED, 2, 675.0, id="a 304 after failures still waits"),
        pytest.param(Reason.HTTP_CLIENT_ERROR, 500, MAX_INTERVAL_S, id="never beyond six hours"),
    ],
)
def test_the_next_poll_waits_longer_after_failures(reason: Reason | None, failures: int, seconds: float) -> None:
    assert wait_s(reason, failures) == seconds


@pytest.mark.parametrize(
    ("stated_s", "retry_after_s", "seconds"),
    [
        pytest.param(0.0, 900.0, 900.0, id="Retry-After is a floor"),
        pytest.param(0.0, 5.0, 300.0, id="and no more"),
        pytest.param(1800.0, None, 1800.0 * (1 + JITTER / 2), id="so is a stated period"),
        pytest.param(60.0, None, 300.0, id="a short one changes nothing"),
        pytest.param(30 * DAY_S, None, MAX_STATED_S * (1 + JITTER / 2), id="a long one ends somewhere"),
        pytest.param(1800.0, 7200.0, 7200.0, id="the later counts"),
    ],
)
def test_what_a_site_asks_for_is_a_floor(stated_s: float, retry_after_s: float | None, seconds: float) -> None:
    assert wait_s(stated_s=stated_s, retry_after_s=retry_after_s) == pytest.approx(seconds)


@pytest.mark.parametrize(("jitter", "seconds"), [(0.0, 270.0), (0.5, 300.0), (0.999999, 330.0)])
def test_polls_are_spread_by_a_tenth(jitter: float, seconds: float) -> None:
    assert wait_s(jitter=jitter) == pytest.approx(seconds, abs=0.01)


def test_an_interval_that_the_catalogue_asks_for_is_kept_though_long() -> None:
    assert wait_s(interval_s=DAY_S) == DAY_S


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        pytest.param("max-age=300", 300.0, id="a number"),
        pytest.param('public, Max-Age="60", must-revalidate', 60.0, id="quoted, in company"),
        pytest.param("s-maxage=300", 0.0, id="for shared caches only"),
        pytest.param("max-age=300, no-cache", 0.0, id="not to be kept"),
        pytest.param("max-age=selamanya", 0.0, id="no number"),
        pytest.param("", 0.0, id="nothing said"),
    ],
)
def test_how_long_an_answer_stays_fresh(header: str, seconds: float) -> None:
    assert max_age_s(header) == seconds


def polled(arrivals: list[float], *, poll_s: float = POLL_S, until_s: float) -> list[tuple[float, int]]:
    """Polls of a list of WINDOW entries as (seconds since the start, new ones seen), as the rhythm sets them."""
    tempo, at_s, before, polls = Tempo(), 0.0, 0, []
    while at_s < until_s:
        there = bisect_right(arrivals, at_s)
        new = min(WINDOW, there - before)
        now = NOW + timedelta(seconds=at_s)
        # Through its written form, as between two processes.
        tempo = Tempo.decode(observe(tempo, now=now, new=new, window=WINDOW).encode())
        polls.append((at_s, there - before))
        before = there
        at_s += interval_s(tempo, now=now, poll_s=poll_s, longest_s=longest_s(poll_s))
    return polls


def month(seed: int, per_day: float, *, days: int = 30) -> list[float]:
    """Poisson arrivals that sleep at night: five in six of a day's links come in its second half."""
    random, at_s, arrivals = Random(seed), 0.0, []
    while at_s < days * DAY_S:
        by_day = at_s % DAY_S >= DAY_S / 2
        at_s += random.expovariate(per_day / DAY_S * (5 / 3 if by_day else 1 / 3))
        arrivals.append(at_s)
    return arrivals


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), per_day=st.floats(0.05, 400))
def test_over_a_month_no_list_is_hurried_forgotten_or_outrun(seed: int, per_day: float) -> None:
    polls = polled(month(seed, per_day), until_s=30 * DAY_S)
    gaps = [later - sooner for (sooner, _), (later, _) in pairwise(polls)]
    lost = sum(max(0, new - WINDOW) for _, new in polls[1:])

    assert min(gaps) >= POLL_S * MIN_SHARE_OF_POLL
    assert max(gaps) <= MAX_INTERVAL_S
    assert lost <= 0.001 * sum(new for _, new in polls)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6), silent_days=st.integers(2, 60))
def test_a_list_that_was_silent_for_months_is_still_found_awake(seed: int, silent_days: int) -> None:
    wake_s = silent_days * DAY_S
    busy = [wake_s + at for at in month(seed, 200, days=3)]
    polls = polled(busy, until_s=wake_s + 3 * DAY_S)
    first = next(at for at, new in polls if new)
    awake = [later - sooner for (sooner, _), (later, _) in pairwise(polls) if sooner > wake_s + DAY_S]

    assert first <= busy[0] + MAX_INTERVAL_S
    assert sum(awake) / len(awake) < 4 * POLL_S


def test_a_busy_list_is_polled_more_often_than_a_quiet_one() -> None:
    counts = [len(polled(month(7, per_day), until_s=14 * DAY_S)) for per_day in (1, 24, 288)]

    assert counts == sorted(counts)
    assert counts[2] > 2 * counts[0]
    # One new link in an interval: the interval of the catalogue.
    assert counts[2] == pytest.approx(14 * DAY_S / POLL_S, rel=0.25)


def test_polls_go_where_the_hours_are_busy() -> None:
    polls = polled(month(3, 100), until_s=28 * DAY_S)
    by_day = [at for at, _ in polls if at > 7 * DAY_S and at % DAY_S >= DAY_S / 2]
    by_night = [at for at, _ in polls if at > 7 * DAY_S and at % DAY_S < DAY_S / 2]

    assert len(by_day) > 1.3 * len(by_night)


def test_a_list_that_overflows_is_read_again_soon() -> None:
    tempo = observe(Tempo(), now=NOW, new=20, window=20)
    calm = observe(tempo, now=NOW + timedelta(hours=1), new=1, window=20)
    full = observe(tempo, now=NOW + timedelta(hours=1), new=20, window=20)

    waits = [
        interval_s(each, now=NOW + timedelta(hours=1), poll_s=POLL_S, longest_s=MAX_INTERVAL_S) for each in (calm, full)
    ]

    assert waits[1] < POLL_S < waits[0]


def test_a_list_is_first_polled_at_the_interval_of_the_catalogue() -> None:
    tempo = observe(Tempo(), now=NOW, new=20, window=20)

    assert interval_s(tempo, now=NOW, poll_s=POLL_S, longest_s=MAX_INTERVAL_S) == POLL_S


@pytest.mark.parametrize("text", ["", "{}", "[1,2,3]", "[0,1,1,1,[],0]", "[1e99,1,1,1,[],0]", "bukan JSON", "[[]]"])
def test_a_rhythm_that_cannot_be_read_is_learnt_anew(text: str) -> None:
    assert Tempo.decode(text) == Tempo()
