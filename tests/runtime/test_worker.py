"""What the engine promises of every record: one fate, its lane and origin, and nothing lost by a restart."""

import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from broker.port import Message, Position, size_of
from runtime.declare import Limits
from runtime.state import Owner
from schemas.outcomes import Drop, Reason, Reject
from schemas.record import Lane, Record
from schemas.topics import FATES
from tests.runtime.conftest import Make
from tests.runtime.notes import ECHOES, Echo, Note, Shelf, Wired, counting, echo, echo_stage, raising, shelving


def test_every_record_has_exactly_one_fate(make: Make) -> None:
    toy = make(echo_stage(raising(Drop(Reason.OFF_WATCH, "why"))))
    toy.send("a", "bad", "c")

    assert toy.step() == 3
    assert toy.texts() == ["a", "c"]
    assert toy.outcomes() == [("a", "passed", ""), ("bad", "dropped", "off_watch"), ("c", "passed", "")]
    assert toy.fates()[1].detail == "why"


def test_a_fate_tells_the_milliseconds_that_its_record_took(make: Make) -> None:
    def process(note: Note) -> Sequence[Record]:
        began = time.perf_counter()
        sorted(range(100_000))
        took_ms.append(1000 * (time.perf_counter() - began))
        return echo(note)

    took_ms: list[float] = []
    toy = make(echo_stage(process))
    toy.send("a", "b", "c", "d")
    began = time.perf_counter()
    toy.step()
    all_ms = 1000 * (time.perf_counter() - began)

    told_ms = [fate.ms for fate in toy.fates()]
    assert all(inner_ms - 0.001 <= each_ms for inner_ms, each_ms in zip(took_ms, told_ms, strict=True))
    assert sum(told_ms) <= all_ms
    assert told_ms == [round(each_ms, 3) for each_ms in told_ms]
    assert toy.metric("warta_process_seconds_sum") == pytest.approx(sum(told_ms) / 1000, rel=1e-6)


def test_the_fates_of_a_batch_are_written_last_in_the_settle_of_its_outputs(make: Make) -> None:
    toy = make(echo_stage(raising(Reject(Reason.UNPARSABLE_HTML))))
    toy.send("a", "bad", "c")
    toy.step()

    assert toy.tap.written == [["echoes", "dead.echo", "echoes", "fates"]]


def test_the_fates_of_the_fate_store_itself_beget_no_fates(make: Make) -> None:
    class TakesAll(Shelf):
        def write(self, owner: Owner, records: Sequence[Record]) -> Sequence[Reason | None]:
            return [None for _ in records]

    toy = make(echo_stage())
    toy.send("a")
    toy.step()
    toy.restart(shelving(TakesAll(), reads=FATES))
    toy.step()

    assert len(toy.topic("fates")) == 1
    assert toy.tap.written[-1] == []


@pytest.mark.parametrize(
    ("short_by", "fate"),
    [
        pytest.param(0, ("a", "passed", ""), id="to the byte"),
        pytest.param(1, ("a", "rejected", "record_too_large"), id="a byte over"),
    ],
)
def test_an_output_may_be_as_large_as_its_topic_takes(make: Make, short_by: int, fate: tuple[str, str, str]) -> None:
    toy = make(echo_stage())
    toy.send("a")
    toy.step()
    bytes_of_echo = size_of([toy.topic("echoes")[0].message])
    narrow = replace(ECHOES, max_record_bytes=bytes_of_echo - short_by)
    toy.restart(Wired(replace(toy.wired.step, writes=(narrow,)), echo))
    toy.send("a")
    toy.step()

    assert toy.outcomes() == [("a", "passed", ""), fate]


def test_every_record_of_a_batch_is_counted_by_its_fate(make: Make) -> None:
    fates = {"drop": Drop(Reason.OFF_WATCH, "why"), "reject": Reject(Reason.UNPARSABLE_HTML, "no tree")}

    def process(note: Note) -> Sequence[Record]:
        if note.text in fates:
            raise fates[note.text]
        return echo(note)

    toy = make(echo_stage(process))
    toy.send("a", "drop", "b", "reject", "drop", "c")
    toy.step()

    assert toy.metric("warta_records_total", outcome="passed", reason="") == 3
    assert toy.metric("warta_records_total", outcome="dropped", reason="off_watch") == 2
    assert toy.metric("warta_records_total", outcome="rejected", reason="unparsable_html") == 1
    assert toy.metric("warta_dead_letters_total", reason="unparsable_html") == 1
    assert toy.metric("warta_dead_letters_total", reason="off_watch") is None
    assert toy.metric("warta_process_seconds_count") == 6
    assert toy.metric("warta_settle_seconds_count") == 1
    assert toy.progress.settled == 6


