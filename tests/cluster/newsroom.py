"""The newsroom as a process of this machine, at its own address on the network of those that crawl."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cluster.project import NEWSROOM_PORT, Project


@dataclass(frozen=True)
class Newsroom:
    status_url: str
    expected: Path

    def status(self) -> dict[str, Any]:
        with urllib.request.urlopen(self.status_url, timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
            return found


@contextmanager
def publishing(project: Project, address: str, *, publish_s: float) -> Iterator[Newsroom]:
    """Its outlets are declared in the project's own configuration, which running steps take up."""
    expected = project.tree / "expected.jsonl"
    command = [sys.executable, "-m", "newsroom", "--host", address, "--base-port", str(NEWSROOM_PORT)]
    command += ["--sources", str(project.tree / "config" / "sources"), "--expected", str(expected)]
    command += ["--publish-seconds", str(publish_s), "--until-stdin-closes"]
    with (
        (project.tree / "newsroom.log").open("wb") as log,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, "the newsroom did not start"
        yield Newsroom(json.loads(line)["status_url"], expected)
        process.terminate()
