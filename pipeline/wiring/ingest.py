"""Makes the sources: discovery and fetching over the frontier and one web client each."""

from datetime import UTC, datetime

from ingest.catalogue import load_outlets
from ingest.discover.poll import Discover
from ingest.fetch.fetch import Fetch
from ingest.fetch.web import Web
from pipeline.settings import Settings
from pipeline.wiring.stores import open_frontier
from runtime.source import Source


def utc_now() -> datetime:
    return datetime.now(UTC)


def web(settings: Settings) -> Web:
    return Web(contact_url=settings.contact, allowed=settings.allow_addresses, now=utc_now)


def discover_source(settings: Settings, *, owner: str) -> Source:
    outlets = load_outlets(settings.config_dir / "sources")
    return Discover(frontier=open_frontier(settings), web=web(settings), outlets=outlets, owner=owner, now=utc_now)


def fetch_source(settings: Settings, *, owner: str) -> Source:
    return Fetch(
        frontier=open_frontier(settings),
        web=web(settings),
        outlets=load_outlets(settings.config_dir / "sources"),
        owner=owner,
        now=utc_now,
        max_hosts=settings.fetch_concurrency,
    )
