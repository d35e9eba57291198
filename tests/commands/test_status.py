"""`warta status` and `warta serve` as somebody on call uses them."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from pipeline.settings import Settings
from tests.pipeline.command import ROOT, comes, warta
from tests.pipeline.places import engines, pipeline

__all__ = ["engines", "pipeline"]


def test_status_is_red_with_its_reason_where_nothing_runs(pipeline: Settings) -> None:
    ran = warta("status", "--data", pipeline.data_dir)

    assert ran.code == 1
    assert ran.lines[0] == "red: nothing runs: `warta run` starts the pipeline"
    assert "polled" in ran.lines[1]
    assert "never verified" in ran.lines[1]


def test_status_is_the_same_for_machines(pipeline: Settings) -> None:
    ran = warta("status", "--json", "--data", pipeline.data_dir)
    told = json.loads(ran.out)

    assert (ran.code, told["is_green"], told["sentence"]) == (
        1,
        False,
        "nothing runs: `warta run` starts the pipeline",
    )
    assert set(told) == {"at", "is_green", "sentence", "outlets"}


def get(address: str) -> Any:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return json.loads(answer.read())
    except OSError:
        return None


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_serve_alone_says_that_nothing_else_runs(pipeline: Settings) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    with subprocess.Popen(
        [sys.executable, "-m", "commands.main", "serve", "--data", str(pipeline.data_dir), "--port", "0"],
        env=clean | {"PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            said = process.stderr.readline().strip()
            page = said.split()[3].rstrip(";")
            assert said.endswith(f"; nothing else runs on {pipeline.data_dir}: `warta run` starts the pipeline")
            assert comes(lambda: get(f"{page}v1/health") is not None)
            assert get(f"{page}v1/health")["sentence"] == "nothing else runs: `warta run` starts the pipeline"
        finally:
            process.send_signal(signal.SIGINT)
            rest = process.stderr.read() if process.stderr else ""

    assert process.returncode == 0
    assert "Traceback" not in rest
    assert not (Path(pipeline.data_dir) / "run" / "endpoints" / "serve-0").exists()
