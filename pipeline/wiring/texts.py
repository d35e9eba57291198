"""Makes `texts`: the store of texts that can be judged again."""

from pipeline.settings import Settings
from pipeline.wiring.stores import open_texts
from stores.texts import TextStore


def make(settings: Settings) -> TextStore:
    return open_texts(settings)
