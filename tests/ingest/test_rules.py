"""The pure rules of ingest: dates, retries, politeness, what is a page, the full view."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ingest.discover.dates import stated_date
from ingest.fetch.full_view import full_view_url
from ingest.fetch.schedule import MAX_TRIES, after_refusal, host_failures
from ingest.web.errors import FetchRefused, refuse_status
from ingest.web.media_type import is_html, may_be_html
from ingest.web.politeness import (
    MAX_PACE_S,
    HostPace,
    after_answer,
    after_push_back,
    down_for_s,
    first_pace,
    retry_after_s,
)
from schemas.outcomes import Outcome, Reason

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("raw", "at"),
    [
        pytest.param("Mon, 28 Apr 2025 16:00:00 +0700", NOW, id="RFC 822"),
        pytest.param("Mon, 28 Apr 2025 16:00:00 WIB", NOW, id="western zone by name"),
        pytest.param("Mon, 28 Apr 2025 17:00:00 WITA", NOW, id="central zone by name"),
        pytest.param("Mon, 28 Apr 2025 18:00:00 WIT", NOW, id="eastern zone by name"),
        pytest.param(
            "Mon, 28 Apr 2025 09:00:00 W\u0131B",
            datetime(2025, 4, 28, 2, tzinfo=UTC),
            id="a letter that is none of a zone",
        ),
        pytest.param("Mon, 28 Apr 2025 09:00:00 GMT", NOW, id="GMT"),
        pytest.param("2025-04-28T09:00:00Z", NOW, id="ISO in UTC"),
        pytest.param("2025-04-28T16:00+07:00", NOW, id="ISO without seconds"),
        pytest.param("2025-04-28 16:00:00 +0700", NOW, id="ISO with spaces"),
        pytest.param("2025-04-28 16:00:00", NOW, id="no zone: the outlet's"),
        pytest.param(" 2025-04-28T09:00:00.000Z ", NOW, id="with a fraction"),
        pytest.param("2025-04-28", datetime(2025, 4, 27, 17, 0, tzinfo=UTC), id="a day"),
        pytest.param("0001-01-01T00:00:00Z", None, id="a year before the web"),
        pytest.param("Thu, 01 Jan 1970 00:00:00 GMT", None, id="the epoch"),
        pytest.param("kemarin", None, id="no date"),
        pytest.param("Mon, 99 Apr 2025 99:00:00 +0700", None, id="no such day"),
        pytest.param("2025-04-28" + " " * 1_000_000 + "x", None, id="too long for a date"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="none"),
    ],
)
def test_stated_dates_are_read(raw: str | None, at: datetime | None) -> None:
    assert stated_date(raw, zone=JAKARTA) == at


@pytest.mark.parametrize(
    ("refused", "tries", "outcome", "reason", "wait_s"),
    [
        pytest.param(refuse_status(404), 0, Outcome.DROPPED, Reason.HTTP_CLIENT_ERROR, None, id="not found"),
        pytest.param(refuse_status(410), 0, Outcome.DROPPED, Reason.HTTP_GONE, None, id="gone"),
        pytest.param(refuse_status(403), 0, Outcome.RETRIED, Reason.HTTP_CLIENT_ERROR, 3600, id="denied: once more"),
        pytest.param(refuse_status(451), 1, Outcome.DROPPED, Reason.HTTP_CLIENT_ERROR, None, id="denied twice"),
        pytest.param(refuse_status(500), 0, Outcome.RETRIED, Reason.HTTP_SERVER_ERROR, 30, id="server error"),
        pytest.param(refuse_status(500), 2, Outcome.RETRIED, Reason.HTTP_SERVER_ERROR, 480, id="and again"),
        pytest.param(
            refuse_status(429, retry_after_s=900), 0, Outcome.RETRIED, Reason.HTTP_TOO_MANY, 900, id="as asked for"
        ),
        pytest.param(refuse_status(408), 0, Outcome.RETRIED, Reason.TIMEOUT, 30, id="request timeout"),
        pytest.param(
            refuse_status(500), MAX_TRIES - 1, Outcome.DROPPED, Reason.TOO_MANY_TRIES, None, id="once too often"
        ),
        pytest.param(
            FetchRefused(Reason.NOT_HTML, "video/mp4"), 0, Outcome.DROPPED, Reason.NOT_HTML, None, id="no page"
        ),
    ],
)
def test_a_refused_fetch_is_tried_again_where_that_makes_sense(
    refused: FetchRefused, tries: int, outcome: Outcome, reason: Reason, wait_s: float | None
) -> None:
    verdict = after_refusal(refused, tries=tries, now=NOW)

    assert (verdict.outcome, verdict.reason) == (outcome, reason)
    assert verdict.next_due_at == (None if wait_s is None else NOW + timedelta(seconds=wait_s))


@pytest.mark.parametrize(
    ("reason", "after"),
    [
        pytest.param(Reason.CONNECTION_FAILED, 3, id="no connection"),
        pytest.param(Reason.ROBOTS_UNREACHABLE, 3, id="no robots.txt"),
        pytest.param(Reason.HTTP_SERVER_ERROR, 0, id="an answer, if a bad one"),
        pytest.param(None, 0, id="a page"),
    ],
)
def test_only_a_host_that_cannot_be_reached_counts_as_down(reason: Reason | None, after: int) -> None:
    assert host_failures(2, reason) == after


def test_a_host_that_stays_down_is_left_alone_ever_longer() -> None:
    assert [down_for_s(failures) for failures in (0, 1, 2, 3, 99)] == [0.0, 10.0, 20.0, 40.0, 3600.0]


@pytest.mark.parametrize(
    ("crawl_delay_s", "floor_s"),
    [(None, 2.0), (1.0, 2.0), (10.0, 10.0), (86400.0, 60.0)],
    ids=["none stated", "less than ours", "more than ours", "absurd"],
)
def test_the_slower_of_outlet_and_robots_counts(crawl_delay_s: float | None, floor_s: float) -> None:
    assert first_pace(2.0, crawl_delay_s) == HostPace(floor_s, floor_s)


def test_push_back_slows_down_and_answers_recover_to_the_floor() -> None:
    slowed = after_push_back(after_push_back(HostPace(2.0, 2.0)))
    recovered = slowed
    for _ in range(20):
        recovered = after_answer(recovered, ms=100.0)

    assert slowed.delay_s == 8.0
    assert after_answer(slowed, ms=100.0).delay_s == pytest.approx(6.4)
    assert recovered.delay_s == 2.0


def test_a_slow_answer_earns_as_long_a_rest() -> None:
    assert after_answer(HostPace(0.1, 0.1), ms=4500.0).delay_s == 4.5


def test_who_declares_no_delay_gets_none_until_the_host_pushes_back() -> None:
    assert after_answer(HostPace(0.0, 0.0), ms=4500.0).delay_s == 0.0
    assert after_answer(after_push_back(HostPace(0.0, 0.0)), ms=100.0).delay_s == pytest.approx(1.6)


def test_no_pace_grows_without_bound() -> None:
    assert after_push_back(HostPace(2.0, MAX_PACE_S)).delay_s == MAX_PACE_S


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        pytest.param("120", 120.0, id="seconds"),
        pytest.param("Mon, 28 Apr 2025 09:05:00 GMT", 300.0, id="a date"),
        pytest.param("Mon, 28 Apr 2025 08:00:00 GMT", 0.0, id="a date gone by"),
        pytest.param("99999999", 86400.0, id="at most a day"),
        pytest.param("²", None, id="a digit that is no number"),
        pytest.param("sebentar lagi", None, id="words"),
        pytest.param("-5", None, id="negative"),
        pytest.param(None, None, id="none"),
    ],
)
def test_retry_after_is_read_in_both_forms(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value, now=NOW) == seconds


@pytest.mark.parametrize(
    ("content_type", "body", "page"),
    [
        pytest.param("text/html; charset=utf-8", b"Teks saja", True, id="said to be HTML"),
        pytest.param("TEXT/HTML", b"<p>isi", True, id="in capitals"),
        pytest.param("text/html", "\ufeff<html>".encode("utf-16"), True, id="UTF-16"),
        pytest.param("", b"\n<!DOCTYPE html><p>isi", True, id="unsaid, with a doctype"),
        pytest.param("", b"isi", False, id="unsaid, without a tag"),
        pytest.param("text/html", b"\x89PNG\r\n", False, id="an image that says it is HTML"),
        pytest.param("text/html", b"\x00\x01", False, id="binary that says it is HTML"),
    ],
)
def test_a_page_is_known_by_type_and_body(content_type: str, body: bytes, page: bool) -> None:
    assert may_be_html(content_type)
    assert is_html(content_type, body) is page


@pytest.mark.parametrize("content_type", ["application/pdf", "image/jpeg", "application/json", "application/rss+xml"])
def test_other_types_need_not_be_read(content_type: str) -> None:
    assert not may_be_html(content_type)


@pytest.mark.parametrize(
    ("url", "full_view", "whole"),
    [
        pytest.param("https://a.test/1", "?page=all", "https://a.test/1?page=all", id="added"),
        pytest.param("https://a.test/1?x=1", "?single=1", "https://a.test/1?x=1&single=1", id="added to others"),
        pytest.param("https://a.test/1?page=2", "?page=all", "https://a.test/1?page=2", id="one page asked for"),
        pytest.param("https://a.test/1", "", "https://a.test/1", id="the outlet has none"),
    ],
)
def test_the_full_view_is_asked_for(url: str, full_view: str, whole: str) -> None:
    assert full_view_url(url, full_view) == whole
