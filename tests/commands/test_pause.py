"""`warta pause` and `warta resume` as somebody on call uses them."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.pausing import Pausing
from pipeline.settings import Settings
from pipeline.wiring.releasing import release
from runtime.pauses import Pauses
from runtime.run_dir import RunDir
from tests.commands.test_status import get
from tests.pipeline.command import ROOT, comes, warta
from tests.pipeline.places import engines, pipeline

__all__ = ["engines", "pipeline"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param(("pause", "claen"), "no step, source or host is named claen; did you mean clean?", id="a step"),
        pytest.param(("pause", "zzzz"), "no step, source or host is named zzzz; see `warta map`", id="nothing near"),
        pytest.param(("pause", "clean", "detok"), "named detok; did you mean detik?", id="one of two"),
        pytest.param(("resume", "clean"), "clean is not paused; nothing is", id="not paused"),
    ],
)
def test_what_does_not_exist_is_one_line_with_the_nearest_name(
    pipeline: Settings, asked: tuple[str, ...], said: str
) -> None:
    ran = warta(*asked, "--data", pipeline.data_dir)
    listed = warta("pause", "--data", pipeline.data_dir)

    assert ran.code == 2
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1
    assert listed.out == "nothing is paused\n"


def test_pauses_are_listed_and_told_by_status_and_end(pipeline: Settings) -> None:
    paused = warta("pause", "clean", "detik", "--reason", "a mend", "--by", "desk", "--data", pipeline.data_dir)
    again = warta("pause", "clean", "--data", pipeline.data_dir)
    listed = warta("pause", "--json", "--data", pipeline.data_dir)
    status = warta("status", "--data", pipeline.data_dir)
    resumed = warta("resume", "clean", "detik", "--data", pipeline.data_dir)
    rows = [json.loads(line) for line in listed.lines]

    assert (paused.code, again.code, resumed.code) == (0, 0, 0), paused.err
    assert paused.out == "step clean is paused\nsource detik is paused\n"
    assert again.out == "step clean was paused already\n"
    assert [(row["kind"], row["name"], row["by"], row["reason"]) for row in rows] == [
        ("step", "clean", "desk", "a mend"),
        ("source", "detik", "desk", "a mend"),
    ]
    assert status.lines[0].endswith("; paused: step clean, source detik")
    assert resumed.out == "step clean goes on\nsource detik goes on\n"
    assert warta("pause", "--data", pipeline.data_dir).out == "nothing is paused\n"


def test_a_source_knows_of_pauses_by_its_supervisors_file(pipeline: Settings) -> None:
    held = release(pipeline, "fetch")
    warta("pause", "fetch", "detik", "--by", "desk", "--data", pipeline.data_dir)
    Pausing(pipeline).tick()

    assert held.is_held()
    assert held.why == "fetch is paused by desk"
    assert held.stopped("news.detik.com")
    assert not held.stopped("www.antaranews.com")


@pytest.mark.slow
def test_a_running_step_obeys_without_a_restart(pipeline: Settings, tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    with (tmp_path / "log").open("w+") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "commands.main", "worker", "texts", "--data", str(pipeline.data_dir)],
            env=clean | {"PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stderr=told,
        )
        endpoint = RunDir(pipeline.run_dir).endpoint("texts-0")

        def waits() -> str:
            found = get(f"http://{endpoint.read_text()}/health/ready") if endpoint.exists() else None
            return str((found or {}).get("waiting"))

        try:
            assert comes(lambda: waits() == "[]")
            paused = warta("pause", "texts", "--by", "desk", "--data", pipeline.data_dir)
            obeyed = comes(lambda: waits() == "['step: paused by desk']")
            resumed = warta("resume", "texts", "--data", pipeline.data_dir)
            goes_on = comes(lambda: waits() == "[]")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
        told.seek(0)
        log = told.read()

    assert (paused.code, resumed.code, obeyed, goes_on) == (0, 0, True, True)
    assert log.count('"worker_started"') == 1
    assert Pauses(RunDir(pipeline.run_dir).paused).why("step", "texts") is None
