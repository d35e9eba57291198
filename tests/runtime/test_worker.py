"""What the engine promises: one fate per record, retries, dead letters, waits, and nothing lost by a restart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from broker.port import Message, Position
from runtime.breaker import release
from runtime.dead_letters import read_letter
from runtime.declare import Limits
from runtime.process.worker_process import open_consumer
from runtime.run_dir import Activity
from schemas.outcomes import Drop, Reason, Reject, Tier, TryLater
from schemas.record import Lane, Record
from schemas.topics import Topic
from tests.runtime.toy import ECHOES, NOTES, Echo, Note, Stop, Toy, Wired, echo, echo_stage

Make = Callable[[Wired], Toy]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[Toy] = []

    def make(stage: Wired) -> Toy:
        made.append(Toy(tmp_path, stage))
        return made[-1]

    yield make
    for toy in made:
        toy.close()


def raising(*errors: Exception, text: str = "bad") -> Callable[[Note], Sequence[Record]]:
    """Raises the errors one after the other for the note `text`, then echoes."""
    left = list(errors)

    def process(note: Note) -> Sequence[Record]:
        if note.text == text and left:
            raise left.pop(0)
        return [Echo(text=note.text)]

    return process


def test_every_record_has_exactly_one_fate(make: Make) -> None:
    toy = make(
        echo_stage(
            raising(Drop(Reason.OFF_WATCH, "why")),
        )
    )
    toy.send("a", "bad", "c")

    assert toy.step() == 3
    assert toy.texts() == ["a", "c"]
    assert toy.outcomes() == [("a", "passed", ""), ("bad", "dropped", "off_watch"), ("c", "passed", "")]
    assert toy.fates()[1].detail == "why"


def test_a_rejected_record_goes_to_the_dead_letters_with_its_bytes_and_story(make: Make) -> None:
    toy = make(echo_stage(raising(Reject(Reason.UNPARSABLE_HTML, "no tree"))))
    toy.send("bad")
    toy.step()

    (stored,) = toy.topic("dead.echo")
    letter = read_letter(stored)

    assert Note.decode(stored.message.value).text == "bad"
    assert (letter.reason, letter.detail, letter.stage, letter.worker) == (
        "unparsable_html",
        "no tree",
        "echo",
        "echo-0",
    )
    assert letter.origin == Position("notes", 0, 0)
    assert letter.attempts == 1


def test_every_record_of_a_batch_is_counted_by_its_fate(make: Make) -> None:
    fates = {"drop": Drop(Reason.OFF_WATCH, "why"), "reject": Reject(Reason.UNPARSABLE_HTML, "no tree")}

    def process(note: Note) -> Sequence[Record]:
        if note.text in fates:
            raise fates[note.text]
        return echo(note)

    toy = make(echo_stage(process))
    toy.send("a", "drop", "b", "reject", "drop", "c")
    toy.step()
    read = toy.metrics.registry.get_sample_value

    def counted(outcome: str, reason: str) -> float | None:
        return read("warta_records_total", {"stage": "echo", "outcome": outcome, "reason": reason})

    assert counted("passed", "") == 3
    assert counted("dropped", "off_watch") == 2
    assert counted("rejected", "unparsable_html") == 1
    assert read("warta_dead_letters_total", {"stage": "echo", "reason": "unparsable_html"}) == 1
    assert read("warta_process_seconds_count", {"stage": "echo"}) == 6


def test_a_record_that_passed_may_be_counted_by_what_was_made_of_it(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a", "doubtful")
    toy.step()
    labels = {"stage": "echo", "outcome": "passed", "reason": "doubtful"}

    assert toy.outcomes() == [("a", "passed", ""), ("doubtful", "passed", "doubtful")]
    assert toy.fates()[1].detail == "toys"
    assert toy.metrics.registry.get_sample_value("warta_records_total", labels) == 1


def test_lane_and_origin_are_carried_through(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a", lane=Lane.BACKFILL)
    toy.step()

    headers = dict(toy.topic("echoes")[0].message.headers)

    assert headers["lane"] == b"backfill"
    assert headers["warta_origin"] == b"1.000"
    assert headers["ce_type"] == b"warta.echo.v1.0"
    assert toy.fates()[0].lane is Lane.BACKFILL


def test_a_record_to_try_later_rests_in_its_tier_and_passes_when_due(make: Make) -> None:
    toy = make(echo_stage(raising(TryLater(Tier.SOON, Reason.TIMEOUT))))
    toy.send("bad", "after")

    assert toy.step() == 2
    assert toy.texts() == ["after"]
    assert toy.outcomes()[0] == ("bad", "retried", "timeout")

    toy.hands.at += 9
    assert toy.step() == 0
    toy.hands.at += 2
    assert toy.step() == 1
    assert toy.texts() == ["after", "bad"]
    assert toy.outcomes()[-1] == ("bad", "passed", "")


def test_an_unexpected_error_climbs_the_tiers_and_ends_as_a_dead_letter_with_its_stack(make: Make) -> None:
    toy = make(echo_stage(raising(*[RuntimeError("boom")] * 9)))
    toy.send("bad")
    for _ in range(4):
        toy.step()
        toy.hands.at += 601
    toy.step()

    letter = read_letter(toy.topic("dead.echo")[0])

    assert [row[1:] for row in toy.outcomes()] == [("retried", "unexpected_error")] * 3 + [
        ("rejected", "unexpected_error")
    ]
    assert letter.attempts == 4
    assert "RuntimeError: boom" in letter.stack
    assert letter.detail == "RuntimeError: boom"


def test_bytes_that_are_no_record_are_dead_lettered_and_the_rest_goes_on(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a")
    good = toy.topic("notes")[0].message
    toy.send_messages(
        [
            Message("notes", b"k", b"{not json", good.headers),
            Message("notes", b"k", b"{}", ()),
            Message("notes", b"k", good.value, tuple((n, b"\xff" if n == "ce_type" else v) for n, v in good.headers)),
        ]
    )
    toy.send("z")
    toy.step()

    assert toy.texts() == ["a", "z"]
    assert [row[1:] for row in toy.outcomes()[1:4]] == [("rejected", "undecodable")] * 3
    assert len(toy.topic("dead.echo")) == 3


def of_major_two(toy: Toy) -> Message:
    toy.send("future")
    message = toy.topic("notes")[-1].message
    headers = tuple((n, b"warta.note.v2.0" if n == "ce_type" else v) for n, v in message.headers)
    return Message("notes", message.key, message.value, headers)


def test_an_unknown_major_is_waited_for_loudly_and_nothing_behind_it_is_lost(make: Make) -> None:
    toy = make(echo_stage())
    toy.send_messages([of_major_two(toy)])
    toy.send("z")

    assert toy.step() == 1
    (wait,) = toy.waits.current().values()
    assert wait.reason == "unknown_major"
    assert "this reader knows major 1" in wait.detail

    toy.run_dir.quarantine("echo", Position("notes", 0, 1))
    toy.hands.at += 11
    toy.step()

    assert toy.texts() == ["future", "z"]
    assert toy.outcomes()[1][1:] == ("rejected", "quarantined")


def test_an_unknown_minor_is_read(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a")
    message = toy.topic("notes")[0].message
    headers = tuple((n, b"warta.note.v1.7" if n == "ce_type" else v) for n, v in message.headers)
    toy.send_messages([Message("notes", message.key, b'{"text":"b","new":1}', headers)])
    toy.step()

    assert toy.texts() == ["a", "b"]


def test_unsettled_work_is_done_again_after_a_restart(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a", "b")
    polled = toy.consumer.poll(max_messages=10, timeout_s=1)
    assert len(polled) == 2

    toy.restart()
    toy.step()

    assert toy.texts() == ["a", "b"]


def died_at(offset: int) -> Activity:
    return Activity("processing", 12.5, 120.0, Position("notes", 0, offset))


def test_a_record_that_killed_its_worker_twice_is_dead_lettered_unprocessed(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a", "killer", "c", lane=Lane.BACKFILL)
    for life in range(2):
        toy.run_dir.suspect("echo", f"echo-{life}", died_at(1))
    toy.restart()
    toy.step()

    assert toy.texts() == ["a", "c"]
    assert ("killer", "rejected", "killed_worker") in toy.outcomes()
    assert {fate.lane for fate in toy.fates()} == {Lane.BACKFILL}
    assert toy.run_dir.deaths("echo") == {}


def test_what_others_died_of_is_known_when_the_same_partitions_come_back(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a")
    toy.step()
    other = open_consumer(toy.wired.step, toy.log, replace(toy.settings, client="echo-1"))
    other.poll(max_messages=1, timeout_s=0)
    other.close()
    for life in range(2):
        toy.run_dir.suspect("echo", f"echo-{life + 1}", died_at(1))
    toy.send("killer")
    toy.step()

    assert toy.texts() == ["a"]
    assert ("killer", "rejected", "killed_worker") in toy.outcomes()


def test_a_suspect_that_another_has_died_of_since_is_not_processed(make: Make) -> None:
    def process(note: Note) -> Sequence[Record]:
        # While this worker is busy, its suspect kills another.
        toy.run_dir.suspect("echo", "echo-1", died_at(1))
        return echo(note)

    toy = make(echo_stage(process))
    toy.send("a", "killer")
    toy.run_dir.suspect("echo", "echo-0", died_at(1))
    toy.restart()
    toy.step()

    assert toy.texts() == ["a"]
    assert ("killer", "rejected", "killed_worker") in toy.outcomes()


def test_a_suspect_that_passes_alone_is_absolved(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a", "b")
    toy.run_dir.suspect("echo", "echo-0", died_at(1))
    toy.restart()
    toy.step()

    assert toy.texts() == ["a", "b"]
    assert toy.run_dir.deaths("echo") == {}


def test_the_breaker_trips_before_anything_is_dead_lettered_and_stays_open_over_a_restart(make: Make) -> None:
    limits = Limits(gather_s=0.0, max_consecutive_dead=3, probe_s=30)
    is_broken = [True]

    def process(note: Note) -> Sequence[Record]:
        if is_broken:
            raise Reject(Reason.UNPARSABLE_HTML)
        return echo(note)

    toy = make(echo_stage(process, limits))
    toy.send(*[f"n{number}" for number in range(5)])

    assert toy.step() == 0
    assert toy.topic("dead.echo") == []
    assert {wait.reason for wait in toy.waits.current().values()} == {"breaker_open"}

    toy.restart()
    assert toy.step() == 0
    assert toy.topic("dead.echo") == []

    is_broken.clear()
    toy.hands.at += 31
    assert toy.step() == 5
    assert toy.texts() == [f"n{number}" for number in range(5)]


def test_an_operator_can_let_the_dead_letters_through(make: Make) -> None:
    limits = Limits(gather_s=0.0, max_consecutive_dead=2, probe_s=30)
    toy = make(echo_stage(raising(*[Reject(Reason.UNPARSABLE_HTML)] * 99, text="bad"), limits))
    toy.send("bad", "bad", "bad", "good")
    assert toy.step() == 0

    release(toy.run_dir.breaker("echo-0"), grace=10)
    toy.hands.at += 31
    toy.step()

    assert len(toy.topic("dead.echo")) == 3
    assert toy.texts() == ["good"]


@pytest.mark.parametrize(
    ("sent", "since_s", "waited"),
    [
        pytest.param(("b",), 0.1, [0.3], id="soon after a small batch the rest of the time is waited"),
        pytest.param(("b",), 0.5, [], id="long after a batch nothing is waited for"),
        pytest.param((), 0.1, [0.3], id="an empty round gathers too"),
    ],
)
def test_records_that_trickle_in_are_let_gather(
    make: Make, sent: Sequence[str], since_s: float, waited: Sequence[float]
) -> None:
    toy = make(echo_stage(limits=Limits(gather_s=0.4)))
    toy.send("a")
    toy.worker.once(toy.consumer)
    toy.send(*sent)
    toy.hands.at += since_s

    assert toy.worker.once(toy.consumer) == len(sent)
    assert toy.stop.waited == pytest.approx(waited)


def test_after_a_full_batch_the_next_begins_at_once(make: Make) -> None:
    toy = make(echo_stage(limits=Limits(batch_records=2, gather_s=0.4)))
    toy.send("a", "b", "c")

    assert [toy.worker.once(toy.consumer) for _ in range(2)] == [2, 1]
    assert toy.stop.waited == []


def test_a_long_batch_settles_its_finished_prefix_in_time(make: Make) -> None:
    toy = make(echo_stage())

    def slow(note: Note) -> Sequence[Record]:
        toy.hands.at += 0.15
        return echo(note)

    toy.wired = echo_stage(slow)
    toy.worker = toy._worker()
    toy.send("a", "b", "c", "d", "e")

    assert [toy.worker.once(toy.consumer) for _ in range(3)] == [2, 2, 1]
    assert toy.texts() == ["a", "b", "c", "d", "e"]


def test_a_full_log_is_waited_for_and_the_batch_settles_when_there_is_room(make: Make) -> None:
    toy = make(echo_stage())
    toy.log.apply([Topic("echoes", Echo, partitions=1, max_bytes=600)])
    toy.log.register("slow", ["echoes"])
    reader = toy.log.consumer(group="slow", topics=["echoes"], client="reader")
    refusals: list[float] = []

    class ReadsWhenAsked(Stop):
        """In place of a rest: the slow reader catches up."""

        def wait(self, timeout: float | None = None) -> bool:
            refusals.append(timeout or 0.0)
            reader.settle(reader.poll(max_messages=10, timeout_s=1), [])
            return False

    toy.stop = ReadsWhenAsked(toy.hands)
    toy.worker = toy._worker()
    for number in range(6):
        toy.send(f"n{number}")
        toy.step()

    reader.close()
    assert refusals
    assert toy.log.ends()["echoes"] == 6
    assert len(toy.outcomes()) == 6


def test_a_topic_that_is_missing_is_waited_for_by_name_until_it_is_there(make: Make) -> None:
    def process(note: Note) -> Sequence[Record]:
        toy.stop.set()
        return echo(note)

    class Applies(Stop):
        """In place of the second rest: an operator makes the topic."""

        def wait(self, timeout: float | None = None) -> bool:
            declared.append(next((wait.reason for wait in toy.waits.current().values()), ""))
            if len(declared) == 2:
                toy.log.apply([NOTES])
                toy.send("a")
            return super().wait(timeout)

    declared: list[str] = []
    toy = make(echo_stage(process))
    toy.consumer.close()
    toy.log.delete(["notes"])
    toy.stop = Applies(toy.hands)
    toy.worker = toy._worker()

    toy.worker.run(toy.open)

    assert declared[:2] == ["topic_missing", "topic_missing"]
    assert toy.texts() == ["a"]
    assert toy.waits.current() == {}
    toy.consumer = toy.open()


def test_an_output_over_its_topics_limit_is_dead_lettered_and_the_rest_goes_on(make: Make) -> None:
    def process(note: Note) -> Sequence[Record]:
        return [Echo(text=note.text if note.text != "bad" else "x" * ECHOES.max_record_bytes)]

    toy = make(echo_stage(process))
    toy.send("a", "bad", "c")
    toy.step()

    assert toy.texts() == ["a", "c"]
    assert toy.outcomes()[1] == ("bad", "rejected", "record_too_large")
    assert "topic echoes takes 1048576" in toy.fates()[1].detail


def test_an_output_that_cannot_be_encoded_is_the_records_fault_and_not_the_workers(make: Make) -> None:
    def process(note: Note) -> Sequence[Record]:
        return [Echo(text=note.text if note.text != "bad" else "half a pair: \ud800")]

    toy = make(echo_stage(process, Limits(gather_s=0.0, attempts=1)))
    toy.send("a", "bad", "c")
    toy.step()

    assert toy.texts() == ["a", "c"]
    assert toy.outcomes()[1] == ("bad", "rejected", "unexpected_error")


def test_a_pure_stage_without_retries_rejects_what_fails_at_once(make: Make) -> None:
    toy = make(echo_stage(raising(RuntimeError("poison")), retries=()))
    toy.send("a", "bad", "c")
    toy.step()

    assert toy.texts() == ["a", "c"]
    assert toy.outcomes()[1] == ("bad", "rejected", "unexpected_error")
    assert [name for name in toy.log.topics() if name.startswith("retry.")] == []


def test_records_in_retry_topics_of_an_earlier_row_are_read_to_the_end(make: Make) -> None:
    earlier = make(echo_stage(raising(TryLater(Tier.SOON, Reason.STORE_UNAVAILABLE))))
    earlier.send("a", "bad")
    earlier.step()
    earlier.wired = echo_stage(retries=())
    earlier.restart()
    earlier.hands.at += 11
    earlier.step()

    assert earlier.texts() == ["a", "bad"]
    assert earlier.outcomes()[-1] == ("bad", "passed", "")
