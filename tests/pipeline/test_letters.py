"""Dead letters from the command line: seen, sent again exactly once, given up, and the breaker released."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from bench.corpus import made_pages
from broker.port import Message, Position
from pipeline.settings import Settings
from pipeline.wiring.log import apply_topics, open_log
from runtime.breaker import BreakerState, read_state, write_state
from runtime.codec import to_message
from runtime.dead_letters import Refusal, dead_message
from runtime.run_dir import RunDir
from schemas.record import Lane
from tests.pipeline.command import warta

pytestmark = pytest.mark.slow
PAGE = made_pages(1, seed=3)[0]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with three dead letters of `clean`."""
    settings = Settings(data_dir=tmp_path)
    log = open_log(settings)
    apply_topics(log, settings)
    publisher = log.publisher(client="test")
    for number in range(3):
        original = Message("warta.pages", b"k", f"page {number}".encode(), (("ce_id", str(number).encode()),))
        publisher.publish(
            [
                dead_message(
                    original,
                    Position("warta.pages", 0, number),
                    Refusal(
                        stage="clean",
                        worker="clean-0",
                        at=1_745_800_000.0,
                        reason="unexpected_error",
                        detail="boom",
                        attempts=4,
                        stack="Traceback",
                    ),
                    topic="warta.dead.clean",
                )
            ]
        )
    publisher.close()
    log.close()
    return tmp_path


def pages_in(data: Path) -> list[Message]:
    log = open_log(Settings(data_dir=data))
    found = [entry.message for number in range(4) for entry in log.read("warta.pages", number)]
    log.close()
    return found


def listed(data: Path) -> list[int]:
    return [json.loads(line)["number"] for line in warta("letters", "list", "clean", "--json", "--data", data).lines]


def test_letters_are_listed_and_shown_with_all_that_is_known(data: Path) -> None:
    shown = json.loads(warta("letters", "show", "clean", "1", "--json", "--data", data).out)

    assert listed(data) == [0, 1, 2]
    assert (shown["reason"], shown["from"], shown["stack"], shown["head"]) == (
        "unexpected_error",
        "warta.pages/0/1",
        "Traceback",
        "page 1",
    )
    assert warta("letters", "show", "clean", "99", "--data", data).code == 2


@pytest.fixture
def page_letter(data: Path) -> bytes:
    """Letter 3: a page that was refused, in the words of an outlet."""
    page = PAGE.model_copy(update={"body": b"<p>Kapal merapat di Bitung\x1b[31m</p>"})
    message = to_message(page, topic="warta.pages", stage="fetch", at=1.0, lane=Lane.LIVE, origin=1.0)
    with (
        closing(open_log(Settings(data_dir=data))) as log,
        closing(log.publisher(client="test")) as publisher,
    ):
        refusal = Refusal(
            stage="clean", worker="clean-0", at=1.0, reason="too_complex", detail="deep", attempts=1, stack=""
        )
        publisher.publish([dead_message(message, Position("warta.pages", 0, 9), refusal, topic="warta.dead.clean")])
    return message.value


def test_a_letter_is_shown_with_its_address_its_reason_and_the_head_of_its_page(data: Path, page_letter: bytes) -> None:
    ran = warta("letters", "show", "clean", "3", "--data", data)

    assert ran.code == 0
    assert f"address  {PAGE.url}" in ran.lines
    assert "reason   too_complex" in ran.lines
    assert ran.lines[-1] == "<p>Kapal merapat di Bitung\ufffd[31m</p>"


def test_the_bytes_of_a_letter_are_written_as_they_came_and_never_over_a_file(
    data: Path, page_letter: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "surat"
    first = warta("letters", "show", "clean", "3", "--raw", file, "--data", data)
    again = warta("letters", "show", "clean", "1", "--raw", file, "--data", data)

    assert (first.code, file.read_bytes()) == (0, page_letter)
    assert (again.code, again.err) == (2, f"warta: --raw {file}: File exists\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("foo", "0", "1"), "clean reads no topic foo: it reads warta.pages", id="no such topic"),
        pytest.param(("warta.page", "0", "1"), "did you mean warta.pages?", id="a misspelt topic"),
        pytest.param(("warta.cleaned", "0", "1"), "clean reads no topic warta.cleaned", id="another step's topic"),
        pytest.param(
            ("warta.pages", "99", "0"), "warta.pages has no partition 99: it has 4, from 0 on", id="partition"
        ),
        pytest.param(("warta.pages", "0", "7"), "warta.pages/0 has no record 7", id="no such record"),
        pytest.param(("warta.pages", "-1", "0"), "", id="a negative number"),
    ],
)
def test_only_a_record_that_its_step_has_yet_to_read_is_put_aside(
    data: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = warta("letters", "quarantine", "clean", *arguments, "--data", data)

    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert not (data / "run" / "quarantine").exists()


def test_a_record_that_waits_is_put_aside_and_one_that_is_settled_is_not(data: Path) -> None:
    with (
        closing(open_log(Settings(data_dir=data))) as log,
        closing(log.publisher(client="test")) as publisher,
        closing(log.consumer(group="clean", topics=["warta.pages"], client="test")) as consumer,
    ):
        publisher.publish([Message("warta.pages", b"k", b"page", ())] * 2)
        (first, *_) = consumer.poll(max_messages=1, timeout_s=10.0)
        consumer.settle([first], [])
    topic, partition, offset = first.position
    settled = warta("letters", "quarantine", "clean", topic, str(partition), str(offset), "--data", data)
    waits = warta("letters", "quarantine", "clean", topic, str(partition), str(offset + 1), "--data", data)

    assert (settled.code, "it does not wait on it" in settled.err) == (2, True)
    assert waits.code == 0
    assert RunDir(data / "run").quarantined("clean") == {Position(topic, partition, offset + 1)}


def test_replayed_letters_go_to_their_step_as_they_came_and_only_once(data: Path) -> None:
    assert warta("letters", "replay", "clean", "--through", "1", "--data", data).code == 0
    assert listed(data) == [2]
    assert warta("letters", "replay", "clean", "--data", data).code == 0
    assert warta("letters", "replay", "clean", "--data", data).code == 0

    assert listed(data) == []
    assert sorted(page.value for page in pages_in(data)) == [b"page 0", b"page 1", b"page 2"]
    assert all([name for name, _ in page.headers] == ["ce_id"] for page in pages_in(data))


def test_discarded_letters_are_given_up(data: Path) -> None:
    assert warta("letters", "discard", "clean", "--yes", "--data", data).code == 0

    assert listed(data) == []
    assert pages_in(data) == []


def test_a_tripped_breaker_is_released(data: Path) -> None:
    path = RunDir(data / "run").breaker("clean-0")
    write_state(path, BreakerState(is_open=True))

    assert "clean-0" in warta("letters", "release", "clean", "--grace", "7", "--data", data).out
    assert read_state(path) == BreakerState(grace=7)


def test_steps_without_letters_are_refused(data: Path) -> None:
    ran = warta("letters", "list", "fetch", "--data", data)

    assert ran.code == 2
    assert "frontier, clean" in ran.err
