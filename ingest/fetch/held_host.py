"""A host this process holds the lease of: its pace, and the fetches handed over but not yet settled."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ingest.fetch.fetched import Fetched
from ingest.fetch.politeness import Pace, after_answer, after_push_back, down_for_s
from ingest.fetch.refusal import FetchRefused
from ingest.fetch.schedule import host_failures
from schemas.frontier import HostLease
from schemas.outcomes import Reason


@dataclass
class HeldHost:
    """Changed in the event loop, but for `settle`, which the engine calls in a thread."""

    lease: HostLease
    loop: asyncio.AbstractEventLoop
    pace: Pace | None = None
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

    def answered(self, fetched: Fetched, pace: Pace, *, at: datetime) -> None:
        self.pace = after_answer(pace, ms=fetched.ms)
        self.failures = 0
        self.ready_at = at + timedelta(seconds=self.pace.delay_s)

    def refused(self, refused: FetchRefused, pace: Pace, *, at: datetime) -> None:
        """What the host asked for by Retry-After, or how often it could not be reached, says when it is asked again."""
        pushed_back = refused.status in (429, 503)
        self.pace = after_push_back(pace) if pushed_back else pace
        # A status is an answer, whatever it is filed under; without a robots.txt nothing else may be asked.
        answered = bool(refused.status) and refused.reason is not Reason.ROBOTS_UNREACHABLE
        self.failures = host_failures(self.failures, None if answered else refused.reason)
        rest_s = max(self.pace.delay_s, refused.retry_after_s or 0.0, down_for_s(self.failures))
        self.ready_at = at + timedelta(seconds=rest_s)

    def about_to_ask(self, pace: Pace, *, at: datetime) -> None:
        """Before the request, so that whoever takes the host over from a killed process keeps the delay as well."""
        self.pace = pace
        self.ready_at = at + timedelta(seconds=pace.delay_s)

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
