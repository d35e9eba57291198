"""A crawl of a generated web, from its sitemaps to published pages, beside a bare loop over the same pages."""

import asyncio
import os
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import aiohttp

from bench.crawl_process import CrawlWeb, Request
from bench.crawl_web import SITEMAP, page_paths
from broker.port import Message
from ingest.discover.poll import Discover, polling
from ingest.fetch.fetch import Fetch, fetching
from ingest.ports import TurnBook
from ingest.web.turns import Turns
from ingest.web.web import Web
from pipeline.settings import Settings
from pipeline.wiring.log import names
from pipeline.wiring.stores import open_frontier
from runtime.clock import utc_now
from runtime.codec import TopicNames
from runtime.metrics import engine_metrics
from runtime.progress import Progress
from runtime.source import SourceWork
from runtime.source_runner import SourceGround, SourceRunner, topics_by_record
from runtime.waits import Waits
from schemas.fate import FateBatch
from schemas.link import Link
from schemas.outcomes import Outcome, Reason
from schemas.outlet import Crawl, Outlet
from schemas.topics import FATES, LINKS, PAGES
from stores.frontier.links import SqlLinks

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
TOPICS = (LINKS, PAGES, FATES)
WARM_FETCHES = 1000


def resident_mb() -> float:
    """Of this process. Source: proc(5), the second field of statm."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES / 1e6


@dataclass
class Taker:
    """A Publisher that takes links to the frontier and counts pages and fates; stops after `until` fates."""

    links: SqlLinks
    topics: TopicNames
    until: int
    stop: threading.Event = field(default_factory=threading.Event)
    pages: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[int, float]] = field(default_factory=list)
    """Megabytes after so many fetches."""

    def __post_init__(self) -> None:
        self._owner = self.links.claim("bench", "links", 0)

    def publish(self, messages: Sequence[Message]) -> None:
        values = {topic: [m.value for m in messages if m.topic == self.topics.full(topic)] for topic in TOPICS}
        if values[LINKS]:
            self.links.write(self._owner, [Link.decode(value) for value in values[LINKS]])
        self.pages += len(values[PAGES])
        for value in values[FATES]:
            self.fates.update(_end(value))
        done = self.fates.total()
        if done // WARM_FETCHES > (self.memory[-1][0] // WARM_FETCHES if self.memory else 0):
            self.memory.append((done, resident_mb()))
        # What a hung host costs its own pages is no part of it.
        if done - self.fates[Reason.TIMEOUT] >= self.until:
            self.stop.set()

    def close(self) -> None: ...


def _end(value: bytes) -> list[str]:
    fates = FateBatch.decode(value).fates
    return [fate.outcome.value if fate.reason is None else fate.reason.value for fate in fates]


@dataclass(frozen=True)
class Bare:
    """A loop that only asks and reads."""

    pages: int
    seconds: float
    cpu_s: float

    def __add__(self, other: "Bare") -> "Bare":
        return Bare(self.pages + other.pages, self.seconds + other.seconds, self.cpu_s + other.cpu_s)

    @property
    def rate(self) -> float:
        return self.pages / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor a page."""
        return 1000 * self.cpu_s / self.pages


