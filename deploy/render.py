"""Renders docker-compose.yml and prometheus.yml from the rows of the topology: `python -m deploy.render [--check]`."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from deploy.dashboards import BOARDS
from deploy.panels import as_json
from pipeline.topology import STEPS
from runtime.declare import Reader, Step

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "deploy" / "templates"
COMMAND = "make deploy-files"
# Each rendered file, from the root of the tree, and the template that holds what no row says.
FILES: Mapping[str, str] = {
    "docker-compose.yml": "docker-compose.yml.j2",
    "docker-compose.three-nodes.yml": "docker-compose.yml.j2",
    "deploy/prometheus/prometheus.yml": "prometheus.yml.j2",
    "deploy/prometheus/warta.rules.yml": "warta.rules.yml.j2",
}
# Of each file the nodes of Kafka, by their names on the network.
ALONE = ("kafka",)
BROKERS: Mapping[str, Sequence[str]] = {"docker-compose.three-nodes.yml": ("kafka-1", "kafka-2", "kafka-3")}
# Inside a container: its supervisor, with its workers on the ports after it; and the page.
DASHBOARDS = "deploy/grafana/dashboards"
BOARD_NOTE = f"Rendered by `{COMMAND}` from deploy/dashboards.py: change that."
RUNBOOK = "docs/runbook.md"
PORTS = {"health_port": 9100, "page_port": 8700}


def rendered(steps: Sequence[Step]) -> dict[str, str]:
    """The text of each file of `FILES`, and of each dashboard.

    `templates/steps/<step>.yml.j2`, where there is one, adds to its service.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        # YAML, not HTML.
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    from_templates = {
        name: environment.get_template(template).render(
            steps=steps,
            topics=_forgetful(steps),
            runbook=RUNBOOK,
            note=_note(template),
            **_of_brokers(BROKERS.get(name, ALONE)),
            **PORTS,
        )
        for name, template in FILES.items()
    }
    return from_templates | {
        f"{DASHBOARDS}/{board.uid}.json": json.dumps(as_json(board, note=BOARD_NOTE, runbook=RUNBOOK), indent=1) + "\n"
        for board in BOARDS
    }


def _of_brokers(names: Sequence[str]) -> dict[str, Any]:
    """`in_sync`: copies that must have a record before it counts as written; one node may then be away."""
    alone = len(names) == 1
    return {
        "brokers": names,
        "alone": alone,
        "in_sync": len(names) // 2 + 1,
        "bootstrap": ",".join(f"{name}:9092" for name in names),
        "voters": ",".join(f"{n}@{'localhost' if alone else name}:9093" for n, name in enumerate(names, start=1)),
    }


def _forgetful(steps: Sequence[Step]) -> list[Any]:
    """Topics that a step reads and that forget by age, where Kafka deletes what was not read."""
    read = (topic for step in steps if isinstance(step, Reader) for topic in (step.reads, *step.also))
    return list({topic.name: topic for topic in read if topic.cleanup == "delete"}.values())


def _note(template: str) -> str:
    return f"Rendered by `{COMMAND}` from deploy/templates/{template} and pipeline/topology.py: change those."


def write(root: Path, steps: Sequence[Step]) -> None:
    for name, text in rendered(steps).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def stale(root: Path, steps: Sequence[Step]) -> list[str]:
    """Files that are missing, or differ from what the rows give."""
    return [name for name, text in rendered(steps).items() if _text(root / name) != text]


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def main(arguments: Sequence[str], *, root: Path = ROOT) -> str | None:
    """What is wrong, with the command that mends it; None where nothing is."""
    parser = argparse.ArgumentParser(prog="python -m deploy.render", description="Render the files of the cluster.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file differs")
    if parser.parse_args(arguments).check:
        return "\n".join(f"{name} differs from its rows: run `{COMMAND}`" for name in stale(root, STEPS)) or None
    write(root, STEPS)
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
