"""What has a store behind it, a source or a notifier, is opened once the store is there, and closed whether it is."""

import asyncio
import threading
from typing import Protocol

import structlog

from runtime.failing import declare
from runtime.state import StoreUnavailableError
from runtime.waits import Waits

log = structlog.get_logger()


class Opens(Protocol):
    name: str

    async def open(self) -> None:
        """Raises StoreUnavailableError with nothing open; then it is called again."""

    async def close(self) -> None:
        """Raises StoreUnavailableError with all closed."""


async def open_once_there(what: Opens, waits: Waits, stop: threading.Event) -> bool:
    """False where `stop` was set before its store was there."""
    while not stop.is_set():
        try:
            await what.open()
            waits.end("open")
            return True
        except StoreUnavailableError as error:
            await asyncio.sleep(declare(waits, "open", error, step=what.name))
    return False


async def close_anyhow(what: Opens) -> None:
    try:
        await what.close()
    except StoreUnavailableError as error:
        # What could not be given back is free again when its lease runs out.
        log.warning("leases_kept", step=what.name, detail=str(error))
