"""Makes `fetch`: due addresses of the frontier over the web, held back while pages wait or the disk fills."""

from functools import partial

from catalogue.outlets import load_outlets
from ingest.fetch.fetch import Fetch, fetching
from pipeline.pressure import Pressure, free_bytes
from pipeline.settings import Settings
from pipeline.topology import READERS
from pipeline.wiring.log import names, open_log
from pipeline.wiring.releasing import release
from pipeline.wiring.stores import open_frontier
from pipeline.wiring.web import web
from runtime.clock import utc_now
from runtime.source import SourceWork
from schemas.topics import PAGES


def make(settings: Settings, *, owner: str) -> SourceWork:
    frontier = open_frontier(settings)
    return Fetch(
        hosts=frontier.hosts,
        urls=frontier.urls,
        web=web(settings, frontier.turns),
        outlets=load_outlets(settings.config_dir / "sources"),
        leasing=fetching(owner, at_once=settings.fetch_concurrency),
        now=utc_now,
        release=release(settings, "fetch", why_held=pressure(settings).why_held),
    )


def pressure(settings: Settings) -> Pressure:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Pressure(
        pages=names(settings).full(PAGES),
        lag=partial(open_log(settings).lag, [step.group for step in READERS if step.reads == PAGES]),
        free_bytes=partial(free_bytes, settings.data_dir),
        max_pages=settings.backlog_pages,
        reserve_bytes=settings.disk_reserve_bytes,
    )
