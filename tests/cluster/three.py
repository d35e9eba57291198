"""Three nodes of Kafka: the one that leads most is killed in mid-run, and its name leads nowhere from then on."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.cluster import figures
from tests.cluster.acts import HEALTHY_S, STORED_S, Stage, brought_up, counted, remove, settled, until_all_stored
from tests.cluster.counting import Count, in_cluster
from tests.cluster.newsroom import publishing
from tests.cluster.project import NAME, Project

FILE = "docker-compose.three-nodes.yml"
BOOTSTRAP = "kafka-1:9092,kafka-2:9092,kafka-3:9092"
LEADERS = Path(__file__).with_name("leaders.py")
PAGES = 600
# Of the kinds that there are: one that only publishes, one with memory, one that asks the log for the page.
STARTED_AGAIN = ("clean", "revise", "serve")


def three_nodes(stage: Stage) -> None:
    project = Project(stage.engine, stage.tree, stage.version, files=(FILE,), bootstrap=BOOTSTRAP)
    with ExitStack() as cleared:
        cleared.callback(remove, project)
        address = brought_up(stage, project)
        with publishing(project, address, publish_s=60.0) as newsroom:
            led = killed(stage, project, "while articles flow")
            started_without(stage, project, led)
            before = until_all_stored(stage, project, newsroom)
        back(stage, project, led)
        imported = imported_under_fire(stage, project)
        after = counted(stage, project)
    stored = after.at("stored articles").total() - before.at("stored articles").total()
    stage.table.add("pages of the import", f"{imported} given, {stored} stored", missed=imported != stored)
    stage.table.hold("ids after all", [*_gone(before, after), *after.wrong()])


def killed(stage: Stage, project: Project, when: str) -> str:
    """The node that leads most partitions; returns its name. The engine does not start it again."""
    image, secrets = stage.image, project.tree / "deploy" / "compose" / "secrets"
    led = json.loads(in_cluster(stage.engine, image, LEADERS, secrets, BOOTSTRAP))
    number = max(led, key=lambda node: led[node])
    stage.engine("kill", f"{NAME}_kafka-{number}_1")
    stage.table.add(f"killed {when}", f"kafka-{number}, which led {led[number]} of {sum(led.values())} partitions")
    return f"kafka-{number}"


def started_without(stage: Stage, project: Project, led: str) -> None:
    """Started anew, a step has three names to call, one of which leads nowhere."""
    began = time.monotonic()
    project("restart", *STARTED_AGAIN)
    while left := list(figures.unready(project)):
        assert time.monotonic() - began < HEALTHY_S, left
        time.sleep(0.5)
    took = time.monotonic() - began
    stage.table.add(f"{', '.join(STARTED_AGAIN)} started without {led}", f"all ready after {took:.0f} s")


def back(stage: Stage, project: Project, led: str) -> None:
    project("start", led)
    project.await_healthy(HEALTHY_S)


def imported_under_fire(stage: Stage, project: Project) -> int:
    """An import while the node that leads is killed again; returns how many pages it was given."""
    pages = stage.folder / "pages"
    made = [sys.executable, "-m", "tests.processors.layouts", str(pages), "--pages", str(PAGES), "--seed", "1"]
    subprocess.run(made, check=True, capture_output=True)
    given = len((pages / "urls.tsv").read_text(encoding="utf-8").splitlines())
    name = f"{NAME}_import"
    stage.engine("rm", "--force", name, check=False)
    project(
        "run", "--detach", "--name", name, "--no-deps", "--volume", f"{pages}:/pages:ro", "serve", "import", "/pages"
    )
    led = killed(stage, project, "while pages are imported")
    code = stage.engine("wait", name, timeout_s=STORED_S)
    said = stage.engine.run(["sh", "-c", f"docker logs {name} 2>&1"], timeout_s=60)
    stage.table.add("the import", f"exit {code}: {said.splitlines()[-1] if said else ''}", missed=code != "0")
    stage.engine("rm", "--force", name)
    _await_settled(stage, project, given)
    back(stage, project, led)
    settled(stage, project)
    return given


def _await_settled(stage: Stage, project: Project, given: int) -> None:
    deadline = time.monotonic() + STORED_S
    while counted(stage, project).at("stored articles").total() < given and time.monotonic() < deadline:
        time.sleep(3)


def _gone(before: Count, after: Count) -> Sequence[str]:
    return [f"{id_} is gone" for id_ in before.at("stored articles") if id_ not in after.at("stored articles")]
