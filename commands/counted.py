"""The counts of outlets that commands print: polled, never verified, paused."""

from catalogue.coverage import Checked, told_coverage
from catalogue.outlets import load_outlets
from pipeline.settings import Settings
from pipeline.wiring.stores import open_frontier
from runtime.state import StoreUnavailableError


def counted_outlets(settings: Settings) -> str:
    """By the declarations and, where there is a frontier that can be read, by the last checks. A look makes none."""
    return told_coverage(load_outlets(settings.config_dir / "sources"), _results(settings))


def _results(settings: Settings) -> Checked:
    if settings.database_url is None and not (settings.data_dir / "frontier.db").exists():
        return {}
    try:
        return open_frontier(settings).checks.results()
    except StoreUnavailableError:
        # Whoever needs the store waits for it and says so; a count does not.
        return {}
