"""Makes `discover`: polls of all outlets over the frontier and the web."""

from catalogue.outlets import load_outlets
from ingest.discover.poll import Discover, polling
from ingest.discover.title_filter import admit_all
from pipeline.settings import Settings
from pipeline.wiring.releasing import release
from pipeline.wiring.stores import open_frontier
from pipeline.wiring.web import title_filter, web
from runtime.clock import utc_now
from runtime.source import SourceWork


def make(settings: Settings, *, owner: str) -> SourceWork:
    frontier = open_frontier(settings)
    return Discover(
        polls=frontier.polls,
        web=web(settings, frontier.turns),
        outlets=load_outlets(settings.config_dir / "sources"),
        leasing=polling(owner),
        now=utc_now,
        release=release(settings, "discover"),
        admit=title_filter(settings) if settings.title_filter == "all" else admit_all,
    )
