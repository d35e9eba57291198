"""What the cluster costs while it has nothing to do, and how long it takes to be ready again after a fault."""

import json
import os
import signal
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cluster.machine import Engine
from tests.cluster.project import NAME, Project

SUPERVISOR_PORT, PAGE_PORT = 9100, 8700
NS = 1e9
# Nothing is noticed at once: a fault that nobody has felt after this long is over already.
FELT_S = 12.0
AGAIN_S = 120.0


@dataclass(frozen=True)
class Idle:
    """Of all containers: cores, bytes without what the kernel would give back; `others` is the machine's besides."""

    cores: float
    memory: int
    others: float
    by_container: Mapping[str, tuple[float, int]]

    def told(self) -> str:
        most = sorted(self.by_container.items(), key=lambda each: -each[1][0])[:4]
        return ", ".join(f"{name} {100 * cores:.1f} % and {memory >> 20} MB" for name, (cores, memory) in most)


def idle(project: Project, *, seconds: float) -> Idle:
    before, machine, began = _used(project), _machine_busy_s(), time.monotonic()
    time.sleep(seconds)
    after, busy, took = _used(project), _machine_busy_s() - machine, time.monotonic() - began
    each = {name: ((used - before[name][0]) / took, memory) for name, (used, memory) in after.items() if name in before}
    cores = sum(cores for cores, _ in each.values())
    return Idle(cores, sum(memory for _, memory in each.values()), max(0.0, busy / took - cores), each)


def _used(project: Project) -> Mapping[str, tuple[float, int]]:
    """Processor seconds and bytes by container."""
    found = {}
    for name, container in project.containers().items():
        if container["State"]["Running"]:
            stats = project.engine.ask(f"/v1.41/containers/{container['Id']}/stats?stream=false&one-shot=true")
            memory = stats["memory_stats"]
            # Under the older control groups and under the newer ones.
            given_back = memory["stats"].get("total_inactive_file", memory["stats"].get("inactive_file", 0))
            found[name] = (stats["cpu_stats"]["cpu_usage"]["total_usage"] / NS, memory["usage"] - given_back)
    return found


def _machine_busy_s() -> float:
    user, nice, system, _, _, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().splitlines()[0].split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def connections(engine: Engine) -> int:
    """To the database, of Warta's processes."""
    sql = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'warta'"
    return int(engine("exec", f"{NAME}_postgres_1", "psql", "-h", "/var/run/postgresql", "-U", "postgres", "-Atc", sql))


def unready(project: Project) -> Iterator[str]:
    """Processes of Warta that do not answer that they are ready."""
    for name, container in project.containers().items():
        for port in _ports(container):
            address = container["NetworkSettings"]["Networks"].get(f"{NAME}_inside", {}).get("IPAddress")
            try:
                with urllib.request.urlopen(f"http://{address}:{port}/health/ready", timeout=2):
                    continue
            except urllib.error.HTTPError as error:
                yield f"{name}:{port} {error.read(200).decode(errors='replace').strip()}"
            except OSError as error:
                yield f"{name}:{port} {error}"


def _ports(container: Mapping[str, Any]) -> list[int]:
    """Of a container's supervisor and workers; none of another's."""
    command = container["Config"]["Cmd"] or []
    if command[:1] != ["worker"]:
        return []
    if command[1] == "serve":
        return [SUPERVISOR_PORT, PAGE_PORT]
    return [SUPERVISOR_PORT + number for number in range(int(command[-1]) + 1)]


def recovery_s(project: Project, fault: Callable[[], None]) -> float:
    """Seconds from a fault until every process of Warta is ready again, once one was not."""
    began = time.monotonic()
    fault()
    while not any(unready(project)):
        if time.monotonic() - began > FELT_S:
            return 0.0
    while left := list(unready(project)):
        assert time.monotonic() - began < AGAIN_S, f"not ready {AGAIN_S:.0f} s after the fault: {left}"
        time.sleep(0.2)
    return time.monotonic() - began


def kill_process(project: Project, container: str, named: str) -> None:
    """kill -9 of the newest process of a container whose command has this word."""
    top = project.engine("top", f"{NAME}_{container}", "-eo", "pid,args")
    found = [int(line.split()[0]) for line in top.splitlines()[1:] if named in line]
    assert found, f"no process with {named} in {container}:\n{top}"
    os.kill(max(found), signal.SIGKILL)


def prometheus(port: int, query: str) -> float:
    asked = urllib.parse.urlencode({"query": query})
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/query?{asked}", timeout=20) as answer:
        result = json.load(answer)["data"]["result"]
    return float(result[0]["value"][1]) if result else 0.0
