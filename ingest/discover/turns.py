"""One request at a time to a host, and its delay between two of them, within one process."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Delays are in seconds of the event loop's clock."""

    def __init__(self) -> None:
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._ready_at: dict[str, float] = {}

    @asynccontextmanager
    async def of(self, host: str, *, delay_s: float) -> AsyncIterator[None]:
        """Holds the host's turn; the next may begin `delay_s` after this one has ended."""
        clock = asyncio.get_running_loop().time
        async with self._locks[host]:
            await asyncio.sleep(max(0.0, self._ready_at.get(host, 0.0) - clock()))
            try:
                yield
            finally:
                self._ready_at[host] = clock() + delay_s

    def slow_down(self, host: str, *, delay_s: float) -> None:
        """The host's robots.txt asks for more: no request before `delay_s` from now."""
        ready_at = asyncio.get_running_loop().time() + delay_s
        self._ready_at[host] = max(self._ready_at.get(host, 0.0), ready_at)
