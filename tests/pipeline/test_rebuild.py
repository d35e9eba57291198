"""Stores that were lost are made again, row for row, from the topics or from the archive."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from pipeline import rebuilding
from pipeline.errors import UsageError
from pipeline.rebuilding import rebuild, rebuildable
from pipeline.running import data_lock
from pipeline.settings import Settings
from pipeline.wiring.stores import engine_for, open_articles
from stores.article_tables import article_revisions, article_watches, articles
from stores.common_tables import METADATA
from stores.database import reading, writing
from stores.meter_tables import meter_seen
from stores.tables import fates
from stores.text_tables import texts
from tests.broker.conftest import kafka_bootstrap
from tests.pipeline import in_process
from tests.pipeline.command import warta
from tests.pipeline.places import PLACES, engines, in_place, made
from tests.pipeline.test_takedown import page
from tests.stores.conftest import postgres_url

__all__ = ["engines", "kafka_bootstrap", "postgres_url"]
pytestmark = pytest.mark.slow
PAGES = 5
KEPT = {"articles": (articles, article_revisions, article_watches), "texts": (texts,), "meter": (meter_seen,)}


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path, engines: None) -> Iterator[Settings]:
    yield from in_place(request, tmp_path / "data")


@pytest.fixture
def stored(place: Settings) -> Settings:
    """A pipeline that has stored some articles, one of them in two revisions."""
    settings = made(place)
    in_process.publish(settings, *(page(f"https://kabar.example/{n}", f"zamrud{n:04d}") for n in range(PAGES)))
    in_process.run(settings)
    in_process.publish(settings, page("https://kabar.example/0", "safir0000", hours=1))
    in_process.run(settings)
    return settings


def rows(settings: Settings, step: str) -> Mapping[str, Sequence[Any]]:
    """Of the tables that a step's store keeps, but for its number and when it was written."""
    found = {}
    with reading(engine_for(settings, step)) as connection:
        for table in KEPT[step]:
            columns = [column for column in table.c if column.name not in ("doc", "kept_at")]
            found[table.name] = sorted(map(repr, connection.execute(select(*columns))))
    return found


def lose(settings: Settings, step: str) -> None:
    """All rows of its tables, and of those that belong to them."""
    with writing(engine_for(settings, step)) as connection:
        for table in reversed(METADATA.sorted_tables):
            if table in KEPT[step] or {key.column.table for key in table.foreign_keys} & {*KEPT[step]}:
                connection.execute(delete(table))


@pytest.mark.parametrize("place", PLACES, indirect=True)
def test_what_was_lost_comes_again_from_the_topics_row_for_row(stored: Settings) -> None:
    before = {step: rows(stored, step) for step in KEPT}
    for step in KEPT:
        lose(stored, step)
    unread: list[int] = []

    done = {each.step: each for each in rebuild(stored, list(KEPT), timeout_s=120, told=unread.append)}

    assert {step: rows(stored, step) for step in KEPT} == before
    assert (done["articles"].rows_before, done["articles"].rows) == (0, PAGES)
    assert done["articles"].records >= PAGES + 1
    assert done["articles"].since is not None
    assert max(unread) > 0
    assert unread[-1] == 0


@pytest.mark.parametrize("place", ["embedded"], indirect=True)
def test_what_is_there_stays_and_what_is_missing_is_added(stored: Settings) -> None:
    before = rows(stored, "articles")
    (lost,) = [row for row in open_articles(stored).latest(limit=9).items if row.url.endswith("/3")]
    with writing(engine_for(stored, "articles")) as connection:
        for table in reversed(METADATA.sorted_tables):
            for key in table.foreign_keys:
                if key.column.table is articles:
                    connection.execute(delete(table).where(key.parent == lost.id))
        connection.execute(delete(articles).where(articles.c.id == lost.id))

    (done,) = rebuild(stored, ["articles"], timeout_s=120, told=lambda unread: None)

    assert (done.rows_before, done.rows) == (PAGES - 1, PAGES)
    assert rows(stored, "articles") == before


@pytest.mark.parametrize("place", ["embedded"], indirect=True)
def test_the_command_tells_what_came_and_refuses_what_it_cannot(stored: Settings) -> None:
    lose(stored, "articles")
    told = warta("rebuild", "articles", "--json", "--data", stored.data_dir)
    wrong = warta("rebuild", "frontier", "--data", stored.data_dir)
    whole = warta("rebuild", "--from", "archive", "--data", stored.data_dir)

    (line,) = map(json.loads, told.lines)
    assert (told.code, line["step"], line["rows"], line["rows_before"]) == (0, "articles", PAGES, 0)
    assert wrong.code == 2
    assert "frontier has no store that topics make again; the steps that have are articles" in wrong.err
    assert whole.code == 2
    assert "still has articles, or remembers them" in whole.err


@pytest.mark.parametrize("place", ["embedded"], indirect=True)
def test_a_pipeline_at_work_is_left_alone(stored: Settings) -> None:
    with data_lock(stored), pytest.raises(UsageError, match=r"the pipeline runs on .*: stop it"):
        rebuild(stored, ["articles"], timeout_s=1, told=lambda unread: None)

    assert open_articles(stored).count() == PAGES


@pytest.mark.parametrize("place", ["embedded"], indirect=True)
def test_with_all_else_lost_everything_comes_again_from_the_archive(stored: Settings, tmp_path: Path) -> None:
    before = rows(stored, "articles")["article_revisions"]
    new = tmp_path / "new"
    new.mkdir()
    # Its files alone: the index is lost too.
    shutil.copytree(stored.data_dir / "archive", new / "archive")
    made(stored.model_copy(update={"data_dir": new}))

    ran = warta("rebuild", "--from", "archive", "--json", "--data", new)

    assert ran.code == 0, ran.err
    assert json.loads(ran.lines[-1]) == {"articles": PAGES}
    assert len(rows(stored.model_copy(update={"data_dir": new}), "articles")["article_revisions"]) == len(before)


def test_every_sink_but_those_that_remember_more_than_they_read_can_be_made_again() -> None:
    assert sorted(rebuildable()) == ["articles", "fates", "meter", "stories", "texts"]
    assert rebuildable()["fates"].made_of_its_topic is fates
    assert set(rebuilding.steps_behind_pages()) >= {"clean_bulk", "revise", "enrich", "articles", "meter"}
