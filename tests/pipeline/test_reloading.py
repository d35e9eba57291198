"""A changed configuration is taken while a pipeline runs; a broken one is told, and the earlier one stays in force."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from bench import workers
from catalogue.toml_file import CatalogueError
from pipeline.checked_config import in_force
from pipeline.config_version import in_force_of, read_files, steps_that_read, versions_in, versions_of
from pipeline.errors import CommandError
from pipeline.reloading import CONFIG_DIR, LOOK_S, RETRY_S, Reloading
from pipeline.settings import Settings
from pipeline.topology import BY_NAME
from runtime.process.supervisor import Supervisor
from runtime.run_dir import RunDir
from tests.pipeline.command import comes, warta
from tests.pipeline.kept_articles import declare

BROKEN = 'id = "kapal"\nthreshold = -1\n'


@dataclass
class Noting(Supervisor):
    """Notes what it is asked to start again."""

    renewed: list[frozenset[str]] = field(default_factory=list)

    def renew(self, steps: Collection[str]) -> None:
        self.renewed.append(frozenset(steps))


@dataclass
class Scene:
    settings: Settings
    supervisor: Noting
    reloading: Reloading
    now: list[float]
    applied: list[Path]

    @property
    def watch(self) -> Path:
        return self.settings.config_dir / "watches" / "kapal.toml"

    def look(self, times: int = 2) -> None:
        for _ in range(times):
            self.now[0] += LOOK_S
            self.reloading.tick()

    @property
    def threshold(self) -> str:
        """What a process would read that is started now."""
        copy = Path(self.supervisor.environment[CONFIG_DIR])
        return (copy / "watches" / "kapal.toml").read_text().split("threshold = ")[1].split("\n")[0]

    def metric(self, name: str) -> str:
        registry = CollectorRegistry()
        registry.register(self.reloading)
        lines = generate_latest(registry).decode().splitlines()
        return next(line for line in lines if line.startswith(name) and not line.startswith("#"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(data_dir=tmp_path / "data", config_dir=tmp_path / "config", log_durable=False)
    declare(settings.config_dir, "kapal", "kapal", threshold=0.3)
    return settings


@pytest.fixture
def scene(settings: Settings) -> Scene:
    copied, versions = in_force(settings)
    supervisor = Noting([], RunDir(settings.run_dir), {CONFIG_DIR: str(copied.config_dir)})
    now, applied = [0.0], list[Path]()
    apply_topics: Callable[[Settings], None] = lambda given: applied.append(given.config_dir)  # noqa: E731
    reloading = Reloading(settings, supervisor, versions, apply_topics, clock=lambda: now[0])
    made = Scene(settings, supervisor, reloading, now, applied)
    made.look(1)
    return made


def test_a_changed_watch_starts_those_again_that_read_it(scene: Scene) -> None:
    before = scene.reloading.versions
    declare(scene.settings.config_dir, "kapal", "kapal", threshold=0.5)
    scene.look()

    assert scene.threshold == "0.5"
    assert scene.supervisor.renewed == [frozenset({"discover", "enrich"})]
    assert scene.reloading.versions["watches"] != before["watches"]
    assert scene.reloading.waiting() == ()
    assert scene.metric("warta_config_broken") == "warta_config_broken 0.0"


def test_a_file_that_is_still_being_written_is_left_alone(scene: Scene) -> None:
    for threshold in (0.5, 0.55, 0.555):
        declare(scene.settings.config_dir, "kapal", "kapal", threshold=threshold)
        scene.look(1)

    assert scene.supervisor.renewed == []
    scene.look(1)
    assert scene.threshold == "0.555"


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        pytest.param("watches/kapal.toml", BROKEN, ("config/watches/kapal.toml", "name"), id="a watch"),
        pytest.param("sources/x.toml", "id = \n", ("config/sources/x.toml:1", "id"), id="an outlet"),
        pytest.param("topics.toml", "[nothing]\n", ("config/topics.toml", "no such topic"), id="topics"),
        pytest.param("watches/lain.toml", 'id = "kapal"\n', ("config/watches/lain.toml",), id="a second file"),
    ],
)
def test_a_broken_file_is_told_and_the_earlier_configuration_stays(
    scene: Scene, file: str, text: str, words: tuple[str, ...]
) -> None:
    path = scene.settings.config_dir / file
    before = path.read_text() if path.exists() else None
    path.write_text(text)
    scene.look()
    (told,) = scene.reloading.waiting()

    assert all(word in told for word in words)
    assert scene.supervisor.renewed == []
    assert scene.threshold == "0.3"
    assert scene.metric("warta_config_broken") == "warta_config_broken 1.0"
    assert in_force_of(RunDir(scene.settings.run_dir)).broken == scene.reloading.broken

    path.unlink() if before is None else path.write_text(before)
    scene.look()
    assert scene.reloading.waiting() == ()
    assert scene.supervisor.renewed == [frozenset()]


def test_changed_topics_are_applied_before_every_step_starts_again(scene: Scene) -> None:
    (scene.settings.config_dir / "topics.toml").write_text("[pages]\npartitions = 8\n")
    scene.look()

    assert scene.supervisor.renewed == [frozenset(BY_NAME)]
    assert [str(path) for path in scene.applied] == [scene.supervisor.environment[CONFIG_DIR]]


def test_topics_that_cannot_be_applied_yet_are_tried_again(scene: Scene) -> None:
    (scene.settings.config_dir / "topics.toml").write_text("[pages]\npartitions = 8\n")
    apply_topics = scene.reloading.apply_topics

    def refuse(settings: Settings) -> None:
        raise CommandError("the cluster's topics differ")

    scene.reloading.apply_topics = refuse
    scene.look()
    assert "the cluster's topics differ" in scene.reloading.waiting()[0]
    scene.reloading.apply_topics = apply_topics
    scene.look(1)
    assert scene.supervisor.renewed == []
    scene.now[0] += RETRY_S
    scene.look(1)

    assert scene.reloading.waiting() == ()
    assert scene.supervisor.renewed == [frozenset(BY_NAME)]


def test_a_deleted_watch_is_a_change(scene: Scene) -> None:
    scene.watch.unlink()
    scene.look()

    assert scene.supervisor.renewed == [frozenset({"discover", "enrich"})]
    assert "watches" not in scene.reloading.versions


def test_the_same_bytes_are_the_same_version_and_the_data_of_a_run_is_no_configuration(settings: Settings) -> None:
    before = versions_of(read_files(settings.config_dir))
    (settings.config_dir / "run" / "config" / "x").mkdir(parents=True)
    (settings.config_dir / "run" / "config" / "x" / "y.toml").write_text("a = 1")
    os.utime(settings.config_dir / "watches" / "kapal.toml", (1, 1))

    assert versions_of(read_files(settings.config_dir)) == before


def test_a_configuration_without_a_folder_is_refused_in_the_words_of_its_own_path(settings: Settings) -> None:
    shutil.rmtree(settings.config_dir / "sources")

    with pytest.raises(CatalogueError) as refused:
        in_force(settings)

    assert str(refused.value) == f"{settings.config_dir / 'sources'}: no such directory"


def test_a_part_that_no_row_names_is_read_by_all() -> None:
    assert steps_that_read("knowledge_of_tomorrow") == frozenset(BY_NAME)
    assert "serve" not in steps_that_read("topics")


@pytest.fixture
def worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    process = workers.start(settings, ("enrich",))
    yield process
    process.terminate()
    process.wait(workers.END_S)


def watches_of(settings: Settings, worker: str) -> str | None:
    found: Mapping[str, str] = versions_in(RunDir(settings.run_dir)).get(worker, {})
    return found.get("watches")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds the worker through Linux's /proc")
def test_a_running_worker_reads_the_new_watches_and_one_that_dies_while_they_are_broken_the_earlier(
    settings: Settings, worker: subprocess.Popen[bytes]
) -> None:
    first = versions_of(read_files(settings.config_dir))["watches"]
    assert comes(lambda: watches_of(settings, "enrich-0") == first)

    declare(settings.config_dir, "kapal", "kapal", threshold=0.5)
    second = versions_of(read_files(settings.config_dir))["watches"]
    assert comes(lambda: watches_of(settings, "enrich-0") == second)

    (settings.config_dir / "watches" / "kapal.toml").write_text(BROKEN)
    run_dir = RunDir(settings.run_dir)
    assert comes(lambda: "kapal.toml" in in_force_of(run_dir).broken)
    started = run_dir.endpoint("enrich-0").stat().st_mtime_ns
    pid = workers.holder_of(run_dir.activity("enrich-0"))
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert comes(
        lambda: run_dir.endpoint("enrich-0").exists() and run_dir.endpoint("enrich-0").stat().st_mtime_ns > started
    )
    assert watches_of(settings, "enrich-0") == second

    told = warta("lag", env={"WARTA_DATA_DIR": str(settings.data_dir), "COLUMNS": "200"})
    assert second in told.out
    assert "the earlier one stays in force" in told.out
    assert in_force_of(run_dir).versions["watches"] == second
