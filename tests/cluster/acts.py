"""What is done to the cluster, in order: up, idle, articles, faults, stop and start; then an upgrade while it runs."""

import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.cluster import figures
from tests.cluster.counting import Count, count
from tests.cluster.images import build_warta, export
from tests.cluster.machine import Engine
from tests.cluster.newsroom import Newsroom, publishing
from tests.cluster.project import NAME, PAGE_PORT, PROMETHEUS_PORT, Project, fetched

HEALTHY_S = 600.0
STORED_S = 240.0
SEARCHED = ("Pyongyang", "Moskow")


@dataclass
class Table:
    """What was measured, and what ought to be."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, measured: str, asked: str = "", *, missed: bool = False) -> None:
        self.rows.append((name, measured, f"{asked}{' MISSED' if missed else ''}"))
        print(f"   {name}: {measured} {self.rows[-1][2]}".rstrip(), flush=True)  # noqa: T201

    def hold(self, name: str, faults: Sequence[str]) -> None:
        self.wrong += [f"{name}: {fault}" for fault in faults]
        self.add(name, "as it must be" if not faults else "; ".join(faults)[:400], "nothing lost or doubled")


@dataclass(frozen=True)
class Stage:
    """Where all of it happens, with the image of this tree."""

    engine: Engine
    folder: Path
    tree: Path
    version: str
    table: Table

    @property
    def image(self) -> str:
        return f"warta:{self.version}"


def brought_up(stage: Stage, project: Project) -> str:
    """From nothing to healthy; returns the address that the newsroom will have."""
    remove(project)
    project.prepare()
    address = project.let_newsroom_through()
    began = time.monotonic()
    project("up", "--detach", "--no-build", timeout_s=HEALTHY_S)
    project.await_healthy(HEALTHY_S)
    took = time.monotonic() - began
    stage.table.add("ready after `up`, from nothing", f"{took:.0f} s", "≤ 120 s", missed=took > 120)
    return address


def shipped(stage: Stage, then: Callable[[Stage, Project], None]) -> None:
    """The file as it is shipped; `then` is done to the cluster at last."""
    project = Project(stage.engine, stage.tree, stage.version)
    with ExitStack() as cleared:
        cleared.callback(remove, project)
        address = brought_up(stage, project)
        resting(stage, project)
        with publishing(project, address, publish_s=10.0) as newsroom:
            before = until_all_stored(stage, project, newsroom)
            searched(stage)
            faults(stage, project)
            stopped_and_started(stage, project)
            after = counted(stage, project)
        stage.table.hold("the same articles after faults, stop and start", _changed(before, after))
        targets_up(stage)
        then(stage, project)


def resting(stage: Stage, project: Project) -> None:
    idle = figures.idle(project, seconds=40)
    share = f"{100 * idle.cores:.0f} % of a core"
    stage.table.add("idle, processor", share, "≤ 25 %", missed=idle.cores > 0.25)
    stage.table.add("idle, memory", f"{idle.memory / 1e9:.2f} GB", "≤ 2.4 GB", missed=idle.memory > 2.4e9)
    stage.table.add("idle, the dearest", idle.told())
    stage.table.add("others on this machine meanwhile", f"{idle.others:.2f} cores")
    held = figures.connections(stage.engine)
    stage.table.add("idle connections to PostgreSQL", str(held), "≤ 20", missed=held > 20)


def until_all_stored(stage: Stage, project: Project, newsroom: Newsroom) -> Count:
    began = time.monotonic()
    while missing := (found := counted(stage, project)).missing(newsroom.expected):
        assert time.monotonic() - began < STORED_S, f"not stored: {missing}; {found.told()}"
        time.sleep(2)
    took = time.monotonic() - began
    stage.table.add("articles of the newsroom stored", f"{found.at('stored articles').total()} in {took:.0f} s")
    settled(stage, project)
    found = counted(stage, project)
    stage.table.add("records in topics", found.told())
    stage.table.hold("ids in topics and database", found.wrong())
    return found


def counted(stage: Stage, project: Project) -> Count:
    secrets = project.tree / "deploy" / "compose" / "secrets"
    return count(stage.engine, stage.image, secrets, bootstrap=project.bootstrap)


def settled(stage: Stage, project: Project) -> None:
    """Until no step has anything unread."""
    deadline = time.monotonic() + STORED_S
    while wrong := counted(stage, project).wrong():
        if time.monotonic() > deadline:
            stage.table.hold("settled", wrong)
            return
        time.sleep(2)


def searched(stage: Stage) -> None:
    for word in SEARCHED:
        hits = fetched(PAGE_PORT, f"/v1/search?q={quote(word)}&limit=50")["items"]
        stage.table.add(f"search for {word}", f"{len(hits)} hits", "> 0", missed=not hits)
        if not hits:
            stage.table.wrong.append(f"search finds nothing for {word}")


def faults(stage: Stage, project: Project) -> None:
    tried: Sequence[tuple[str, Callable[[], None]]] = (
        ("kill -9 of a worker", lambda: figures.kill_process(project, "revise_1", "revise")),
        ("kill -9 of the broker", lambda: figures.kill_process(project, "kafka_1", "kafka.Kafka")),
        ("restart of the database", lambda: restart(stage.engine, "postgres_1")),
    )
    for name, fault in tried:
        took = figures.recovery_s(project, fault)
        stage.table.add(f"every process ready after {name}", f"{took:.1f} s", "≤ 30 s", missed=took > 30)


def restart(engine: Engine, container: str) -> None:
    engine("restart", f"{NAME}_{container}")


def stopped_and_started(stage: Stage, project: Project) -> None:
    project("stop")
    began = time.monotonic()
    project("up", "--detach", "--no-build", timeout_s=HEALTHY_S)
    project.await_healthy(HEALTHY_S)
    stage.table.add("ready after stop and `up`", f"{time.monotonic() - began:.0f} s", "≤ 120 s")


def targets_up(stage: Stage) -> None:
    down = figures.prometheus(PROMETHEUS_PORT, "count(up == 0)")
    up = figures.prometheus(PROMETHEUS_PORT, "count(up == 1)")
    stage.table.add("targets that Prometheus reaches", f"{up:.0f} of {up + down:.0f}", "all", missed=down > 0)


def remove(project: Project) -> None:
    """Everything that bears the project's name, also of a run that was cut off and of another file."""
    project("down", "--volumes", "--remove-orphans", "--timeout", "5", check=False)
    ours = ("--quiet", "--filter", f"label=com.docker.compose.project={NAME}")
    for container in project.engine("ps", "--all", *ours).split():
        project.engine("rm", "--force", "--volumes", container)
    for volume in project.engine("volume", "ls", *ours).split():
        project.engine("volume", "rm", volume)


