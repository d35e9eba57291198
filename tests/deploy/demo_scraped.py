"""A demo with a real Prometheus that scrapes it and works out the shipped rules: what dashboards ask is asked here."""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.conftest import ROOT
from tests.deploy.prometheus_process import Prometheus, scraping
from tests.pipeline.command import comes

RULES = ROOT / "deploy" / "prometheus" / "warta.rules.yml"


@dataclass(frozen=True)
class Scraped:
    """`data` is the demo's folder."""

    prometheus: Prometheus
    data: Path

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
    found = {"files": [str(data / "run" / "targets.json")], "refresh_interval": "1s"}
    config = {
        "rule_files": [str(_quick_rules(folder))],
        "scrape_configs": [{"job_name": "warta", "file_sd_configs": [found]}],
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    demo = [sys.executable, "-m", "commands.main", "demo", "--json", "--publish-seconds", "20", "--data", str(data)]
    with (folder / "output.log").open("wb") as log:
        ours = subprocess.Popen(
            demo, cwd=ROOT, env=clean | {"PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            with scraping(folder, port, config, log) as prometheus:
                assert comes(lambda: (data / "run" / "targets.json").exists())
                yield Scraped(prometheus, data)
        finally:
            ours.terminate()
            ours.wait()


def _quick_rules(folder: Path) -> Path:
    """The shipped rules, worked out every second."""
    path = folder / "rules.yml"
    path.write_text(RULES.read_text().replace("interval: 30s", "interval: 1s"))
    return path
