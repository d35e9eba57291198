"""Housekeeping while a pipeline runs: every store deletes what is past its retention."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from runtime.state import StoreUnavailableError
from stores.store import Store

log = structlog.get_logger()
EVERY = timedelta(hours=1)


@dataclass
class Housekeeping:
    """`tick` may be called as often as one likes; it works once an hour. `stores` by name, opened when needed."""

    stores: Mapping[str, Callable[[], Store]]
    now: Callable[[], datetime]
    _due_at: datetime | None = None

    def tick(self) -> None:
        now = self.now()
        if self._due_at is not None and now < self._due_at:
            return
        self._due_at = now + EVERY
        gone: dict[str, int] = {}
        for name, opener in self.stores.items():
            try:
                gone[name] = opener().retain(now)
            except StoreUnavailableError as error:
                # Old rows can wait an hour; the steps that need the store declare it themselves.
                log.warning("housekeeping_put_off", store=name, detail=str(error))
        log.info("housekeeping", **gone)