def _changed(before: Count, after: Count) -> Sequence[str]:
    old, new = before.at("stored articles"), after.at("stored articles")
    lost = [f"{id_} is gone" for id_ in old if id_ not in new]
    return [*lost, *after.wrong()]


ROLES = "/docker-entrypoint-initdb.d/role.sql"
OLDER_NEEDS = """services:
  discover: {environment: {WARTA_ALLOW_ADDRESSES: "${WARTA_ALLOW_ADDRESSES}"}}
  fetch: {environment: {WARTA_ALLOW_ADDRESSES: "${WARTA_ALLOW_ADDRESSES}"}}
"""


def upgraded(stage: Stage, commit: str) -> None:
    """From the image and the file of an older commit, step by step, while articles flow."""
    old_tree = export(commit, stage.folder / "older")
    build_warta(stage.engine, old_tree, "older")
    # It had no setting for it: a file beside it, as its reader would have written.
    (old_tree / "allow.yml").write_text(OLDER_NEEDS)
    older = Project(stage.engine, old_tree, "older", files=("docker-compose.yml", "allow.yml"))
    newer = Project(stage.engine, stage.tree, stage.version, environment=older.environment)
    with ExitStack() as cleared:
        cleared.callback(remove, newer)
        cleared.callback(remove, older)
        older.prepare()
        address = older.let_newsroom_through()
        older("up", "--detach", "--no-build", timeout_s=HEALTHY_S)
        older.await_healthy(HEALTHY_S)
        with publishing(older, address, publish_s=60.0) as newsroom:
            _some_stored(stage, older)
            rolled(stage, older, newer)
            until_all_stored(stage, newer, newsroom)


def _some_stored(stage: Stage, project: Project) -> None:
    deadline = time.monotonic() + STORED_S
    while not (found := counted(stage, project)).at("stored articles"):
        assert time.monotonic() < deadline, f"the older one stores nothing: {found.told()}"
        time.sleep(2)
    stage.table.add("records of the older one in topics", found.told())


def rolled(stage: Stage, older: Project, newer: Project) -> None:
    """As docs/cluster.md tells: secrets, configuration and volumes stay, a step after another is replaced."""
    for name in ("deploy/compose/secrets", "config/sources"):
        shutil.copytree(older.tree / name, newer.tree / name, dirs_exist_ok=True)
    began = time.monotonic()
    newer("up", "--detach", "--no-deps", "postgres")
    newer.await_healthy(HEALTHY_S)
    newer("exec", "-T", "postgres", "psql", "-U", "postgres", "-h", "/var/run/postgresql", "-f", ROLES)
    newer("run", "--rm", "--no-deps", "-T", "migrate")
    steps = [name for name, each in older.containers().items() if each["Config"]["Image"] == "warta:older"]
    services = [name.rpartition("_")[0] for name in steps if name.rpartition("_")[0] != "topics"]
    for service in services:
        newer("up", "--detach", "--no-build", "--no-deps", service)
    newer("up", "--detach", "--no-build", timeout_s=HEALTHY_S)
    newer.await_healthy(HEALTHY_S)
    stage.table.add("upgraded step by step", f"{len(services)} services in {time.monotonic() - began:.0f} s")
