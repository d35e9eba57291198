"""The source `fetch`: leases hosts with due URLs and visits each politely, one request at a time, many side by side."""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from ingest.crew import Crew
from ingest.fetch.client import Ask
from ingest.fetch.fetched import Fetched, Limits
from ingest.fetch.full_view import full_view_url
from ingest.fetch.held_host import HeldHost
from ingest.fetch.politeness import Pace, first_pace
from ingest.fetch.refusal import FetchRefused
from ingest.fetch.visit import Visit, visit
from ingest.frontier import Frontier
from ingest.waiting import until_due
from runtime.source import Emission
from runtime.state import StaleOwnerError, StoreUnavailableError
from schemas.frontier import DueUrl, FetchDone, HostLease
from schemas.outcomes import Reason
from schemas.outlet import Crawl, Outlet

log = structlog.get_logger(__name__)

# What a killed process costs its hosts in delay. It is renewed all the while, however long a request takes.
LEASE_S = 20.0
RENEW_SHARE = 0.6
# A delay beyond this outlasts the lease of a process that is killed: it is written down before the request.
WRITTEN_DELAY_S = 5.0
# A host that must rest longer is given back, so that its place goes to one that is ready.
HOLD_S = 5.0
URLS_AT_A_TIME = 20
# After so many the host goes to the end of the line.
URLS_PER_VISIT = 100
MAX_PACES = 5000


class PageWeb(Protocol):
    """What a fetch needs of ingest.fetch.web.Web."""

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def get(self, ask: Ask) -> Fetched: ...

    async def crawl_delay_s(self, url: str) -> float | None: ...


@dataclass(frozen=True)
class HostDone:
    """Goes back to `finish`: how a fetch ended, and under whose lease."""

    held: HeldHost
    done: FetchDone

    @property
    def key(self) -> tuple[str, str]:
        return self.done.url_key, self.done.slot


