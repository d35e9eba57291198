"""The counts of outlets that commands print: polled, never verified, paused."""

from catalogue.coverage import PollResults, told_coverage
from catalogue.outlets import load_outlets
from pipeline.settings import Settings
from pipeline.wiring.stores import open_frontier
from runtime.state import StoreUnavailableError
from stores.frontier.store import Frontier


def counted_outlets(settings: Settings) -> str:
    """By the declarations and, where there is a frontier that can be read, by the last checks. A look makes none."""
    return told_coverage(load_outlets(settings.config_dir / "sources"), _results(settings))


def frontier_if_any(settings: Settings) -> Frontier | None:
    """To read alone; none where nothing was ever polled or checked. Raises StoreUnavailableError."""
    if settings.database_url is None and not (settings.data_dir / "frontier.db").exists():
        return None
    return open_frontier(settings, to_read=True)


def _results(settings: Settings) -> PollResults:
    try:
        frontier = frontier_if_any(settings)
        return {} if frontier is None else frontier.checks.results()
    except StoreUnavailableError:
        # Whoever needs the store waits for it and says so; a count does not.
        return {}
