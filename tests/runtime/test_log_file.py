"""A log file that is full is set aside without a line lost, and who writes goes on in the new one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from runtime.process.log_file import KEPT, VARIABLE, aside, follow, set_aside

ROOT = Path(__file__).parents[2]
FULL = 100
WRITES = """
import os, sys
from pipeline.logs import configure_logging
import logging, structlog
configure_logging("info", process="clean-0")
for line in sys.stdin:
    structlog.get_logger().info("said", word=line.strip())
    logging.getLogger("a_library.client").warning("two\\nlines of %s", line.strip())
    os.write(int(sys.argv[1]), b".")
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "warta.log"


@pytest.mark.parametrize(("size", "is_full"), [(0, False), (FULL - 1, False), (FULL, True)])
def test_a_file_is_set_aside_when_it_is_full(log: Path, size: int, is_full: bool) -> None:
    log.write_bytes(b"x" * size)

    assert set_aside(log, full_bytes=FULL) is is_full
    assert log.exists() is not is_full
    assert aside(log)[0].exists() is is_full


def test_a_file_that_is_not_there_is_not_set_aside(log: Path) -> None:
    assert not set_aside(log, full_bytes=0)


def test_the_last_files_are_kept_and_no_more(log: Path) -> None:
    for number in range(KEPT + 3):
        log.write_text(f"{number}".ljust(FULL))
        set_aside(log, full_bytes=FULL)

    kept = [path.read_text().strip() for path in aside(log)]
    assert kept == [str(number) for number in range(KEPT + 2, 2, -1)]
    assert len(list(log.parent.iterdir())) == KEPT


def test_streams_follow_the_name_and_not_the_file(log: Path) -> None:
    stream = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        os.write(stream, b"before " * FULL)
        set_aside(log, full_bytes=FULL)
        os.write(stream, b"between")
        follow(log, [stream])
        os.write(stream, b"after")
    finally:
        os.close(stream)

    assert aside(log)[0].read_bytes().endswith(b"before between")
    assert log.read_bytes() == b"after"


def test_a_process_goes_on_in_the_new_file_and_every_line_is_json(log: Path) -> None:
    """A process as the supervisor starts it: its output is the file. It says in a pipe when it has logged."""
    around = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), VARIABLE: str(log)}
    said, says = os.pipe()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", WRITES, str(says)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env=around,
            pass_fds=[says],
        )
    with process:
        assert process.stdin is not None
        for word in (b"pagi\n", b"siang\n"):
            process.stdin.write(word)
            process.stdin.flush()
            assert os.read(said, 1) == b"."
            set_aside(log, full_bytes=1)
    for end in (said, says):
        os.close(end)

    lines = [[json.loads(line) for line in path.read_text().splitlines()] for path in aside(log)[:2]]
    assert [[(line["event"], line.get("word") or line["message"]) for line in of_file] for of_file in lines] == [
        [("said", word), ("library_warned", f"two lines of {word}")] for word in ("siang", "pagi")
    ]
    assert {line["process"] for of_file in lines for line in of_file} == {"clean-0"}
