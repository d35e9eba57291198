"""The source `fetch`: leases hosts with due URLs and visits many side by side, each one request at a time."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

import structlog

from ingest.crew import Crew
from ingest.fetch.asking import HOLD_S, Asking, PageWeb
from ingest.fetch.held_host import HeldHost
from ingest.fetch.lease_keeper import LEASE_S, LeaseKeeper
from ingest.fetch.visit import Visit, visit
from ingest.fetch.whole import Whole
from ingest.leasing import Leasing
from ingest.ports import Hosts, Urls
from ingest.release import Release
from ingest.waiting import until_due
from ingest.web.errors import FetchRefused, HostRestingError
from runtime.source import Emission
from runtime.state import StaleOwnerError, StoreUnavailableError
from schemas.frontier import DueUrl, FetchDone, HostLease
from schemas.outlet import Outlet

log = structlog.get_logger(__name__)

URLS_AT_A_TIME = 50
# After so many the host goes to the end of the line.
URLS_PER_VISIT = 100


@dataclass(frozen=True)
class HostDone:
    """Goes back to `finish`: how a fetch ended, and under whose lease."""

    held: HeldHost
    done: FetchDone

    @property
    def key(self) -> tuple[str, str]:
        return self.done.url_key, self.done.slot


def fetching(owner: str, *, at_once: int = 16, idle_s: float = 0.5, lease_s: float = LEASE_S) -> Leasing:
    """How fetching leases hosts."""
    return Leasing(owner=owner, at_once=at_once, idle_s=idle_s, lease_s=lease_s)


class Fetch:
    name = "fetch"

    def __init__(
        self,
        *,
        hosts: Hosts,
        urls: Urls,
        web: PageWeb,
        outlets: Sequence[Outlet],
        leasing: Leasing,
        now: Callable[[], datetime],
        release: Release | None = None,
    ) -> None:
        self._hosts = hosts
        self._urls = urls
        self._asking = Asking(web, outlets)
        self._keeper = LeaseKeeper(hosts, now=now, lease_s=leasing.lease_s)
        self._owner = leasing.owner
        self._now = now
        self._idle_s = leasing.idle_s
        self._lease_s = leasing.lease_s
        self._release = release or Release()
        self._crew = Crew(size=leasing.at_once)
        self._held: dict[str, HeldHost] = {}
        self._waiting: str | None = None

    async def open(self) -> None:
        await self._asking.open()

    async def close(self) -> None:
        await self._crew.stop()
        for held in list(self._held.values()):
            await self._give_back(held)
        await self._asking.close()

    def emissions(self) -> AsyncGenerator[Emission, None]:
        return self._crew.results(self._lease())

    def finish(self, done: Sequence[object]) -> None:
        by_host: defaultdict[int, list[HostDone]] = defaultdict(list)
        for item in done:
            if isinstance(item, HostDone) and not item.held.lost and item.key in item.held.unsettled:
                by_host[id(item.held)].append(item)
        if not by_host:
            return
        ends = [(items[0].held.lease, [item.done for item in items]) for items in by_host.values()]
        lost = {lease.host for lease in self._urls.finish(ends)}
        for items in by_host.values():
            held = items[0].held
            if held.lease.host in lost:
                # The new owner fetches them again under the same ids.
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
                due_at = await asyncio.to_thread(self._hosts.next_due_at, now=self._now())
                if self._crew.free and due_at and due_at <= self._now():
                    leases = await asyncio.to_thread(self._lease_hosts, self._crew.free)
                for lease in leases:
                    self._crew.start(self._visit_host(lease))
                self._waiting = None if self._crew.working else self._why_idle(due_at)
            except StoreUnavailableError as error:
                # Nothing is lost by waiting: what is due stays due.
                self._waiting = f"the frontier cannot be used: {error}"
            if not leases:
                await self._crew.wait_ended(self._idle_s)

    def _lease_hosts(self, limit: int) -> Sequence[HostLease]:
        if self._release.is_held():
            return ()
        return self._hosts.lease(self._owner, now=self._now(), limit=limit, ttl_s=self._lease_s)

    def _due_urls(self, lease: HostLease) -> Sequence[DueUrl]:
        """A host that is leased already is given back when what it has in hand is done."""
        return () if self._release.is_held() else self._urls.due(lease, now=self._now(), limit=URLS_AT_A_TIME)

    def _why_idle(self, due_at: datetime | None) -> str:
        why = self._release.why
        is_due = due_at is not None and due_at <= self._now()
        return f"the release is held back: {why}" if why and is_due else until_due(due_at, now=self._now())

    async def _visit_host(self, lease: HostLease) -> AsyncGenerator[Emission, None]:
        held = HeldHost(lease, asyncio.get_running_loop())
        self._held[lease.host] = held
        self._asking.turns.rest(lease.host, lease.ready_at)
        keeping = asyncio.create_task(self._keeper.keep(held))
        try:
            async with aclosing(self._fetch_due(held)) as emissions:
                async for emission in emissions:
                    yield emission
            # The last pages wait for the log and the store: an idle place would cost a visit a fraction of a second.
            with self._crew.aside():
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
        with self._crew.aside():
            await self._give_back(held)

    async def _fetch_due(self, held: HeldHost) -> AsyncGenerator[Emission, None]:
        visited = 0
        while visited < URLS_PER_VISIT:
            due = await asyncio.to_thread(self._due_urls, held.lease)
            fresh = [url for url in due if (url.url_key, url.slot) not in held.unsettled]
            if not fresh:
                return
            for url in fresh:
                await self._keeper.renew(held)
                if held.lost or self._release.stopped(held.lease.host):
                    return
                try:
                    result = await self._fetch(held, url)
                except HostRestingError:
                    # Somebody else had the turn, or robots.txt asks for a long rest: the URL comes with the next lease.
                    return
                held.unsettled.add((url.url_key, url.slot))
                visited += 1
                page = (result.page,) if result.page else ()
                yield Emission(records=page, fate=result.fate, done=HostDone(held, result.done))

    async def _fetch(self, held: HeldHost, due: DueUrl) -> Visit:
        """Raises HostRestingError; then nothing was asked for."""
        try:
            result = await visit(due, get=self._asking.get, now=self._now)
            held.ended(result.refused, at=self._now())
            if result.page and not self._asking.is_whole(due, result.page.final_url):
                result = await self._join(held, due, Whole(due, result, result.page, self._asking.crawl(due).max_bytes))
        finally:
            turns = self._asking.turns
            turns.rest(held.lease.host, held.ready_at)
            held.rest(turns.ready_at(held.lease.host))
        return result

    async def _join(self, held: HeldHost, due: DueUrl, whole: Whole) -> Visit:
        """The numbered pages of an article are one piece of work: without the rest the first is half a story."""
        while url := whole.next_url():
            if held.lost:
                # The new owner fetches all of it, under the same id: half of it must not come first.
                raise StaleOwnerError(held.lease.host)
            try:
                whole.add(await self._asking.get_part(due, url))
            except FetchRefused as refused:
                whole.refused = refused
            held.ended(whole.refused, at=self._now())
        return whole.visit()

    async def _give_back(self, held: HeldHost) -> None:
        await self._keeper.release(held)
        # Only now: `close` gives back what a cancelled visit could not. A new visit may hold the place already.
        if self._held.get(held.lease.host) is held:
            del self._held[held.lease.host]
