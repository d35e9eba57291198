"""Asks each list of an outlet once, on demand, and judges whether it may be polled."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from ingest.discover.check import CheckedList, check_list
from ingest.discover.polite_get import ListWeb, polite_get
from ingest.discover.read_list import Get, ListRead
from ingest.discover.walk import SEARCH, dated
from ingest.web.ask import RequestTerms
from ingest.web.errors import FetchRefused, HostRestingError
from ingest.web.fetched import Fetched
from schemas.checked import ListCheck, RobotsSay
from schemas.frontier import Validators, result_of
from schemas.ids import host_of
from schemas.outcomes import Reason
from schemas.outlet import Channel, Outlet
from schemas.templates import fields_of, fill

# A magazine may come once a month; what is older is no list of news any more.
STALE = timedelta(days=30)
# What may hide that a list has moved: it was read, or is none.
JUDGED = frozenset({None, Reason.EMPTY_LIST, Reason.FEED_INVALID, Reason.SITEMAP_INVALID, Reason.INDEX_INVALID})
NOT_ASKED = frozenset({Reason.FORBIDDEN_ADDRESS, Reason.FORBIDDEN_SCHEME, Reason.BAD_URL, Reason.HOST_RESTING})


class CheckWeb(ListWeb, Protocol):
    """The part of ingest.web.web.Web that a check needs."""

    async def crawl_delay_s(self, url: str, terms: RequestTerms) -> float: ...


@dataclass(frozen=True)
class ListToCheck:
    """One list to check. `url` is what is declared, `asked` the address or template that is read."""

    channel: str
    url: str
    asked: str

    @property
    def reader(self) -> Channel:
        return Channel.INDEX if self.channel == SEARCH else Channel(self.channel)


def wanted_of(outlet: Outlet, *, query: str, now: datetime) -> Sequence[ListToCheck]:
    """Every list of the outlet, and every search, asked for `query`."""
    day = now.astimezone(ZoneInfo(outlet.timezone)).date()
    lists = [ListToCheck(channel.value, url, url) for channel, url in outlet.lists]
    return lists + [ListToCheck(SEARCH, url, fill(url, day=day, query=query)) for url in outlet.search]


async def check_outlet(
    outlet: Outlet, wanted: Sequence[ListToCheck], *, web: CheckWeb, now: Callable[[], datetime]
) -> AsyncGenerator[ListCheck, None]:
    """One list after the other. Never raises for anything the web may answer."""
    for each in wanted:
        yield await _check(outlet, each, web=web, now=now())


@dataclass
class _Answer:
    """The first answer alone: what comes after it are the sitemaps that a list leads to."""

    get: Get
    status: int = 0
    final_url: str = ""
    redirected: bool = False
    _answered: bool = field(default=False)

    async def __call__(self, url: str, validators: Validators) -> Fetched:
        first, self._answered = not self._answered, True
        try:
            fetched = await self.get(url, validators)
        except FetchRefused as refused:
            self.status = refused.status if first else self.status
            raise
        if first:
            self.status, self.final_url, self.redirected = fetched.status, fetched.final_url, bool(fetched.redirects)
        return fetched


async def _check(outlet: Outlet, wanted: ListToCheck, *, web: CheckWeb, now: datetime) -> ListCheck:
    checked, answer = await _ask(outlet, wanted, web=web, now=now)
    if checked.read.reason is Reason.EMPTY_LIST and "date" in fields_of(wanted.url):
        # Early in the day nothing may be out yet.
        checked, answer = await _ask(outlet, wanted, web=web, now=now - timedelta(days=1))
    read = checked.read
    latest = read.latest or _latest_by_address(read, outlet, now=now)
    reason, detail = _judged(outlet, wanted, read, answer, latest=latest, now=now)
    entry = replace(
        checked.entry,
        url=wanted.url,
        channel=wanted.channel,
        at=now,
        result=result_of(reason),
        reason=reason.value if reason else None,
        detail=detail,
    )
    robots = _robots_say(read.reason)
    delay_s = await _delay_s(web, outlet, wanted, now=now) if robots is RobotsSay.ALLOWED else None
    return ListCheck(entry, answer.status, latest, robots, delay_s)


async def _ask(outlet: Outlet, wanted: ListToCheck, *, web: CheckWeb, now: datetime) -> tuple[CheckedList, _Answer]:
    answer = _Answer(polite_get(web, outlet.crawl))
    return await check_list(outlet, wanted.reader, wanted.asked, get=answer, now=now), answer


def _judged(
    outlet: Outlet, wanted: ListToCheck, read: ListRead, answer: _Answer, *, latest: datetime | None, now: datetime
) -> tuple[Reason | None, str]:
    """The reason why the list must not be polled, None if it may; and the detail."""
    if read.reason not in JUDGED:
        return read.reason, read.detail
    if not read.held and answer.redirected and _leads_away(outlet, wanted, answer.final_url):
        return Reason.LIST_MOVED, f"leads to {answer.final_url}"
    if read.reason is None and answer.redirected and _is_front(answer.final_url) and not _is_front(wanted.url):
        return Reason.LIST_MOVED, f"leads to {answer.final_url}"
    if read.reason is None and not read.held:
        return Reason.FOREIGN_LIST, read.detail
    if read.reason in (None, Reason.EMPTY_LIST) and wanted.channel != SEARCH and latest and latest < now - STALE:
        return Reason.STALE_LIST, f"the newest entry is of {latest:%Y-%m-%d}"
    return read.reason, read.detail


def _leads_away(outlet: Outlet, wanted: ListToCheck, final_url: str) -> bool:
    return not outlet.owns(host_of(final_url)) or (_is_front(final_url) and not _is_front(wanted.url))


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def _latest_by_address(read: ListRead, outlet: Outlet, *, now: datetime) -> datetime | None:
    """Index pages state no dates, but the addresses of many articles do."""
    zone = ZoneInfo(outlet.timezone)
    days = [day for link in read.links if (day := dated(link.url)) and day <= now.astimezone(zone).date()]
    return datetime.combine(max(days), time(), tzinfo=zone) if days else None


def _robots_say(reason: Reason | None) -> RobotsSay:
    if reason in NOT_ASKED:
        return RobotsSay.UNKNOWN
    if reason is Reason.ROBOTS_DISALLOWED:
        return RobotsSay.FORBIDDEN
    return RobotsSay.UNREACHABLE if reason is Reason.ROBOTS_UNREACHABLE else RobotsSay.ALLOWED


async def _delay_s(web: CheckWeb, outlet: Outlet, wanted: ListToCheck, *, now: datetime) -> float | None:
    """By a robots.txt that was just read: nothing is asked again."""
    day = now.astimezone(ZoneInfo(outlet.timezone)).date()
    try:
        asked_s = await web.crawl_delay_s(fill(wanted.asked, day=day), RequestTerms(outlet.crawl.delay_s))
    except (FetchRefused, HostRestingError):
        # It was readable a moment ago; what it says now is the next check's.
        return None
    return max(outlet.crawl.delay_s, asked_s)
