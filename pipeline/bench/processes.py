"""What a measurement needs of running processes: CPU seconds by process, read from Linux's /proc."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from broker.port import Log
from pipeline.errors import CommandError
from pipeline.running import Run, prepared
from pipeline.settings import Settings
from pipeline.topology import BY_NAME

TICKS = os.sysconf("SC_CLK_TCK")
# Looking at the lag of a cluster costs tens of milliseconds on a core that is being measured.
LOOK_S = 0.2


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far. Source: proc(5), fields 14 and 15 of stat."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def cpu_by_worker(run: Run) -> dict[str, float]:
    return {c.name: cpu_seconds(c.process.pid) for c in run.supervisor.children if c.process is not None}


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


def wait_for(condition: Callable[[], bool], timeout_s: float) -> None:
    """Raises CommandError where the condition does not come true in time."""
    pause = threading.Event()
    for _ in range(int(timeout_s / LOOK_S)):
        if condition():
            return
        pause.wait(LOOK_S)
    raise CommandError(f"the measurement gave up after {timeout_s:.0f} s")


def unread(log: Log) -> int:
    return sum(lag.behind for lag in log.lag() if lag.group in BY_NAME)
