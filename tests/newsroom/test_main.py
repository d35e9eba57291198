"""`python -m newsroom` as a process: its line, its files and its ways to stop."""

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsroom.__main__ import main, parse
from newsroom.outlets import OUTLETS
from newsroom.serving import bind
from newsroom.stories.edition import STORIES

REPOSITORY = Path(__file__).parents[2]


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "newsroom", *arguments],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> dict[str, object]:
    assert process.stdout is not None
    line: dict[str, object] = json.loads(process.stdout.readline())
    return line


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_it_prints_one_line_serves_and_stops_on_a_signal(tmp_path: Path, number: signal.Signals) -> None:
    files = ("--sources", str(tmp_path / "sources"), "--expected", str(tmp_path / "expected.jsonl"))
    with running(*files, "--publish-seconds", "0") as process:
        line = first_line(process)
        with urllib.request.urlopen(str(line["status_url"])) as answer:
            status = json.load(answer)
        process.send_signal(number)
        rest, errors = process.communicate(timeout=60)

    assert line.keys() == {"status_url", "outlets"}
    assert status["published"] == status["announced"] == len(STORIES)
    assert {file.stem for file in (tmp_path / "sources").iterdir()} == {outlet.id for outlet in OUTLETS}
    assert len((tmp_path / "expected.jsonl").read_text("utf-8").splitlines()) == len(STORIES)
    assert (process.returncode, rest, errors) == (0, "", "")


@pytest.mark.slow
def test_it_stops_when_its_parent_closes_stdin() -> None:
    with running("--until-stdin-closes") as process:
        first_line(process)
        rest, errors = process.communicate(timeout=60)

    assert (process.returncode, rest, errors) == (0, "", "")


@pytest.mark.slow
def test_a_signal_stops_it_while_stdin_stays_open() -> None:
    with running("--until-stdin-closes") as process:
        first_line(process)
        process.terminate()
        code = process.wait(timeout=60)

    assert code == 0


def test_a_port_in_use_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    ports = bind()
    taken = ports.control.getsockname()[1]

    code = main(["--base-port", str(taken)])

    for listener in (*ports.outlets.values(), ports.control):
        listener.close()
    assert code == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_an_address_that_is_not_of_this_machine_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    # Of a range for documentation (RFC 5737).
    assert main(["--host", "203.0.113.7"]) == 1
    assert "--host" in capsys.readouterr().err


def test_it_announces_the_address_that_it_listens_on() -> None:
    ports = bind(0, "127.0.0.2")
    bases = [*ports.bases.values(), ports.status_url]
    for listener in (*ports.outlets.values(), ports.control):
        listener.close()

    assert all(base.startswith("http://127.0.0.2:") for base in bases)


def test_an_instant_without_a_zone_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--now", "2025-04-28T14:05:00"])

    assert "names no zone" in capsys.readouterr().err
