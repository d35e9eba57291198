"""Makes `stories`: the store of stories."""

from pipeline.settings import Settings
from pipeline.wiring.stores import open_stories
from stores.stories import StoryStore


def make(settings: Settings) -> StoryStore:
    return open_stories(settings)
