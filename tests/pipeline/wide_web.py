"""The wide web of the newsroom as a process beside a test: its declarations, its truth and its log."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.pipeline.command import ROOT

Asked = tuple[float, str, str]
"""When, of which outlet, which path, as the server saw it."""


@dataclass(frozen=True)
class Wide:
    """`truth` by outlet and declared address."""

    config: Path
    log_url: str
    outlets: Mapping[str, str]
    start: datetime
    truth: Mapping[tuple[str, str], dict[str, Any]] = field(repr=False)

    @property
    def env(self) -> dict[str, str]:
        addresses = (base.removeprefix("http://") for base in self.outlets.values())
        return {"WARTA_ALLOW_ADDRESSES": ",".join(addresses), "WARTA_CONFIG_DIR": str(self.config)}

    def asked(self) -> list[Asked]:
        """Every request since the web came up, in order."""
        with urllib.request.urlopen(self.log_url, timeout=60) as response:
            return [(at, outlet, path) for at, outlet, path in json.load(response)]


@contextmanager
def wide_web(folder: Path, *, outlets: int, seed: int = 1) -> Iterator[Wide]:
    """The declarations are in `folder/config/sources`, and the shipped watches beside them."""
    config, told = folder / "config", folder / "truth.jsonl"
    config.mkdir()
    (config / "watches").symlink_to(ROOT / "config" / "watches")
    command = [sys.executable, "-m", "newsroom.wide", "--outlets", str(outlets), "--seed", str(seed)]
    command += ["--sources", str(config / "sources"), "--truth", str(told)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        said = json.loads(process.stdout.readline())
        truth = {(row["source"], row["url"]): row for row in map(json.loads, told.read_text("utf-8").splitlines())}
        yield Wide(config, said["log"], said["outlets"], datetime.fromisoformat(said["start"]), truth)
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()
