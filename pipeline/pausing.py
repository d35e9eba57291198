"""Pauses on their way to the processes: read from the store by each supervisor, told to its workers by a file."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import structlog

from pipeline.settings import Settings
from pipeline.wiring.stores import open_operations
from runtime.pauses import Paused, write
from runtime.run_dir import RunDir
from runtime.state import StoreUnavailableError
from stores.operations import Operations, Pause, PauseKind

log = structlog.get_logger()
LOOK_S = 2.0
# On a server each look makes a connection, which takes some milliseconds of two processors, and ends it.
FAR_LOOK_S = 8.0


@dataclass
class Pausing:
    """`tick` may be called as often as one likes; it looks every two seconds, on a server every eight. A store that is
    away changes nothing."""

    settings: Settings
    clock: Callable[[], float] = time.monotonic
    _due: float = float("-inf")
    _operations: Operations | None = None
    _told: Paused | None = field(default=None)

    def tick(self) -> None:
        if self.clock() < self._due:
            return
        self._due = self.clock() + (LOOK_S if self.settings.database_url is None else FAR_LOOK_S)
        try:
            self._operations = self._operations or open_operations(self.settings, to_read=True, connections=0)
            paused = by_kind(self._operations.paused())
            if paused != self._told:
                write(RunDir(self.settings.run_dir).paused, paused)
                if any(paused.values()) or any((self._told or {}).values()):
                    log.info("paused", **paused)
            self._told = paused
        except (StoreUnavailableError, OSError) as error:
            log.debug("pauses_not_read", detail=str(error))


def by_kind(pauses: Sequence[Pause]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {kind.value: {} for kind in PauseKind}
    for pause in pauses:
        found[pause.kind.value].setdefault(pause.name, pause.why)
    return found
