"""What reaches the log: a library's lines in our shape, and the same thing once a minute."""

import json
import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from pipeline.logs import configure_logging
from pipeline.repeats import KEPT, OnceAMinute
from tests.runtime.toy import Hands


def told(once: OnceAMinute, method: str = "warning", **event: Any) -> dict[str, Any] | None:
    try:
        return dict(once(None, method, event))
    except structlog.DropEvent:
        return None


@pytest.fixture
def hands() -> Hands:
    return Hands(at=100.0)


@pytest.fixture
def once(hands: Hands) -> OnceAMinute:
    return OnceAMinute(hands.clock())


def test_the_same_warning_is_told_once_a_minute_with_how_many_were_left_out(once: OnceAMinute, hands: Hands) -> None:
    lines = []
    for _ in range(75):
        lines.append(told(once, event="log_unavailable", detail="it cannot be reached"))
        hands.at += 1.0

    assert [line for line in lines if line] == [
        {"event": "log_unavailable", "detail": "it cannot be reached"},
        {"event": "log_unavailable", "detail": "it cannot be reached", "repeated": 59},
    ]


def test_another_warning_is_told_at_once(once: OnceAMinute) -> None:
    assert told(once, event="log_unavailable", detail="it cannot be reached")
    assert told(once, event="log_unavailable", detail="it refused the password")
    assert told(once, event="log_full", detail="it cannot be reached")


def test_what_is_no_warning_is_always_told(once: OnceAMinute) -> None:
    for method in ("info", "error", "debug"):
        assert all(told(once, method, event="worker_started") for _ in range(3)), method


def test_the_client_of_the_cluster_says_one_thing_a_minute(once: OnceAMinute, hands: Hands) -> None:
    words = [("kafka.net.manager", "Bootstrap failed"), ("kafka.cluster", "no broker"), ("kafka", "lost 10.0.0.1")]
    lines = [told(once, "error", library=library, message=message) for library, message in words]
    hands.at += 61.0
    lines.append(told(once, "error", library="kafka.conn", message="closed"))

    assert lines[1:3] == [None, None]
    assert lines[3] == {"library": "kafka.conn", "message": "closed", "repeated": 2}


def test_lines_of_another_library_are_the_same_if_only_their_numbers_differ(once: OnceAMinute) -> None:
    assert told(once, "error", library="asyncio", message="task 17 at 0x7f3a took 3 s")
    assert told(once, "error", library="asyncio", message="task 18 at 0x91bc took 4 s") is None
    assert told(once, "error", library="asyncio", message="socket was closed")


def test_what_was_told_long_ago_is_forgotten(once: OnceAMinute) -> None:
    assert told(once, event="first")
    for number in range(KEPT):
        assert told(once, event=f"warning {number}")

    assert told(once, event="first") == {"event": "first"}


@pytest.fixture
def set_up() -> Iterator[None]:
    root = logging.getLogger()
    before, root.handlers = root.handlers, []
    configure_logging("info", process="clean-0")
    yield
    root.handlers = before


@pytest.mark.usefixtures("set_up")
def test_a_line_of_a_library_names_the_process_whatever_thread_it_comes_from(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def complain() -> None:
        for number in range(9):
            logging.getLogger("kafka.net").error("lost\n%s", f"kafka:909{number}")

    thread = threading.Thread(target=complain)
    thread.start()
    thread.join()
    (line,) = map(json.loads, capfd.readouterr().err.splitlines())

    assert {name: line[name] for name in ("event", "library", "message", "level", "process")} == {
        "event": "library_warned",
        "library": "kafka.net",
        "message": "lost kafka:9090",
        "level": "error",
        "process": "clean-0",
    }
