"""Takes a changed configuration while a pipeline runs: it is checked first; the old one stays where it is broken."""

import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from broker.port import BrokerError
from catalogue.toml_file import CatalogueError
from pipeline.checked_config import in_force
from pipeline.config_version import IN_FORCE, TOPICS, signature, steps_that_read
from pipeline.errors import CommandError
from pipeline.settings import Settings
from runtime.process.supervisor import Supervisor
from runtime.run_dir import RunDir

log = structlog.get_logger()
LOOK_S = 2.0
RETRY_S = 60.0
CONFIG_DIR = "WARTA_CONFIG_DIR"
Signature = tuple[tuple[str, int, int], ...]


@dataclass(eq=False)
class Reloading(Collector):
    """`tick` may be called as often as one likes; it looks every two seconds. A change is taken once two looks in a row
    see the same files: a file that is being written is left alone.

    `settings` name the folder that people edit, `versions` are those in force. `broken` is why the files are not.
    """

    settings: Settings
    supervisor: Supervisor
    versions: Mapping[str, str]
    apply_topics: Callable[[Settings], None]
    clock: Callable[[], float] = time.monotonic
    broken: str = ""
    _due: float = field(default=float("-inf"))
    _seen: Signature | None = None
    _done: Signature | None = None

    def tick(self) -> None:
        if self.clock() < self._due:
            return
        self._due = self.clock() + LOOK_S
        # Its copy is in use: see `config_version`.
        os.utime(self.supervisor.environment[CONFIG_DIR])
        try:
            seen = signature(self.settings.config_dir)
        except OSError:
            # A file went between the list and the look: the next look sees the rest.
            return
        if self._done is None:
            self._done = self._seen = seen
            self._tell()
        elif seen != self._done and seen == self._seen:
            self._done = self._take(seen)
        self._seen = seen

    def _take(self, seen: Signature) -> Signature | None:
        """Returns the files that need no other look: those before, where it is not they that must change."""
        try:
            copied, versions = in_force(self.settings)
            changed = [part for part in {*versions, *self.versions} if versions.get(part) != self.versions.get(part)]
            if TOPICS in changed:
                self.apply_topics(copied)
        except CatalogueError as error:
            self._refuse(error)
            return seen
        except (BrokerError, CommandError) as error:
            # The log is away, or its topics are to be changed by hand first.
            self._refuse(error)
            self._due = self.clock() + RETRY_S
            return self._done
        self.broken, self.versions = "", versions
        self.supervisor.environment[CONFIG_DIR] = str(copied.config_dir)
        steps = frozenset[str]().union(*map(steps_that_read, changed))
        if changed:
            log.info("config_taken", changed=sorted(changed), versions=dict(versions), restarted=sorted(steps))
        self._tell()
        self.supervisor.renew(steps)
        return seen

    def _refuse(self, error: Exception) -> None:
        if str(error) != self.broken:
            log.error("config_broken", error=str(error), in_force=dict(self.versions))
        self.broken = str(error)
        self._tell()

    def _tell(self) -> None:
        """For `warta lag`, which is another process."""
        path = RunDir(self.settings.run_dir).versions(IN_FORCE)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"versions": dict(self.versions), "broken": self.broken}))

    def waiting(self) -> Sequence[str]:
        """For health: it is no fault of the process, and the old configuration works."""
        return (f"config: {self.broken}; the earlier one stays in force",) if self.broken else ()

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterable[Metric]:
        broken = GaugeMetricFamily("warta_config_broken", "1 while the files are not what is in force.")
        broken.add_metric((), float(bool(self.broken)))
        force = GaugeMetricFamily("warta_config_in_force", "1 for the version in force.", labels=("part", "version"))
        for part, version in self.versions.items():
            force.add_metric((part, version), 1)
        return (broken, force)
