"""Makes `frontier`: the store of links, and of when each address is due."""

from pipeline.settings import Settings
from pipeline.wiring.stores import open_frontier
from stores.frontier.links import SqlLinks


def make(settings: Settings) -> SqlLinks:
    return open_frontier(settings).links
