"""Dead letters and retries as messages: what their headers keep, add and bound."""

import pytest

from broker.port import Message, Position, Stored
from runtime.dead_letters import Refusal, attempts_of, dead_message, due_of, read_letter, retry_message
from schemas.envelope import Headers

ORIGINAL: Headers = (("ce_id", b"a"), ("warta_origin", b"12.5"), ("lane", b"live"))
MESSAGE = Message("notes", b"k", b"v", ORIGINAL)
AT = Position("notes", 3, 41)


def refusal(detail: str = "no tree", stack: str = "") -> Refusal:
    return Refusal(
        stage="echo", worker="echo-0", at=99.5, reason="unparsable_html", detail=detail, attempts=2, stack=stack
    )


@pytest.mark.parametrize(
    ("headers", "attempts"),
    [
        pytest.param((), 0, id="never tried"),
        pytest.param((("warta_attempts", b"3"),), 3, id="three times"),
        pytest.param((("warta_attempts", b"many"),), 0, id="unreadable"),
    ],
)
def test_how_often_a_record_was_tried_stands_in_a_header(headers: Headers, attempts: int) -> None:
    assert attempts_of(headers) == attempts


@pytest.mark.parametrize(
    ("headers", "due"),
    [
        pytest.param((), 0.0, id="at once"),
        pytest.param((("warta_due", b"1000000.5"),), 1_000_000.5, id="at its time"),
        pytest.param((("warta_due", b"soon"),), 0.0, id="unreadable"),
    ],
)
def test_when_a_record_is_tried_again_stands_in_a_header(headers: Headers, due: float) -> None:
    assert due_of(headers) == due


def test_a_retry_keeps_the_headers_of_the_record_and_takes_the_place_of_the_retry_before() -> None:
    first = retry_message(MESSAGE, topic="retry.echo.10s", attempts=1, due=10.0)
    second = retry_message(first, topic="retry.echo.1m", attempts=2, due=60.25)

    assert (second.topic, second.key, second.value) == ("retry.echo.1m", b"k", b"v")
    assert second.headers == (*ORIGINAL, ("warta_attempts", b"2"), ("warta_due", b"60.250"))


def test_a_dead_letter_keeps_the_headers_of_the_record_and_tells_its_story() -> None:
    retried = retry_message(MESSAGE, topic="retry.echo.10s", attempts=1, due=10.0)
    stored = Stored(dead_message(retried, AT, refusal(), topic="dead.echo"), Position("dead.echo", 0, 7), 100.0)
    letter = read_letter(stored)

    assert stored.message.headers[:3] == ORIGINAL
    assert (letter.position, letter.origin, letter.topic) == (Position("dead.echo", 0, 7), AT, "notes")
    assert (letter.stage, letter.worker, letter.at) == ("echo", "echo-0", 99.5)
    assert (letter.reason, letter.detail, letter.attempts, letter.stack) == ("unparsable_html", "no tree", 2, "")
    assert due_of(stored.message.headers) == 0.0


def test_a_dead_letter_tells_the_beginning_of_a_long_detail_and_the_end_of_a_long_stack() -> None:
    told = refusal(detail="d" * 2000 + "e", stack="r" + "s" * 8000)
    letter = read_letter(Stored(dead_message(MESSAGE, AT, told, topic="dead.echo"), AT, 100.0))

    assert (letter.detail, letter.stack) == ("d" * 2000, "s" * 8000)


def test_a_message_without_the_headers_of_a_dead_letter_is_none() -> None:
    with pytest.raises(ValueError, match="no dead letter, header topic is missing"):
        read_letter(Stored(MESSAGE, AT, 100.0))
