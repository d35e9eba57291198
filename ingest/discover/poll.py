"""The source `discover`: polls the due lists and publishes their new links."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from ingest.crew import Crew
from ingest.discover.polite_get import ListWeb, polite_get
from ingest.discover.reachability import Reachability
from ingest.discover.read_list import ListRead, read_list
from ingest.discover.schedule import ListAnswer, answered, failures_after, longest_s, next_poll
from ingest.discover.tempo import Tempo, interval_s, observe
from ingest.discover.title_filter import Admit, admit_all
from ingest.leasing import Leasing
from ingest.ports import Polls
from ingest.release import Release
from ingest.waiting import until_due
from runtime.source import Emission
from runtime.state import StoreUnavailableError
from schemas.fate import Fate
from schemas.frontier import DuePoll, PollDone
from schemas.ids import digest, url_key
from schemas.link import Link
from schemas.outcomes import Outcome, Reason
from schemas.outlet import Crawl, Outlet

# Longer than any poll with its sub-sitemaps may take, and what a crashed process costs in delay.
LEASE_S = 300.0


def polling(owner: str, *, at_once: int = 8, idle_s: float = 1.0, lease_s: float = LEASE_S) -> Leasing:
    """How discovery leases polls."""
    return Leasing(owner=owner, at_once=at_once, idle_s=idle_s, lease_s=lease_s)


class Discover:
    name = "discover"

    def __init__(
        self,
        *,
        polls: Polls,
        web: ListWeb,
        outlets: Sequence[Outlet],
        leasing: Leasing,
        now: Callable[[], datetime],
        admit: Admit = admit_all,
        release: Release | None = None,
    ) -> None:
        self._polls = polls
        self._web = web
        self._outlets = {outlet.id: outlet for outlet in outlets}
        self._owner = leasing.owner
        self._now = now
        self._admit = admit
        self._release = release or Release()
        self._idle_s = leasing.idle_s
        self._lease_s = leasing.lease_s
        self._crew = Crew(size=leasing.at_once)
        self._reachability = Reachability()
        self._in_hand: set[str] = set()
        """URLs leased and not yet finished: an expired lease must not start a second poll beside the first."""
        self._waiting: str | None = None

    async def open(self) -> None:
        # A process of this name that was killed holds leases still.
        await asyncio.to_thread(self._polls.release, self._owner)
        await asyncio.to_thread(self._polls.declare, tuple(self._outlets.values()), now=self._now())
        await self._web.open()

    async def close(self) -> None:
        await self._crew.stop()
        await self._web.close()
        await asyncio.to_thread(self._polls.release, self._owner)

    def emissions(self) -> AsyncGenerator[Emission, None]:
        return self._crew.results(self._lease())

    def finish(self, done: Sequence[object]) -> None:
        polls = [poll for poll in done if isinstance(poll, PollDone)]
        self._polls.finish(polls)
        self._in_hand -= {poll.url for poll in polls}

    def waiting(self) -> str | None:
        return self._waiting

    async def _lease(self) -> None:
        while True:
            started = 0
            try:
                due_at = await asyncio.to_thread(self._polls.next_due_at, now=self._now())
                if self._crew.free and due_at and due_at <= self._now():
                    started = await self._start_due()
                self._waiting = None if self._crew.working else self._why_idle(due_at)
            except StoreUnavailableError as error:
                # Nothing is lost by waiting: what is due stays due.
                self._waiting = f"the frontier cannot be used: {error}"
            if not started:
                await self._crew.wait_ended(self._idle_s)

    async def _start_due(self) -> int:
        if self._release.is_held():
            return 0
        leased = await asyncio.to_thread(
            self._polls.lease, self._owner, now=self._now(), limit=self._crew.free, ttl_s=self._lease_s
        )
        polls = {poll.url: poll for poll in leased if poll.url not in self._in_hand}
        for url, poll in polls.items():
            self._in_hand.add(url)
            self._crew.start(self._poll(poll))
        return len(polls)

    def _why_idle(self, due_at: datetime | None) -> str:
        if self._release.why:
            return self._release.why
        until = until_due(due_at, now=self._now())
        unreachable = self._reachability.unreachable()
        return f"{until}; cannot reach {', '.join(unreachable)}" if unreachable else until

    async def _poll(self, poll: DuePoll) -> AsyncGenerator[Emission, None]:
        outlet = self._outlets.get(poll.source)
        if outlet is None:
            # Declared by a process with another catalogue: not ours to poll, and not lost either.
            why = f"no outlet {poll.source!r} in this catalogue"
            read = ListRead(Reason.UNKNOWN_SOURCE, why, seen=poll.seen, validators=poll.validators)
        else:
            read = await self._read(poll, outlet)
            self._reachability.note(poll.source, poll.url, read.reason, read.detail)
        poll_s = (outlet.crawl if outlet else Crawl()).poll_s
        yield Emission(records=self._links(poll, read), fate=_fate(poll, read), done=self._done(poll, poll_s, read))

    async def _read(self, poll: DuePoll, outlet: Outlet) -> ListRead:
        get = polite_get(self._web, outlet.crawl)
        return await read_list(
            poll, outlet, get=get, zone=ZoneInfo(outlet.timezone), now=self._now(), admit=self._admit
        )

    def _links(self, poll: DuePoll, read: ListRead) -> tuple[Link, ...]:
        at = self._now()
        return tuple(
            Link(
                url=link.url,
                url_key=url_key(link.url),
                source=poll.source,
                channel=poll.channel,
                found_on=poll.url,
                found_at=at,
                slot=poll.slot,
                title=link.title,
                published=link.published,
                modified=link.modified,
            )
            for link in read.links
        )

    def _done(self, poll: DuePoll, poll_s: float, read: ListRead) -> PollDone:
        at = self._now()
        failures = failures_after(read.reason, poll.failures)
        tempo = _tempo_after(poll, read, at)
        return PollDone(
            url=poll.url,
            slot=poll.slot,
            at=at,
            next_due_at=_next_due_at(poll, read, tempo, at, poll_s=poll_s, failures=failures),
            reason=read.reason,
            detail=read.detail,
            found=read.found,
            new=read.new,
            known=read.known,
            refused=read.refused,
            validators=read.validators,
            failures=failures,
            seen=read.seen,
            tempo=tempo.encode(),
        )


def _tempo_after(poll: DuePoll, read: ListRead, at: datetime) -> Tempo:
    tempo = Tempo.decode(poll.tempo)
    if answered(read.reason):
        tempo = observe(tempo, now=at, new=read.arrived, window=read.held)
    return replace(tempo, stated_s=read.stated_s) if read.reason is None else tempo


def _next_due_at(
    poll: DuePoll, read: ListRead, tempo: Tempo, at: datetime, *, poll_s: float, failures: int
) -> datetime:
    longest = longest_s(poll_s)
    return next_poll(
        now=at,
        interval_s=interval_s(tempo, now=at, poll_s=poll_s, longest_s=longest),
        longest_s=longest,
        answer=ListAnswer(read.reason, failures, max(read.stated_s, tempo.stated_s), read.retry_after_s),
        # Spread by the poll's own name: the same in every run, different for every list.
        jitter=int(digest(poll.url, poll.slot)[:8], 16) / 2**32,
    )


def _fate(poll: DuePoll, read: ListRead) -> Fate:
    """A poll that failed is over; the next one has a slot of its own."""
    outcome = Outcome.PASSED if read.reason is None else Outcome.DROPPED
    return Fate(
        id=digest("poll", poll.url, poll.slot),
        subject=url_key(poll.url),
        outcome=outcome,
        reason=read.reason,
        detail=read.detail,
        ms=read.ms,
    )
