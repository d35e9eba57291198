"""Span contexts: read and written as W3C has them, and the same for the same work."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.span_context import SpanContext, read_traceparent, root

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


def hex_digits(count: int) -> st.SearchStrategy[str]:
    return st.binary(min_size=count // 2, max_size=count // 2).map(bytes.hex).filter(lambda text: int(text, 16) > 0)


@given(st.builds(SpanContext, hex_digits(32), hex_digits(16)))
def test_what_is_written_is_read_again(context: SpanContext) -> None:
    assert read_traceparent(context.header()) == context


@pytest.mark.parametrize(
    ("value", "read"),
    [
        pytest.param(f"00-{TRACE}-{SPAN}-01", SpanContext(TRACE, SPAN), id="sampled"),
        pytest.param(f"00-{TRACE}-{SPAN}-03", SpanContext(TRACE, SPAN), id="sampled, with a flag of later"),
        pytest.param(f"cc-{TRACE}-{SPAN}-01-what-the-future-holds", SpanContext(TRACE, SPAN), id="later version"),
        pytest.param(f"00-{TRACE}-{SPAN}-00", None, id="not sampled"),
        pytest.param(f"ff-{TRACE}-{SPAN}-01", None, id="forbidden version"),
        pytest.param(f"00-{'0' * 32}-{SPAN}-01", None, id="no trace"),
        pytest.param(f"00-{TRACE}-{'0' * 16}-01", None, id="no span"),
        pytest.param(f"00-{TRACE.upper()}-{SPAN}-01", None, id="upper case"),
        pytest.param("", None, id="empty"),
    ],
)
def test_a_header_is_read_as_the_recommendation_says(value: str, read: SpanContext | None) -> None:
    assert read_traceparent(value.encode()) == read


@given(st.binary(max_size=80))
def test_nothing_that_stands_in_the_header_fails(value: bytes) -> None:
    assert read_traceparent(value) is None


def test_the_same_work_has_the_same_ids() -> None:
    first, again = root(1.0, "fetch", "page-1"), root(1.0, "fetch", "page-1")

    assert first is not None
    assert first == again
    assert first.child("clean", "0", "7") == first.child("clean", "0", "7")


def test_other_work_has_other_ids() -> None:
    first, other = root(1.0, "fetch", "page-1"), root(1.0, "fetch", "page-2")

    assert first is not None
    assert other is not None
    assert first.trace_id != other.trace_id
    assert first.child("clean", "0", "7").span_id != first.child("clean", "0", "8").span_id
    assert first.child("clean", "0", "7").trace_id == first.trace_id


def test_about_the_share_that_is_asked_for_is_sampled() -> None:
    sampled = [root(0.25, "fetch", f"page-{number}") for number in range(4000)]

    assert 900 <= len([each for each in sampled if each is not None]) <= 1100
    assert root(0.0, "fetch", "page-1") is None


def test_what_a_small_share_samples_a_larger_one_samples_too() -> None:
    small = {number for number in range(2000) if root(0.1, "fetch", f"page-{number}")}
    large = {number for number in range(2000) if root(0.5, "fetch", f"page-{number}")}

    assert small
    assert small < large