@pytest.mark.parametrize(
    "stage",
    [
        pytest.param(echo_stage(), id="pure"),
        pytest.param(counting(lambda note, seen: (1, [Echo(text=note.text)])), id="keyed"),
    ],
)
def test_a_record_that_passed_may_be_counted_by_what_was_made_of_it(make: Make, stage: Wired) -> None:
    toy = make(stage)
    toy.send("a", "doubtful")
    toy.step()

    assert toy.outcomes() == [("a", "passed", ""), ("doubtful", "passed", "doubtful")]
    assert toy.fates()[1].detail == "toys"
    assert toy.metric("warta_records_total", outcome="passed", reason="doubtful") == 1


def test_lane_and_origin_are_carried_through(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a", lane=Lane.BACKFILL)
    toy.step()

    headers = dict(toy.topic("echoes")[0].message.headers)

    assert headers["lane"] == b"backfill"
    assert headers["warta_origin"] == b"1.000"
    assert headers["ce_type"] == b"warta.echo.v1.0"
    assert headers["ce_source"] == b"/warta/echo"
    assert toy.fates()[0].lane is Lane.BACKFILL


def test_the_origin_of_a_record_that_names_none_is_when_the_log_took_it(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a")
    named = toy.topic("notes")[0].message
    without = tuple(pair for pair in named.headers if pair[0] != "warta_origin")
    toy.send_messages([Message("notes", named.key, named.value, (*without, ("warta_origin", b"long ago")))])
    toy.step()

    taken_at = toy.topic("notes")[1].appended_at
    assert dict(toy.topic("echoes")[1].message.headers)["warta_origin"] == f"{taken_at:.3f}".encode()


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
    assert len(toy.letters()) == 3


def test_a_record_that_cannot_be_read_is_named_by_its_own_word_or_by_its_place(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a", lane=Lane.BACKFILL)
    headers = toy.topic("notes")[0].message.headers
    toy.send_messages([Message("notes", b"k", b"{}", headers), Message("notes", b"k", b"{}", ())])
    toy.step()

    told = [(fate.id, fate.subject, fate.lane) for fate in toy.fates()[1:]]
    assert told == [("a", "a", Lane.BACKFILL), ("notes/0/2", "notes/0/2", Lane.LIVE)]
    assert toy.fates()[1].detail.startswith("no note record: ")
    assert toy.fates()[2].detail == "header ce_type is missing"


def test_a_detail_is_cut_and_half_a_surrogate_pair_in_it_replaced(make: Make) -> None:
    toy = make(echo_stage(raising(Drop(Reason.OFF_WATCH, "\ud800" + "x" * 900))))
    toy.send("bad")
    toy.step()

    assert toy.fates()[0].detail == "?" + "x" * 499


def test_an_unknown_major_is_waited_for_loudly_and_nothing_behind_it_is_lost(make: Make) -> None:
    toy = make(echo_stage())
    toy.send("a")
    toy.send_of_major_two("future")
    toy.send("z")

    assert toy.step() == 1
    (wait,) = toy.waits.current().values()
    assert wait.reason == "unknown_major"
    assert "this reader knows major 1" in wait.detail

    assert toy.later(9) == 0
    assert toy.tap.rewound == [Position("notes", 0, 1)]
    toy.run_dir.quarantine("echo", Position("notes", 0, 1))
    toy.later(1)

    assert toy.texts() == ["a", "z"]
    assert toy.outcomes()[1] == ("future", "rejected", "quarantined")
    assert toy.waits.current() == {}


def test_a_record_that_was_quarantined_while_nobody_worked_is_not_waited_for(make: Make) -> None:
    toy = make(echo_stage())
    toy.send_of_major_two("future")
    toy.run_dir.quarantine("echo", Position("notes", 0, 0))
    toy.restart()

    assert toy.round() == 1
    assert toy.outcomes() == [("future", "rejected", "quarantined")]


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
