"""A real Prometheus over targets of a test, and what it answers to the queries of a dashboard."""

import json
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import yaml

from tests.deploy.tools import tool

# The variables that Grafana fills in.
WINDOW = "$__rate_interval"


@dataclass(frozen=True)
class Prometheus:
    """`window` is what Grafana would put in for its own: it takes four scrapes."""

    address: str
    window: str = "30s"

    def answer(self, expr: str) -> list[Any]:
        """The series of a query now, those that are no number left out."""
        asked = urllib.parse.urlencode({"query": expr.replace(WINDOW, self.window)})
        with urllib.request.urlopen(f"{self.address}/api/v1/query?{asked}") as answer:
            found: list[Any] = json.load(answer)["data"]["result"]
        return [each for each in found if each["value"][1] != "NaN"]

    def has(self, expr: str) -> bool:
        try:
            return bool(self.answer(expr))
        except OSError:
            # It does not listen yet.
            return False


@contextmanager
def scraping(folder: Path, port: int, config: dict[str, Any], log: IO[bytes]) -> Iterator[Prometheus]:
    """Once a second, what `config` says beside; it is ended at the end."""
    every = {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
    (folder / "prometheus.yml").write_text(yaml.safe_dump({"global": every} | config))
    command = [
        tool("prometheus"),
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'tsdb'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        yield Prometheus(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait()
