"""Stories on real logs: a replay of `matches` gives the same; what no watch wants any more leaves its own."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bench.audit import Audit, Reader, SqliteReader
from bench.corpus import made_pages
from bench.story_audit import audit_stories
from pipeline.settings import Settings
from pipeline.wiring.stores import open_fates, open_stories
from schemas.ids import article_id, url_key
from schemas.page import Page
from tests.broker.conftest import kafka_bootstrap
from tests.faults.readers import ClusterReader
from tests.pipeline import in_process
from tests.pipeline.kept_articles import declare
from tests.pipeline.pages import fetched
from tests.pipeline.places import PLACES, engines, in_place, made, pipeline
from tests.stores.conftest import postgres_url

__all__ = ["engines", "kafka_bootstrap", "pipeline", "postgres_url"]

NOON = datetime(2025, 4, 28, 12, 0, tzinfo=UTC)
FIRST, SECOND = (f"https://kabar.example/berita/{name}" for name in ("kapal-latih-tiba", "kapal-latih-bersandar"))
COUNT = 30


@pytest.fixture(params=PLACES)
def settings(request: pytest.FixtureRequest, engines: None, tmp_path: Path) -> Iterator[Settings]:
    for settings in in_place(request, tmp_path / "data"):
        yield made(settings)


def reader_of(settings: Settings) -> Reader:
    if settings.log == "sqlite":
        return SqliteReader(settings.data_dir)
    url = make_url(str(settings.database_url))
    schema = str(url.query["options"]).rpartition("=")[2]
    dsn = url.set(drivername="postgresql", query={}).render_as_string(hide_password=False)
    return ClusterReader(settings.kafka_bootstrap, dsn, schema)


@pytest.mark.slow
def test_a_replay_of_matches_gives_the_same_stories_event_for_event(settings: Settings) -> None:
    in_process.publish(settings, *made_pages(COUNT, seed=5, paragraphs=3))
    in_process.run(settings)
    left = Audit()
    audit_stories(left, reader_of(settings), prefix=settings.topic_prefix)

    assert left.is_clean, left.as_dict()
    assert left.records["topic matches"] == COUNT
    assert left.records["stories of a replay"] >= COUNT


def page(url: str, word: str, *, hours: int) -> Page:
    return fetched(
        url,
        f"Kabar {word.capitalize()} Hari Ini",
        f"{word.capitalize()} latih itu bersandar pada Senin pagi setelah berlayar dua belas hari dari Surabaya.",
        f"Sekitar 1.250 orang naik ke geladak {word} pada hari pertama, kata kementerian pelayaran setempat.",
        hours=hours,
        requested=False,
    )


@pytest.mark.slow
def test_a_later_revision_that_no_watch_wants_leaves_its_story(pipeline: Settings) -> None:
    config = pipeline.data_dir / "config"
    declare(config, "kapal", "kapal")
    settings = pipeline.model_copy(update={"config_dir": config})
    in_process.publish(settings, page(FIRST, "kapal", hours=0), page(SECOND, "kapal", hours=1))
    in_process.run(settings)
    store = open_stories(settings)
    before = store.of_article(article_id(FIRST))
    in_process.publish(settings, page(FIRST, "perahu", hours=2))
    in_process.run(settings)
    fates = [(each.stage, each.outcome, each.reason) for each in open_fates(settings).trace(url_key(FIRST))]

    assert len(before) == 1
    assert store.of_article(article_id(FIRST)) == []
    assert len(store.of_article(article_id(SECOND))) == 1
    assert ("enrich", "passed", "off_watch") in fates
