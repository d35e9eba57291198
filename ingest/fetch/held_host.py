"""A host that this process leases: when it may be asked, and its emitted but unsettled fetches."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ingest.fetch.schedule import host_failures
from ingest.web.errors import FetchRefused
from ingest.web.politeness import down_for_s
from schemas.frontier import HostLease
from schemas.outcomes import Reason


@dataclass
class HeldHost:
    """Changed in the event loop, but for `settle`, which the engine calls in a thread."""

    lease: HostLease
    loop: asyncio.AbstractEventLoop
    ready_at: datetime = field(init=False)
    failures: int = field(init=False)
    unsettled: set[tuple[str, str]] = field(default_factory=set)
    """URL key and slot of each fetch that was emitted and whose end is not yet in the frontier."""
    renewing: asyncio.Lock = field(default_factory=asyncio.Lock)
    lost: bool = False
    """Somebody else holds the lease now: stop, and write nothing."""
    _settled: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.ready_at = self.lease.ready_at
        self.failures = self.lease.failures

    def ended(self, refused: FetchRefused | None, *, at: datetime) -> None:
        """Records the end of a fetch. The host's connection failures in a row decide how long it rests."""
        # A status is an answer, whatever it is filed under; without a robots.txt nothing else may be asked.
        answered = refused is None or (bool(refused.status) and refused.reason is not Reason.ROBOTS_UNREACHABLE)
        self.failures = host_failures(self.failures, None if answered or refused is None else refused.reason)
        self.rest(at + timedelta(seconds=down_for_s(self.failures)))

    def rest(self, until: datetime) -> None:
        self.ready_at = max(self.ready_at, until)

    def settle(self, keys: set[tuple[str, str]]) -> None:
        self.unsettled -= keys
        self.wake()

    def lose(self) -> None:
        self.lost = True
        self.wake()

    def wake(self) -> None:
        self.loop.call_soon_threadsafe(self._settled.set)

    async def wait_settled(self, timeout_s: float) -> None:
        """Until something was settled or lost, or the time is up (then the lease may want renewing)."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._settled.wait()
        except TimeoutError:
            # The caller looks again either way.
            return
        self._settled.clear()
