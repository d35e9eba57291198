"""Dead letters from the command line: seen, sent again exactly once, given up, and the breaker released."""

import json
from pathlib import Path

import pytest

from broker.port import Message, Position
from pipeline.settings import Settings
from pipeline.wiring.log import apply_topics, open_log
from runtime.breaker import BreakerState, read_state, write_state
from runtime.dead_letters import Refusal, dead_message
from runtime.run_dir import RunDir
from tests.pipeline.command import warta

pytestmark = pytest.mark.slow


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
    shown = json.loads(warta("letters", "show", "clean", "1", "--data", data).out)

    assert listed(data) == [0, 1, 2]
    assert (shown["reason"], shown["from"], shown["stack"], shown["value"]) == (
        "unexpected_error",
        "warta.pages/0/1",
        "Traceback",
        "page 1",
    )
    assert warta("letters", "show", "clean", "99", "--data", data).code == 2


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