@dataclass(frozen=True)
class Crawled:
    """`seconds` and `cpu_s` are those of the fetches alone."""

    seconds: float
    cpu_s: float
    pages: int
    ends: Counter[str]
    memory: list[tuple[int, float]]

    @property
    def rate(self) -> float:
        return self.pages / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor a page."""
        return 1000 * self.cpu_s / max(1, self.pages)


def crawl(
    web: CrawlWeb, settings: Settings, *, max_hosts: int, fates: int | None = None, taker: type[Taker] = Taker
) -> Crawled:
    """Discovery of every host's sitemap, then the fetches, whose time alone counts; over after `fates` of them."""
    frontier = open_frontier(settings)
    wanted = len(web.hosts) * (web.pages + 1) if fates is None else fates
    outlets = [_outlet(web, number, host) for number, host in enumerate(web.hosts)]
    found = Taker(frontier.links, names(settings), until=len(outlets))
    asked = client(web, frontier.turns)
    _run(Discover(polls=frontier.polls, web=asked, outlets=outlets, leasing=polling("bench"), now=utc_now), found)
    taken = taker(frontier.links, names(settings), until=wanted)
    source = Fetch(
        hosts=frontier.hosts,
        urls=frontier.urls,
        web=client(web, frontier.turns),
        outlets=outlets,
        leasing=fetching("bench", at_once=max_hosts, idle_s=0.05),
        now=utc_now,
    )
    started, worked = time.perf_counter(), time.process_time()
    _run(source, taken)
    seconds, cpu_s = time.perf_counter() - started, time.process_time() - worked
    return Crawled(seconds, cpu_s, taken.pages, taken.fates, taken.memory)


def _outlet(web: CrawlWeb, number: int, host: str) -> Outlet:
    return Outlet(
        id=f"h{number}",
        name=host,
        hosts=(f"{host}:{web.port}",),
        news_sitemaps=(web.base(host) + SITEMAP,),
        crawl=Crawl(delay_s=0.0, poll_s=86400.0),
    )


def client(web: CrawlWeb, book: TurnBook) -> Web:
    """The web by its turns: each has its own, as each process has."""
    allowed = [f"{host}:{web.port}" for host in web.hosts]
    turns = Turns(now=utc_now, book=book)
    return Web(contact_url="https://warta.example/bench", allowed=allowed, now=utc_now, turns=turns)


def _run(source: SourceWork, taker: Taker) -> None:
    ground = SourceGround(
        worker="bench", names=taker.topics, metrics=engine_metrics(), waits=Waits(), progress=Progress()
    )
    runner = SourceRunner(source, ground, topic_of=topics_by_record(TOPICS), publisher=taker)
    asyncio.run(runner.run(taker.stop))


def bare_loop(web: CrawlWeb, hosts: Sequence[str], *, at_once: int) -> Bare:
    """`at_once` of the hosts side by side, each page after the other; nothing is kept."""
    return asyncio.run(_bare(web, list(hosts), at_once))


async def _bare(web: CrawlWeb, hosts: list[str], at_once: int) -> Bare:
    pages = len(hosts) * web.pages

    async def work(session: aiohttp.ClientSession) -> None:
        while hosts:
            base = web.base(hosts.pop())
            for path in page_paths(web.pages):
                async with session.get(base + path) as response:
                    await response.read()

    started, worked = time.perf_counter(), time.process_time()
    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(work(session) for _ in range(at_once)))
    return Bare(pages, time.perf_counter() - started, time.process_time() - worked)


def asked_once(log: Sequence[Request], web: CrawlWeb) -> bool:
    """By the server's log: every page of every host once, and nothing that robots.txt forbids."""
    asked = Counter(each[1:] for each in log if is_page(each))
    return asked == Counter((host, path) for host in web.hosts for path in page_paths(web.pages))


def page_gaps_s(log: Sequence[Request], *, without: Sequence[str] = ()) -> list[float]:
    """As `gaps_s`, from one page to the next."""
    return gaps_s([each for each in log if is_page(each) and each[1] not in without])


def gaps_s(log: Sequence[Request]) -> list[float]:
    """Seconds between one request and the next of the same host, as the server saw them, in order of size."""
    times: defaultdict[str, list[float]] = defaultdict(list)
    for at, host, _ in log:
        times[host].append(at)
    return sorted(later - earlier for each in times.values() for earlier, later in pairwise(each))


def is_page(request: Request) -> bool:
    return request[2] not in ("/robots.txt", SITEMAP)


def is_whole(crawled: Crawled, web: CrawlWeb) -> bool:
    """Every page once, and no other end than that of what robots.txt forbids."""
    pages = len(web.hosts) * web.pages
    return crawled.ends == Counter({Outcome.PASSED.value: pages, Reason.ROBOTS_DISALLOWED.value: len(web.hosts)})
