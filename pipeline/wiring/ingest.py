"""Makes the sources: discovery and fetching over the frontier and one web client each."""

from datetime import UTC, datetime
from functools import partial

from ingest.catalogue import load_outlets, load_watches
from ingest.discover.poll import Discover
from ingest.discover.title_filter import Admit, admit_all, admit_by
from ingest.fetch.fetch import Fetch
from ingest.ports import TurnBook
from ingest.release import Release
from ingest.web.turns import Turns
from ingest.web.web import Web
from pipeline.pressure import Pressure, free_bytes
from pipeline.settings import Settings
from pipeline.wiring.log import names, open_log
from pipeline.wiring.stores import open_frontier
from runtime.source import Source
from schemas.topics import PAGES


def utc_now() -> datetime:
    return datetime.now(UTC)


def web(settings: Settings, book: TurnBook) -> Web:
    """All that ask the web take each host's turns from the frontier."""
    turns = Turns(now=utc_now, book=book)
    return Web(contact_url=settings.contact, allowed=settings.allow_addresses, now=utc_now, turns=turns)


def discover_source(settings: Settings, *, owner: str) -> Source:
    frontier = open_frontier(settings)
    return Discover(
        polls=frontier.polls,
        web=web(settings, frontier.turns),
        outlets=load_outlets(settings.config_dir / "sources"),
        owner=owner,
        now=utc_now,
        admit=title_filter(settings) if settings.title_filter == "all" else admit_all,
    )


def title_filter(settings: Settings) -> Admit:
    return admit_by(load_watches(settings.config_dir / "watches"))


def pressure(settings: Settings) -> Pressure:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Pressure(
        pages=names(settings).full(PAGES),
        lag=open_log(settings).lag,
        free_bytes=partial(free_bytes, settings.data_dir),
        max_pages=settings.backlog_pages,
        reserve_bytes=settings.disk_reserve_bytes,
    )


def fetch_source(settings: Settings, *, owner: str) -> Source:
    frontier = open_frontier(settings)
    return Fetch(
        hosts=frontier.hosts,
        urls=frontier.urls,
        web=web(settings, frontier.turns),
        outlets=load_outlets(settings.config_dir / "sources"),
        owner=owner,
        now=utc_now,
        max_hosts=settings.fetch_concurrency,
        release=Release(pressure(settings).why_held),
    )
