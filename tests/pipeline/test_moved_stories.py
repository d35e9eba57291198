"""Stories of before, in a file of their own, come over to the articles' file, once and whole."""

from pathlib import Path

import pytest

from pipeline.moved_stories import bring_over
from pipeline.settings import Settings
from pipeline.wiring.stores import engine_for, open_stories
from processors.enrich.stem import stem_text
from schemas.story import StoryEvent
from stores.stories import StoryStore
from stores.takedown import Takedown
from tests.pipeline.places import engines
from tests.stores.samples import NOON
from tests.stores.storied import story

__all__ = ["engines"]
pytestmark = pytest.mark.usefixtures("engines")
ORDER = Takedown("t1", NOON, "redaksi", "permintaan", "https://a.example/9", ("k9",), ("a9",), {})
TOLD = story(1, 2, version=2, number=2, event=StoryEvent.UPDATED)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """With two versions of a story in the file of before, and an order to forget an article."""
    settings = Settings(data_dir=tmp_path, database_url=None)
    store = StoryStore(engine_for(settings, "stories"), stem=stem_text)
    store.write(store.claim("stories", "stories", 0), [story(1), TOLD])
    store.forget(ORDER)
    return settings


def test_what_the_file_of_before_held_is_where_the_articles_are(settings: Settings) -> None:
    assert bring_over(settings)

    store = open_stories(settings)
    assert store.story("s-1") == TOLD
    assert [each.version for each in store.versions("s-1", limit=9)] == [2, 1]
    assert [each.article_id for each in store.members("s-1", limit=9)] == ["a1", "a2"]
    assert store.has_forgotten(ORDER)
    assert list(settings.data_dir.glob("stories.db*")) == []
    assert not bring_over(settings)


def test_what_came_meanwhile_is_not_overwritten(settings: Settings) -> None:
    """A process that was killed between the copy and the deletion comes again."""
    newer = story(1, 2, 3, version=3, number=3, event=StoryEvent.UPDATED)
    store = open_stories(settings)
    store.write(store.claim("stories", "stories", 0), [newer])

    bring_over(settings)

    assert open_stories(settings).story("s-1") == newer
