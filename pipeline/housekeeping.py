"""What has to be done now and then while a pipeline runs: old fates, audit rows and archived pages are deleted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from pipeline.wiring.stores import Stores
from runtime.state import StoreUnavailableError

log = structlog.get_logger()
EVERY = timedelta(hours=1)
KEEP = timedelta(days=30)


@dataclass
class Housekeeping:
    """`tick` may be called as often as one likes; it works once an hour."""

    stores: Callable[[], Stores]
    """Opens them, or gives those that are open. Raises StoreUnavailableError."""
    now: Callable[[], datetime]
    retain_pages: Callable[[], int] | None = None
    """Returns how many went; none where another supervisor runs the archive, and has its files."""
    _due_at: datetime | None = None

    def tick(self) -> None:
        now = self.now()
        if self._due_at is not None and now < self._due_at:
            return
        self._due_at = now + EVERY
        try:
            stores = self.stores()
            fates, polls = stores.fates.purge(now - KEEP), stores.frontier.polls.purge(now - KEEP)
            pages = self.retain_pages() if self.retain_pages is not None else 0
        except StoreUnavailableError as error:
            # Old rows can wait an hour; the steps that need the store declare it themselves.
            log.warning("housekeeping_put_off", detail=str(error))
            return
        log.info("housekeeping", fates=fates, polls=polls, pages=pages)
