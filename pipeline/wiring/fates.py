"""Makes `fates`: the store of fates."""

from pipeline.settings import Settings
from pipeline.wiring.stores import open_fates
from stores.fates import FateStore


def make(settings: Settings) -> FateStore:
    return open_fates(settings)
