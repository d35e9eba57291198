"""One request at a time to each host and its pace between two, shared with other processes through the frontier."""

import asyncio
import uuid
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from ingest.ports import TurnBook
from ingest.web.ask import RequestTerms
from ingest.web.errors import FetchRefused, HostRestingError
from ingest.web.politeness import NO_REST, HostPace, after_answer, after_push_back, at_floor, first_pace
from runtime.state import StoreUnavailableError

log = structlog.get_logger(__name__)

MAX_HOSTS = 5000
# A turn is over by itself this long after the time limit of its request: only a killed process lets it come to that.
SLACK_S = 5.0
LOOK_AGAIN_S = 1.0

Sleep = Callable[[float], Awaitable[None]]


@dataclass
class _Host:
    """`ready_at`: no request before, as far as this process knows."""

    ready_at: datetime
    pace: HostPace = NO_REST
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def rest(self, until: datetime) -> None:
        self.ready_at = max(self.ready_at, until)


class Turn:
    """The right to make one request of a host now, alone."""

    def __init__(self, host: _Host) -> None:
        self._host = host

    def answered(self, *, ms: float, asks_delay_s: float = 0.0) -> None:
        """`asks_delay_s`: seconds between two requests that the answer asks for, as a robots.txt does."""
        pace = after_answer(self._host.pace, ms=ms)
        self._host.pace = at_floor(pace, first_pace(pace.floor_s, asks_delay_s).floor_s)


class Turns:
    """Without a `book` the turns are those of this process alone."""

    def __init__(
        self, *, now: Callable[[], datetime], book: TurnBook | None = None, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._now = now
        self._book = book
        self._sleep = sleep
        # Of this object, not of the process: pids and names come again, on other machines at the same time.
        self._name = uuid.uuid4().hex
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    def ready_at(self, host: str) -> datetime:
        return self._host(host).ready_at

    def rest(self, host: str, until: datetime) -> None:
        """This process leaves the host alone until then."""
        self._host(host).rest(until)

    @asynccontextmanager
    async def turn(
        self, host: str, terms: RequestTerms, *, timeout_s: float, crawl_delay_s: float = 0.0
    ) -> AsyncGenerator[Turn, None]:
        """For one request, of `timeout_s` at most. A FetchRefused that passes through says how the host must rest.

        Raises HostRestingError instead of a wait beyond the terms.
        """
        known = self._host(host)
        async with known.lock:
            known.pace = at_floor(known.pace, first_pace(terms.delay_s, crawl_delay_s).floor_s)
            shared = not terms.leased or known.pace != NO_REST
            book = self._book if shared else None
            await self._wait(host, known, terms.patience_s, book=book, ttl_s=timeout_s + SLACK_S)
            rest_s = 0.0
            try:
                yield Turn(known)
            except FetchRefused as refused:
                rest_s = refused.retry_after_s or 0.0
                if refused.status in (429, 503):
                    known.pace = after_push_back(known.pace)
                raise
            finally:
                known.rest(self._now() + timedelta(seconds=max(known.pace.delay_s, rest_s)))
                if shared or known.ready_at > self._now():
                    await self._end(host, known)

    async def _wait(self, host: str, known: _Host, patience_s: float, *, book: TurnBook | None, ttl_s: float) -> None:
        patient_until = self._now() + timedelta(seconds=patience_s)
        while True:
            wait_s = (known.ready_at - self._now()).total_seconds()
            if wait_s > 0 and known.ready_at > patient_until:
                await self._line_up(book, host, known, ttl_s)
                raise HostRestingError(host, known.ready_at, wait_s=wait_s)
            if wait_s > 0:
                await self._sleep(wait_s)
                continue
            again_at = await self._take(book, host, known.pace.delay_s, ttl_s) if book else None
            if again_at is None:
                return
            known.rest(again_at)

    async def _line_up(self, book: TurnBook | None, host: str, known: _Host, ttl_s: float) -> None:
        """Waits in line: a caller that came back only after the rest would always find the turn taken."""
        if book and await self._take(book, host, known.pace.delay_s, ttl_s) is None:
            # The rest is one that only this process knew of.
            await self._end(host, known)

    async def _take(self, book: TurnBook, host: str, delay_s: float, ttl_s: float) -> datetime | None:
        now = self._now()
        try:
            return await asyncio.to_thread(book.take, host, self._name, now=now, delay_s=delay_s, ttl_s=ttl_s)
        except StoreUnavailableError as error:
            # Nobody can say whether the host is being asked: it is left alone until somebody can.
            log.warning("turn not taken", host=host, error=str(error))
            return now + timedelta(seconds=LOOK_AGAIN_S)

    async def _end(self, host: str, known: _Host) -> None:
        if self._book is None:
            return
        try:
            await asyncio.to_thread(self._book.end, host, self._name, ready_at=known.ready_at)
        except StoreUnavailableError as error:
            # The turn runs out by itself, and the delay was written when it was taken.
            log.warning("turn not given back", host=host, error=str(error))

    def _host(self, host: str) -> _Host:
        known = self._hosts.setdefault(host, _Host(datetime.min.replace(tzinfo=UTC)))
        self._hosts.move_to_end(host)
        if len(self._hosts) > MAX_HOSTS:
            self._forget_one()
        return known

    def _forget_one(self) -> None:
        oldest = next(iter(self._hosts))
        if not self._hosts[oldest].lock.locked():
            del self._hosts[oldest]
