"""Makes `frontier`: the frontier."""

from pipeline.settings import Settings
from pipeline.wiring.stores import open_frontier
from stores.frontier import FrontierStore


def make(settings: Settings) -> FrontierStore:
    return open_frontier(settings)