class Fetch:
    name = "fetch"

    def __init__(
        self,
        *,
        frontier: Frontier,
        web: PageWeb,
        outlets: Sequence[Outlet],
        owner: str,
        now: Callable[[], datetime],
        max_hosts: int = 16,
        idle_s: float = 0.5,
        lease_s: float = LEASE_S,
    ) -> None:
        self._frontier = frontier
        self._web = web
        self._outlets = {outlet.id: outlet for outlet in outlets}
        self._owner = owner
        self._now = now
        self._idle_s = idle_s
        self._lease_s = lease_s
        self._crew = Crew(size=max_hosts)
        self._held: dict[str, HeldHost] = {}
        self._paces: OrderedDict[str, Pace] = OrderedDict()
        self._waiting: str | None = None

    async def open(self) -> None:
        await self._web.open()

    async def close(self) -> None:
        await self._crew.stop()
        for held in list(self._held.values()):
            await self._release(held)
        await self._web.close()

    def emissions(self) -> AsyncGenerator[Emission, None]:
        return self._crew.results(self._lease())

    def finish(self, done: Sequence[object]) -> None:
        by_host: defaultdict[int, list[HostDone]] = defaultdict(list)
        for item in done:
            if isinstance(item, HostDone) and not item.held.lost and item.key in item.held.unsettled:
                by_host[id(item.held)].append(item)
        for items in by_host.values():
            held = items[0].held
            try:
                self._frontier.finish_fetches(held.lease, [item.done for item in items])
            except StaleOwnerError:
                # The new owner fetches them again under the same ids; the other hosts' ends must still be written.
                log.warning("host lease lost", host=held.lease.host, fetches=len(items))
                held.lose()
            else:
                held.settle({item.key for item in items})

    def waiting(self) -> str | None:
        return self._waiting

    async def _lease(self) -> None:
        while True:
            leases: Sequence[HostLease] = ()
            try:
                due_at = await asyncio.to_thread(self._frontier.next_due_at, now=self._now())
                if self._crew.free and due_at and due_at <= self._now():
                    leases = await asyncio.to_thread(
                        self._frontier.lease_hosts,
                        self._owner,
                        now=self._now(),
                        limit=self._crew.free,
                        ttl_s=self._lease_s,
                    )
                for lease in leases:
                    self._crew.start(self._visit_host(lease))
                self._waiting = None if self._crew.working else until_due(due_at, now=self._now())
            except StoreUnavailableError as error:
                # Nothing is lost by waiting: what is due stays due.
                self._waiting = f"the frontier cannot be used: {error}"
            if not leases:
                await self._crew.wait_ended(self._idle_s)

    async def _visit_host(self, lease: HostLease) -> AsyncGenerator[Emission, None]:
        held = HeldHost(lease, asyncio.get_running_loop())
        self._held[lease.host] = held
        keeping = asyncio.create_task(self._keep(held))
        try:
            async with aclosing(self._fetch_due(held)) as emissions:
                async for emission in emissions:
                    yield emission
            while held.unsettled and not held.lost:
                await held.wait_settled(HOLD_S)
        except StaleOwnerError:
            # Another process holds the host now and starts from what the frontier says.
            held.lost = True
        except StoreUnavailableError as error:
            # The lease runs out by itself; the URLs come again under the same ids.
            log.warning("frontier cannot be used", host=lease.host, error=str(error))
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
        await self._release(held)

    async def _keep(self, held: HeldHost) -> None:
        """Renews the lease until it is cancelled or lost: a hung request must not cost us the host."""
        while not held.lost:
            await asyncio.sleep(self._lease_s * (1 - RENEW_SHARE))
            try:
                await self._renew(held)
            except StaleOwnerError:
                held.lose()
            except StoreUnavailableError as error:
                # The next turn asks again; until then the lease may run out, and then another starts from the frontier.
                log.warning("host lease not renewed", host=held.lease.host, error=str(error))

    async def _fetch_due(self, held: HeldHost) -> AsyncGenerator[Emission, None]:
        visited = 0
        while visited < URLS_PER_VISIT:
            due = await asyncio.to_thread(self._frontier.due_urls, held.lease, now=self._now(), limit=URLS_AT_A_TIME)
            fresh = [url for url in due if (url.url_key, url.slot) not in held.unsettled]
            if not fresh:
                return
            for url in fresh:
                if held.lost or not await self._take_turn(held):
                    return
                held.unsettled.add((url.url_key, url.slot))
                result = await self._fetch(held, url)
                visited += 1
                page = (result.page,) if result.page else ()
                yield Emission(records=page, fate=result.fate, done=HostDone(held, result.done))

    async def _take_turn(self, held: HeldHost) -> bool:
        """Waits until the host may be asked; False where that is too long to hold it."""
        wait_s = (held.ready_at - self._now()).total_seconds()
        if wait_s > HOLD_S:
            return False
        await asyncio.sleep(max(0.0, wait_s))
        await self._renew(held)
        return not held.lost

    async def _fetch(self, held: HeldHost, due: DueUrl) -> Visit:
        pace = held.pace or await self._first_pace(held, due)
        held.about_to_ask(pace, at=self._now())
        if pace.delay_s > WRITTEN_DELAY_S:
            await self._renew(held, at_once=True)
        result = await visit(due, get=self._get, now=self._now)
        if result.fetched:
            held.answered(result.fetched, pace, at=self._now())
        elif result.refused:
            held.refused(result.refused, pace, at=self._now())
        self._remember(held)
        return result

    async def _get(self, due: DueUrl) -> Fetched:
        outlet = self._outlets.get(due.source)
        crawl = outlet.crawl if outlet else Crawl()
        limits = Limits(timeout_s=crawl.timeout_s, max_bytes=crawl.max_bytes)
        full_view = full_view_url(due.url, outlet.full_view if outlet else "")
        try:
            return await self._web.get(Ask(full_view, limits, due.validators, html=True))
        except FetchRefused as refused:
            if refused.reason is not Reason.ROBOTS_DISALLOWED or full_view == due.url:
                raise
        # Some outlets disallow their full view alone: then the first page has to do.
        return await self._web.get(Ask(due.url, limits, due.validators, html=True))

    async def _first_pace(self, held: HeldHost, due: DueUrl) -> Pace:
        """The floor as catalogue and robots.txt have it today, the delay as it was when the host was last held."""
        outlet = self._outlets.get(due.source)
        try:
            crawl_delay_s = await self._web.crawl_delay_s(due.url)
        except FetchRefused:
            # No robots.txt to ask: the refusal has its own consequences already.
            crawl_delay_s = None
        pace = first_pace((outlet.crawl if outlet else Crawl()).delay_s, crawl_delay_s)
        before = self._paces.get(held.lease.host, pace)
        return Pace(pace.floor_s, max(pace.floor_s, before.delay_s))

    def _remember(self, held: HeldHost) -> None:
        if held.pace:
            self._paces[held.lease.host] = held.pace
            self._paces.move_to_end(held.lease.host)
        if len(self._paces) > MAX_PACES:
            self._paces.popitem(last=False)

    async def _renew(self, held: HeldHost, *, at_once: bool = False) -> None:
        """Raises StaleOwnerError."""
        async with held.renewing:
            left_s = (held.lease.until - self._now()).total_seconds()
            if held.lost or (left_s >= self._lease_s * RENEW_SHARE and not at_once):
                return
            held.lease = await asyncio.to_thread(
                self._frontier.renew_host,
                held.lease,
                now=self._now(),
                ttl_s=self._lease_s,
                ready_at=held.ready_at,
                failures=held.failures,
            )

    async def _release(self, held: HeldHost) -> None:
        try:
            if not held.lost:
                await asyncio.to_thread(
                    self._frontier.release_host, held.lease, ready_at=held.ready_at, failures=held.failures
                )
        except (StaleOwnerError, StoreUnavailableError) as error:
            # Either way the lease ends without us.
            log.warning("host lease not given back", host=held.lease.host, error=str(error))
        # Only now: `close` gives back what a cancelled visit could not. A new visit may hold the place already.
        if self._held.get(held.lease.host) is held:
            del self._held[held.lease.host]
