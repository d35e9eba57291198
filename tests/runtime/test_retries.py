"""Records that are tried again: by tier, when they are due, and only so often."""

from collections.abc import Sequence

import pytest

from broker.port import Position
from runtime.declare import Limits
from schemas.outcomes import Reason, Reject, Tier, TryLater
from schemas.record import Record
from tests.runtime.conftest import Make
from tests.runtime.notes import Note, echo, echo_stage, raising

TIERS = ("retry.echo.10s", "retry.echo.1m", "retry.echo.10m")


def test_a_rejected_record_goes_to_the_dead_letters_with_its_bytes_and_story(make: Make) -> None:
    toy = make(echo_stage(raising(Reject(Reason.UNPARSABLE_HTML, "no tree"))))
    toy.send("bad")
    toy.hands.at += 5
    toy.step()

    (letter,) = toy.letters()

    assert Note.decode(letter.message.value).text == "bad"
    assert (letter.stage, letter.worker, letter.at) == ("echo", "echo-0", toy.hands.at)
    assert (letter.reason, letter.detail, letter.stack) == ("unparsable_html", "no tree", "")
    assert (letter.topic, letter.origin) == ("notes", Position("notes", 0, 0))
    assert letter.attempts == 1


def test_a_record_to_try_later_rests_in_its_tier_and_passes_when_due(make: Make) -> None:
    toy = make(echo_stage(raising(TryLater(Tier.SOON, Reason.TIMEOUT))))
    toy.send("bad", "after")

    assert toy.step() == 2
    assert toy.texts() == ["after"]
    assert toy.outcomes()[0] == ("bad", "retried", "timeout")

    assert toy.later(9.5) == 0
    assert toy.later(0.5) == 1
    assert toy.texts() == ["after", "bad"]
    assert toy.outcomes()[-1] == ("bad", "passed", "")


def test_the_partition_of_a_retry_that_is_not_due_rests_until_then_and_says_so(make: Make) -> None:
    toy = make(echo_stage(raising(TryLater(Tier.LATER, Reason.TIMEOUT))))
    toy.send("bad")
    toy.step()
    toy.later(30)
    assert toy.reasons() == {"retry.echo.1m/0": "retry_not_due"}
    assert toy.tap.timeouts_s[-1] == 1.0

    toy.later(29.5)
    assert toy.tap.rewound == [Position("retry.echo.1m", 0, 0)]
    assert toy.tap.timeouts_s[-1] == 0.5
    toy.later(0.5)

    assert toy.texts() == ["bad"]
    assert toy.waits.current() == {}
    assert toy.tap.timeouts_s[-1] == 1.0


def test_a_wait_is_seen_until_the_poll_that_ends_it(make: Make) -> None:
    toy = make(echo_stage(raising(TryLater(Tier.SOON, Reason.TIMEOUT))))
    toy.send("bad")
    toy.step()
    toy.round()
    toy.hands.at += 10.5
    assert toy.reasons() == {"retry.echo.10s/0": "retry_not_due"}

    toy.hands.at += 1.0
    assert toy.reasons() == {}


def test_a_live_record_that_is_polled_behind_a_retry_that_is_not_due_is_not_passed_over(make: Make) -> None:
    toy = make(echo_stage(raising(TryLater(Tier.SOON, Reason.TIMEOUT))))
    toy.send("bad")
    toy.step()
    for text in ("a", "b", "c"):
        toy.restart()
        toy.send(text)
        toy.step()

    assert toy.texts() == ["a", "b", "c"]


def test_a_retry_that_is_due_does_not_pass_one_before_it_that_is_not(make: Make) -> None:
    toy = make(echo_stage(raising(TryLater(Tier.SOON, Reason.TIMEOUT))))
    toy.send("bad")
    toy.step()
    waiting = toy.topic("retry.echo.10s")[0].message
    due = tuple((n, b"0.000" if n == "warta_due" else v) for n, v in waiting.headers)
    toy.send_messages([waiting._replace(headers=due)])
    toy.restart()

    assert toy.step() == 0
    assert toy.later(10) == 2


def test_a_retry_is_not_taken_before_it_is_due_by_a_worker_that_begins_just_before(make: Make) -> None:
    toy = make(echo_stage(raising(TryLater(Tier.SOON, Reason.TIMEOUT))))
    toy.send("bad")
    toy.step()
    toy.hands.at += 9.5
    toy.restart()

    assert toy.step() == 0
    assert toy.later(0.5) == 1


def test_live_records_pass_those_that_wait_for_their_retry(make: Make) -> None:
    toy = make(echo_stage(raising(TryLater(Tier.MUCH_LATER, Reason.TIMEOUT))))
    toy.send("bad")
    toy.step()
    toy.send("a")

    assert toy.step() == 1
    assert toy.texts() == ["a"]


def test_a_retry_keeps_its_origin_and_drops_what_an_earlier_retry_added(make: Make) -> None:
    toy = make(echo_stage(raising(*[TryLater(Tier.SOON, Reason.TIMEOUT)] * 2, Reject(Reason.UNPARSABLE_HTML))))
    toy.send("bad")
    toy.step()
    toy.later(10)
    second = toy.topic("retry.echo.10s")[1].message.headers
    toy.later(10)

    own = [pair for pair in second if pair[0].startswith("warta_")]
    assert own == [
        ("warta_origin", b"1.000"),
        ("warta_attempts", b"2"),
        ("warta_due", f"{toy.hands.at:.3f}".encode()),
    ]
    assert dict(toy.letters()[0].message.headers)["warta_origin"] == b"1.000"
    assert toy.letters()[0].attempts == 3


