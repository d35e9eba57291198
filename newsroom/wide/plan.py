"""The outlets of the wide web: their lists, faults, rules and articles, all from a seed; no clock but an argument."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from newsroom.dates import WIB

# An article comes out about every five hours, over so many days.
EVERY = timedelta(hours=5)
DAYS = 45
PLACES = ("Ambon", "Bitung", "Cirebon", "Dumai", "Ende", "Fakfak", "Gorontalo", "Jepara", "Kendari", "Langsa")
# Every third article is of the subject that a search asks for.
SUBJECTS = ("Panen Padi di Desa", "Kunjungan Delegasi Korea Utara ke", "Jalan Baru Dibuka untuk Warga")


class Kind(StrEnum):
    """What a list is, and the key that a catalogue declares it under."""

    RSS = "rss"
    ATOM = "atom"
    RDF = "rdf"
    JSON = "json"
    NEWS_SITEMAP = "news_sitemap"
    SITEMAP = "sitemap"
    SITEMAP_INDEX = "sitemap_index"
    INDEX = "index"
    DATED_INDEX = "dated_index"
    SEARCH = "search"

    @property
    def key(self) -> str:
        if self in (Kind.RSS, Kind.ATOM, Kind.RDF, Kind.JSON):
            return "feeds"
        if self in (Kind.SITEMAP, Kind.SITEMAP_INDEX):
            return "sitemaps"
        return {Kind.NEWS_SITEMAP: "news_sitemaps", Kind.SEARCH: "search"}.get(self, "index")


class Fault(StrEnum):
    """How a list is broken."""

    NONE = "none"
    MISSING = "missing"
    """404."""
    DOWN = "down"
    """503."""
    AWAY = "away"
    """A redirect to the front page of another outlet."""
    FRONT = "front"
    """A redirect to the outlet's own front page."""
    HTML = "html"
    """A page that says sorry, with status 200, in place of a feed or sitemap."""
    EMPTY = "empty"
    STALE = "stale"
    """The newest entry is over two months old."""
    SLOW = "slow"
    """No answer before the reader gives up."""
    FOREIGN = "foreign"
    """Every link leads to another outlet."""
    FORBIDDEN = "forbidden"
    """robots.txt disallows it."""


# Faults that a kind of list cannot show, since a page of links states no dates, and is HTML in any case.
NO_FAULT = {
    Kind.INDEX: (Fault.HTML, Fault.STALE),
    Kind.DATED_INDEX: (Fault.HTML, Fault.STALE, Fault.EMPTY),
    Kind.SEARCH: (Fault.HTML, Fault.STALE),
    Kind.SITEMAP_INDEX: (Fault.FOREIGN,),
}
PATHS = {
    Kind.RSS: "/rss.xml",
    Kind.ATOM: "/atom.xml",
    Kind.RDF: "/index.rdf",
    Kind.JSON: "/feed.json",
    Kind.NEWS_SITEMAP: "/sitemap-news.xml",
    Kind.SITEMAP: "/sitemap.xml",
    Kind.SITEMAP_INDEX: "/sitemap-index.xml",
    Kind.INDEX: "/terbaru",
    Kind.DATED_INDEX: "/arsip",
    Kind.SEARCH: "/cari",
}
TEMPLATES = {
    Kind.INDEX: "/terbaru?hal={page}",
    Kind.DATED_INDEX: "/arsip?hari={date:%Y-%m-%d}&hal={page}",
    Kind.SEARCH: "/cari?q={query}&hal={page}",
}


@dataclass(frozen=True)
class WideList:
    kind: Kind
    fault: Fault

    @property
    def path(self) -> str:
        return PATHS[self.kind]

    @property
    def template(self) -> str:
        """The path as it is declared."""
        return TEMPLATES.get(self.kind, self.path)


@dataclass(frozen=True)
class Article:
    path: str
    title: str
    at: datetime


@dataclass(frozen=True)
class WideOutlet:
    """`robots`: `file`, `absent` (404) or `down` (503). `dated`: whether its articles' addresses name their day."""

    number: int
    host: str
    status: str
    lists: tuple[WideList, ...]
    robots: str
    crawl_delay_s: float
    dated: bool

    @property
    def id(self) -> str:
        return f"kabar-{self.number:03d}"

    def articles(self, start: datetime) -> Sequence[Article]:
        """The newest first; all came out before `start`, to the minute."""
        newest = start.astimezone(WIB).replace(second=0, microsecond=0) - timedelta(minutes=10 + self.number % 50)
        return [self._article(number, newest - number * EVERY) for number in range(DAYS * 24 // 5)]

    def _article(self, number: int, at: datetime) -> Article:
        place = PLACES[(number + self.number) % len(PLACES)]
        title = f"{SUBJECTS[number % len(SUBJECTS)]} {place} Nomor {number}"
        slug = title.lower().replace(" ", "-")
        folder = f"{at:%Y/%m/%d}" if self.dated else f"berita/{100_000 + number}"
        return Article(f"/{folder}/{slug}", title, at)


def plan(count: int, *, seed: int) -> Sequence[WideOutlet]:
    """At most 250 * 250 outlets, each on an address of its own in 127/8."""
    return [_outlet(number, Random(f"{seed} {number}")) for number in range(count)]


def _outlet(number: int, random: Random) -> WideOutlet:
    feeds = random.sample((Kind.RSS, Kind.ATOM, Kind.RDF, Kind.JSON), random.choice((1, 1, 2)))
    others = [kind for kind in Kind if kind.key != "feeds" and random.random() < 0.5]
    return WideOutlet(
        number=number,
        host=f"127.2.{number // 250}.{number % 250 + 1}",
        status=random.choices(("unverified", "active", "paused"), (14, 4, 2))[0],
        lists=tuple(WideList(kind, _fault(kind, random)) for kind in (*feeds, *others)),
        robots=random.choices(("file", "absent", "down"), (16, 3, 1))[0],
        crawl_delay_s=random.choice((0.0, 0.0, 0.0, 0.2, 0.4)),
        dated=random.random() < 0.7,
    )


def _fault(kind: Kind, random: Random) -> Fault:
    faults = [fault for fault in Fault if fault is not Fault.NONE and fault not in NO_FAULT.get(kind, ())]
    return random.choice(faults) if random.random() < 0.35 else Fault.NONE
