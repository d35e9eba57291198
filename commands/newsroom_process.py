"""The newsroom as a process beside a demo: starts it, asks for its progress, ends it."""

import json
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from pipeline.errors import CommandError


@dataclass(frozen=True)
class Newsroom:
    """`outlets`: base address by outlet. `expected` is the file of what ought to come out."""

    process: subprocess.Popen[bytes]
    status_url: str
    outlets: dict[str, str]
    expected: Path

    @property
    def addresses(self) -> tuple[str, ...]:
        """`host:port` of every outlet, to be let through the address guard."""
        return tuple(urlsplit(base).netloc for base in self.outlets.values())

    def status(self) -> dict[str, Any]:
        """Raises CommandError if the newsroom has gone."""
        try:
            with urllib.request.urlopen(self.status_url, timeout=5) as response:
                status: dict[str, Any] = json.load(response)
                return status
        except OSError as error:
            raise CommandError(f"the newsroom does not answer: {error}") from error

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(10)
        if self.process.stdout:
            self.process.stdout.close()


def start_newsroom(folder: Path, *, publish_s: float, log: IO[bytes]) -> Newsroom:
    """Writes its outlets' declarations to `folder/sources`. Raises CommandError if it does not come up."""
    expected = folder / "expected.jsonl"
    command = [
        *(sys.executable, "-m", "newsroom", "--until-stdin-closes"),
        *("--sources", str(folder / "sources"), "--expected", str(expected)),
        *("--publish-seconds", str(publish_s)),
    ]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, start_new_session=True
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    try:
        said = json.loads(line)
    except ValueError as error:
        process.kill()
        process.wait()
        raise CommandError(f"the newsroom did not start (exit {process.returncode}): see {log.name}") from error
    return Newsroom(process, said["status_url"], said["outlets"], expected)
