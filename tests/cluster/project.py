"""One project of docker-compose: the file as it is shipped, in a tree of its own, with secrets and no outlet."""

import json
import secrets
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cluster.machine import Engine

NAME = "wartatest"
PAGE_PORT, PROMETHEUS_PORT, ALERTMANAGER_PORT = 28700, 29090, 29093
NEWSROOM_PORT, NEWSROOM_PORTS = 28801, 7
PASSWORD_NAMES = ("database_password", "database_owner_password", "database_admin_password")


@dataclass
class Project:
    """`files` are compose files of `tree`; more than the shipped one only to bring an older Warta up."""

    engine: Engine
    tree: Path
    version: str
    files: Sequence[str] = ("docker-compose.yml",)
    environment: dict[str, str] = field(default_factory=dict)
    bootstrap: str = "kafka:9092"

    def prepare(self) -> None:
        """As docs/cluster.md tells, with nothing of the live web."""
        folder = self.tree / "deploy" / "compose" / "secrets"
        folder.mkdir(mode=0o700, exist_ok=True)
        for name in PASSWORD_NAMES:
            (folder / name).write_text(secrets.token_hex(24))
            (folder / name).chmod(0o444)
        for outlet in (self.tree / "config" / "sources").glob("*.toml"):
            outlet.unlink()

    def __call__(self, *arguments: str, timeout_s: float = 600, check: bool = True) -> str:
        named = [part for file in self.files for part in ("--file", str(self.tree / file))]
        around = {
            "COMPOSE_PROJECT_NAME": NAME,
            "WARTA_VERSION": self.version,
            "WARTA_CONTACT": "https://your.site/about-the-crawler",
            "WARTA_PAGE_PORT": str(PAGE_PORT),
            "PROMETHEUS_PORT": str(PROMETHEUS_PORT),
            "ALERTMANAGER_PORT": str(ALERTMANAGER_PORT),
        } | self.environment
        command = ["docker-compose", *named, *arguments]
        return self.engine.run(command, timeout_s=timeout_s, check=check, env=around)

    def let_newsroom_through(self) -> str:
        """Makes the networks, and lets the crawl ask this machine's own address on `outside`; returns it."""
        # One that is on every network of the file.
        self("up", "--no-start", "--no-deps", "alertmanager")
        [network] = json.loads(self.engine("network", "inspect", f"{NAME}_outside"))
        address = str(network["IPAM"]["Config"][0]["Gateway"])
        ports = range(NEWSROOM_PORT, NEWSROOM_PORT + NEWSROOM_PORTS)
        self.environment["WARTA_ALLOW_ADDRESSES"] = ",".join(f"{address}:{port}" for port in ports)
        return address

    def containers(self) -> Mapping[str, Mapping[str, Any]]:
        """What the engine knows of each container, by its name without the project's."""
        ids = self.engine("ps", "--all", "--quiet", "--filter", f"label=com.docker.compose.project={NAME}").split()
        found = json.loads(self.engine("inspect", *ids)) if ids else []
        named = {each["Name"].removeprefix(f"/{NAME}_"): each for each in found}
        return {name: each for name, each in named.items() if "_run_" not in name}

    def unready(self) -> Mapping[str, str]:
        """By container, what it is instead of healthy, or of ended well."""
        return {name: state for name, each in self.containers().items() if (state := _state(each["State"]))}

    def await_healthy(self, timeout_s: float) -> float:
        """Seconds until every container is healthy. Raises AssertionError that names those that are not."""
        began = time.monotonic()
        while left := self.unready():
            assert time.monotonic() - began < timeout_s, f"not healthy after {timeout_s:.0f} s: {self._said(left)}"
            time.sleep(1)
        return time.monotonic() - began

    def _said(self, unready: Mapping[str, str]) -> str:
        logs = {
            name: self.engine.run(["sh", "-c", f"docker logs --tail 3 {NAME}_{name} 2>&1"], timeout_s=60)
            for name in unready
        }
        return "".join(f"\n{name}: {state}: {logs[name]}" for name, state in unready.items())


def _state(state: Mapping[str, Any]) -> str:
    if "Health" in state:
        health = str(state["Health"]["Status"])
        return "" if state["Running"] and health == "healthy" else f"{state['Status']}, {health}"
    return "" if state["Status"] == "exited" and state["ExitCode"] == 0 else str(state["Status"])


def fetched(port: int, path: str) -> Any:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
        return json.load(answer)