def test_what_passes_at_a_retry_has_the_origin_of_its_first_try(make: Make) -> None:
    toy = make(echo_stage(raising(TryLater(Tier.SOON, Reason.TIMEOUT))))
    toy.send("bad")
    toy.step()
    toy.later(10)

    assert dict(toy.topic("echoes")[0].message.headers)["warta_origin"] == b"1.000"


def test_an_unexpected_error_climbs_the_tiers_and_ends_as_a_dead_letter_with_its_stack(make: Make) -> None:
    toy = make(echo_stage(raising(*[RuntimeError("boom")] * 9)))
    toy.send("bad")
    toy.step()
    for delay_s in (10, 60, 600):
        assert toy.later(delay_s - 1) == 0
        assert toy.later(1) == 1

    (letter,) = toy.letters()

    assert [row[1:] for row in toy.outcomes()] == [("retried", "unexpected_error")] * 3 + [
        ("rejected", "unexpected_error")
    ]
    assert [len(toy.topic(tier)) for tier in TIERS] == [1, 1, 1]
    assert letter.attempts == 4
    assert "RuntimeError: boom" in letter.stack
    assert letter.detail == "RuntimeError: boom"


def test_further_tries_rest_in_the_longest_tier(make: Make) -> None:
    toy = make(echo_stage(raising(*[RuntimeError("boom")] * 9), Limits(gather_s=0.0, attempts=6)))
    toy.send("bad")
    for _ in range(8):
        toy.later(600)

    assert [len(toy.topic(tier)) for tier in TIERS] == [1, 1, 3]
    assert toy.letters()[0].attempts == 6


@pytest.mark.parametrize(
    ("attempts", "ends"),
    [
        pytest.param(1, ["rejected"], id="one"),
        pytest.param(2, ["retried", "rejected"], id="two"),
        pytest.param(3, ["retried", "retried", "rejected"], id="three"),
    ],
)
@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(TryLater(Tier.SOON, Reason.TIMEOUT), "retries_exhausted", id="asked for"),
        pytest.param(RuntimeError("boom"), "unexpected_error", id="unexpected"),
    ],
)
def test_a_record_is_tried_exactly_as_often_as_its_stage_allows(
    make: Make, attempts: int, ends: Sequence[str], error: Exception, reason: str
) -> None:
    tries: list[str] = []

    def process(note: Note) -> Sequence[Record]:
        tries.append(note.text)
        raise error

    toy = make(echo_stage(process, Limits(gather_s=0.0, attempts=attempts)))
    toy.send("bad")
    for _ in range(5):
        toy.later(600)

    assert len(tries) == attempts
    assert [row[1] for row in toy.outcomes()] == ends
    assert [(letter.reason, letter.attempts) for letter in toy.letters()] == [(reason, attempts)]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        pytest.param("warta_attempts", b"many", id="attempts"),
        pytest.param("warta_due", b"soon", id="due"),
    ],
)
def test_a_malformed_header_of_a_retry_counts_as_none(make: Make, header: str, value: bytes) -> None:
    toy = make(echo_stage(echo))
    toy.send("a")
    good = toy.topic("notes")[0].message
    toy.send_messages([good._replace(topic="retry.echo.10s", headers=(*good.headers, (header, value)))])

    assert toy.step() == 2
    assert toy.texts() == ["a", "a"]


def test_a_pure_stage_without_retries_rejects_what_fails_at_once(make: Make) -> None:
    toy = make(echo_stage(raising(RuntimeError("poison")), retries=()))
    toy.send("a", "bad", "c")
    toy.step()

    assert toy.texts() == ["a", "c"]
    assert toy.outcomes()[1] == ("bad", "rejected", "unexpected_error")
    assert [name for name in toy.log.topics() if name.startswith("retry.")] == []


def test_records_in_retry_topics_of_an_earlier_row_are_read_to_the_end(make: Make) -> None:
    toy = make(echo_stage(raising(TryLater(Tier.SOON, Reason.STORE_UNAVAILABLE))))
    toy.send("a", "bad")
    toy.step()
    toy.restart(echo_stage(retries=()))
    toy.later(11)

    assert toy.texts() == ["a", "bad"]
    assert toy.outcomes()[-1] == ("bad", "passed", "")


def test_a_record_that_tries_later_without_a_tier_for_it_waits_in_place(make: Make) -> None:
    toy = make(echo_stage(raising(TryLater(Tier.SOON, Reason.STORE_UNAVAILABLE)), retries=(Tier.LATER,)))
    toy.send("a", "bad", "c")
    toy.step()
    assert toy.reasons() == {"notes/0": "store_unavailable"}

    toy.later(11)

    assert toy.texts() == ["a", "bad", "c"]
    assert {outcome for _, outcome, _ in toy.outcomes()} == {"passed"}


def test_a_long_detail_and_a_long_stack_are_cut_in_the_letter(make: Make) -> None:
    toy = make(echo_stage(raising(RuntimeError("x" * 9000)), Limits(gather_s=0.0, attempts=1)))
    toy.send("bad")
    toy.step()

    (letter,) = toy.letters()

    assert len(letter.detail) == 500
    assert len(letter.stack) == 8000
    assert letter.stack.endswith("x\n")
