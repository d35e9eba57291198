"""What a measurement needs of running processes: CPU seconds by process, read from Linux's /proc."""

import os
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from broker.port import Log, PartitionLag
from pipeline.errors import CommandError
from pipeline.running import Run, prepared
from pipeline.settings import Settings
from pipeline.topology import BY_NAME

TICKS = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
LOOK_S = 0.2
# Stories are made beside the flow from a page to a hit: what measures that flow runs no step of theirs.
FLOW = frozenset(BY_NAME) - {"relate", "stories"}
# Looking at the lag of a cluster costs tens of milliseconds of a core that is being measured.
LOOK_AT_LAG_S = 1.0


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far. Source: proc(5), fields 14 and 15 of stat."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def cpu_by_worker(run: Run) -> dict[str, float]:
    return {c.name: cpu_seconds(c.process.pid) for c in run.supervisor.children if c.process is not None}


def pids_of(run: Run) -> list[int]:
    return [child.process.pid for child in run.supervisor.children if child.process is not None]


def children_of(pid: int) -> list[int]:
    """Process ids. Source: proc(5), children of each thread."""
    return [int(each) for task in Path(f"/proc/{pid}/task").glob("*/children") for each in task.read_text().split()]


def busy_seconds() -> float:
    """What all processors of this machine have worked so far. Source: proc(5), stat: all but idle, iowait and steal."""
    user, nice, system, _, _, irq, softirq = map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:8])
    return (user + nice + system + irq + softirq) / TICKS


def rss_bytes(pid: int) -> int:
    """Memory of a process that lies in RAM. Source: proc(5), the second field of statm."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_BYTES


def pss_mb(pid: int) -> float:
    """Its share of the memory that it has with others counted in. Source: proc(5), Pss of smaps_rollup, in KiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kib = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return round(kib / 1024, 1)


@contextmanager
def running(settings: Settings, steps: dict[str, int]) -> Iterator[Run]:
    """The steps under a supervisor in a thread, each ready; stopped at the end."""
    with prepared(settings, steps, log_path=settings.data_dir / "warta.log") as run:
        thread = threading.Thread(target=run.supervisor.run, name="supervisor")
        thread.start()
        try:
            wait_for(lambda: all(run.supervisor.run_dir.endpoint(c.name).exists() for c in run.supervisor.children), 60)
            yield run
        finally:
            run.supervisor.stop.set()
            thread.join()


def wait_for(condition: Callable[[], bool], timeout_s: float, *, look_s: float = LOOK_S) -> None:
    """Raises CommandError where the condition does not come true in time."""
    pause = threading.Event()
    for _ in range(int(timeout_s / look_s)):
        if condition():
            return
        pause.wait(look_s)
    raise CommandError(f"the measurement gave up after {timeout_s:.0f} s")


def lags_of(log: Log, step: str, topic: str) -> list[PartitionLag]:
    """Of the step's own topic, without its retry tiers."""
    return [lag for lag in log.lag() if lag.group == step and lag.topic == topic]


def unread(log: Log, groups: Collection[str] = FLOW) -> int:
    return sum(lag.behind for lag in log.lag() if lag.group in groups)
