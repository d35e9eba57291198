"""A demo with a real Prometheus that scrapes it and works out the shipped rules: what dashboards ask is asked here."""

import json
import os
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.deploy.conftest import ROOT
from tests.deploy.tools import tool
from tests.pipeline.command import comes

RULES = ROOT / "deploy" / "prometheus" / "warta.rules.yml"
# The variables that Grafana fills in.
WINDOW, SHORT = "$__rate_interval", "30s"


@dataclass(frozen=True)
class Scraped:
    """`data` is the demo's folder."""

    prometheus: str
    data: Path

    def answer(self, expr: str) -> list[Any]:
        """The series of a query now, those that are no number left out."""
        asked = urllib.parse.urlencode({"query": expr.replace(WINDOW, SHORT)})
        with urllib.request.urlopen(f"{self.prometheus}/api/v1/query?{asked}") as answer:
            found: list[Any] = json.load(answer)["data"]["result"]
        return [each for each in found if each["value"][1] != "NaN"]

    def has(self, expr: str) -> bool:
        try:
            return bool(self.answer(expr))
        except OSError:
            # It does not listen yet.
            return False

    def visit(self, path: str) -> None:
        """A reader's look at the page of the demo."""
        targets = json.loads((self.data / "run" / "targets.json").read_text())
        (address,) = [each["targets"][0] for each in targets if each["labels"]["process"] == "serve-0"]
        with urllib.request.urlopen(f"http://{address}{path}") as answer:
            answer.read()


@contextmanager
def scraped_demo(folder: Path, port: int) -> Iterator[Scraped]:
    """Both are ended at the end, and their output is in the folder."""
    data = folder / "demo"
    config = {
        "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(_quick_rules(folder))],
        "scrape_configs": [
            {
                "job_name": "warta",
                "file_sd_configs": [{"files": [str(data / "run" / "targets.json")], "refresh_interval": "1s"}],
            }
        ],
    }
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config))
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    demo = [sys.executable, "-m", "commands.main", "demo", "--json", "--publish-seconds", "20", "--data", str(data)]
    prometheus = [
        tool("prometheus"),
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'tsdb'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with (folder / "output.log").open("wb") as log:
        ours = subprocess.Popen(
            demo, cwd=ROOT, env=clean | {"PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            theirs = subprocess.Popen(prometheus, stdout=log, stderr=log)
            try:
                assert comes(lambda: (data / "run" / "targets.json").exists())
                yield Scraped(f"http://127.0.0.1:{port}", data)
            finally:
                theirs.terminate()
                theirs.wait()
        finally:
            ours.terminate()
            ours.wait()


def _quick_rules(folder: Path) -> Path:
    """The shipped rules, worked out every second."""
    path = folder / "rules.yml"
    path.write_text(RULES.read_text().replace("interval: 30s", "interval: 1s"))
    return path
