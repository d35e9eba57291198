"""Spans: of the records of sampled traces alone, from the source through every step, the same for the same work."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from broker.port import BrokerError, Stored
from runtime.spans import Span
from schemas.envelope import header
from schemas.outcomes import Reason, Reject, Tier, TryLater
from schemas.span_context import TRACEPARENT, SpanContext, read_traceparent, root
from tests.runtime.conftest import Make
from tests.runtime.notes import Wired, counting, echo_stage, raising
from tests.runtime.reels import Reel, Reels
from tests.runtime.toy import Toy

PARENT = SpanContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7")


@dataclass
class Kept:
    """Implements `runtime.spans.Spans`."""

    ratio: float = 1.0
    spans: list[Span] = field(default_factory=list)

    def take(self, spans: Sequence[Span]) -> None:
        self.spans += spans

    def close(self) -> None: ...


def told(toy: Toy) -> Kept:
    """Whoever takes the spans of this toy's worker from now on."""
    toy.spans = kept = Kept()
    toy.restart()
    return kept


def send_traced(toy: Toy, text: str, value: bytes = PARENT.header()) -> None:
    message = toy.message(text)
    toy.send_messages([message._replace(headers=(*message.headers, (TRACEPARENT, value)))])


def written_under(stored: Stored) -> SpanContext | None:
    value = header(stored.message.headers, TRACEPARENT)
    return None if value is None else read_traceparent(value)


KINDS = [pytest.param(echo_stage, id="pure"), pytest.param(counting, id="stateful")]


@pytest.mark.parametrize("wired", KINDS)
def test_what_a_step_writes_is_written_under_the_span_that_it_tells(make: Make, wired: Callable[[], Wired]) -> None:
    toy = make(wired())
    kept = told(toy)
    send_traced(toy, "a")
    toy.step()

    (span,) = kept.spans
    (output,) = toy.topic("echoes")
    assert (span.parent, span.context.trace_id) == (PARENT, PARENT.trace_id)
    assert written_under(output) == span.context
    assert (span.step, span.fate.id, span.position and span.position.offset) == (toy.wired.step.name, "a", 0)


def test_a_record_outside_every_sampled_trace_has_no_span_and_no_header(make: Make) -> None:
    toy = make(echo_stage())
    kept = told(toy)
    toy.send("a")
    send_traced(toy, "b", PARENT.header()[:-1] + b"0")
    send_traced(toy, "c", b"\xff no header of W3C")

    assert toy.step() == 3
    assert kept.spans == []
    assert [written_under(each) for each in toy.topic("echoes")] == [None, None, None]


@pytest.mark.parametrize("wired", KINDS)
def test_what_is_done_again_after_a_crash_is_the_same_span(make: Make, wired: Callable[[], Wired]) -> None:
    toy = make(wired())
    first = told(toy)
    send_traced(toy, "a")
    toy.tap.trouble = [BrokerError("gone")]
    with pytest.raises(BrokerError):
        toy.step()
    again = told(toy)
    toy.step()

    assert first.spans == []
    assert [written_under(each) for each in toy.topic("echoes")] == [span.context for span in again.spans]


def test_a_refused_record_tells_why_and_its_letter_keeps_the_trace(make: Make) -> None:
    toy = make(echo_stage(raising(Reject(Reason.UNPARSABLE_HTML, "no element"))))
    kept = told(toy)
    send_traced(toy, "bad")
    toy.step()

    (span,) = kept.spans
    assert span.failed
    assert (span.fate.reason, span.fate.detail) == (Reason.UNPARSABLE_HTML, "no element")
    assert written_under(toy.topic("dead.echo")[0]) == PARENT


def test_each_try_of_a_retried_record_is_a_span_of_the_same_trace(make: Make) -> None:
    tier = Tier.SOON
    toy = make(echo_stage(raising(TryLater(tier, Reason.UNEXPECTED_ERROR, "not yet"))))
    kept = told(toy)
    send_traced(toy, "bad")
    toy.step()
    toy.later(tier.delay_s + 1)

    assert [span.fate.outcome.value for span in kept.spans] == ["retried", "passed"]
    assert {span.parent for span in kept.spans} == {PARENT}
    assert len({span.context for span in kept.spans}) == 2


def test_spans_of_a_batch_follow_one_another_up_to_the_settle(make: Make) -> None:
    toy = make(echo_stage())
    kept = told(toy)
    for text in ("a", "b", "c"):
        send_traced(toy, text)
    toy.step()

    spans = sorted(kept.spans, key=lambda span: span.began)
    ends = [span.began + span.fate.ms / 1000 for span in spans]
    assert [span.fate.id for span in spans] == ["a", "b", "c"]
    assert ends == pytest.approx([*(span.began for span in spans[1:]), toy.hands.at])


async def test_a_trace_begins_with_what_a_source_publishes(reel: Reel) -> None:
    reel.spans = kept = Kept()
    stop = threading.Event()
    publisher = reel.log.publisher(client="test")
    await reel.runner(Reels(["a", "gone"], stop), publisher).run(stop)
    publisher.close()

    (span,) = kept.spans
    (stored,) = reel.log.read("notes", 0)
    assert span.context == root(1.0, "reels", "a") == written_under(stored)
    assert (span.parent, span.topic, span.fate.id) == (None, "notes", "a")
    assert span.began == pytest.approx(reel.hands.at - 0.002)


async def test_a_source_begins_no_trace_for_what_is_not_sampled(reel: Reel) -> None:
    reel.spans = kept = Kept(ratio=0.0)
    stop = threading.Event()
    publisher = reel.log.publisher(client="test")
    await reel.runner(Reels(["a"], stop), publisher).run(stop)
    publisher.close()

    assert kept.spans == []
    assert [written_under(each) for each in reel.log.read("notes", 0)] == [None]
