"""`warta disk` tells what takes the room, how it grows and how long it is kept."""

import json
from datetime import timedelta

import pytest

from pipeline.measuring import Measuring, days_left, held, sizes
from pipeline.settings import Settings
from pipeline.wiring.stores import open_operations
from runtime.clock import utc_now
from tests.pipeline import in_process
from tests.pipeline.command import warta
from tests.pipeline.places import engines, pipeline
from tests.pipeline.test_takedown import page

__all__ = ["engines", "pipeline"]
DAY = timedelta(days=1)


@pytest.fixture
def filled(pipeline: Settings) -> Settings:
    in_process.publish(pipeline, page("https://kabar.example/1", "zamrud"))
    in_process.run(pipeline)
    return pipeline


def test_every_store_topic_and_the_archive_has_its_bytes_and_its_retention(filled: Settings) -> None:
    rows = {row.name: row for row in held(filled, {}, utc_now())}

    assert {"log", "articles", "texts", "fates", "frontier", "state", "archive files", "topic pages"} <= set(rows)
    assert min(row.bytes for row in rows.values()) > 0
    assert all(row.a_day is None for row in rows.values())
    assert rows["articles"].keeps == "for good"
    assert rows["archive files"].keeps == "90 days, at most 21.5 GB"
    assert rows["topic pages"].keeps.startswith("7 days, at most ")


def test_growth_is_told_from_what_is_remembered_and_so_are_the_days_that_are_left(filled: Settings) -> None:
    now, size = utc_now(), sizes(filled)["articles"]
    first = {"articles": (now - 2 * DAY, size - 1000), "topic pages": (now - DAY, 0), "texts": (now, 0)}
    rows = held(filled, first, now)
    by_name = {row.name: row.a_day for row in rows}
    left = days_left(filled, rows)

    assert by_name["articles"] == pytest.approx(500)
    # A minute says nothing.
    assert by_name["texts"] is None
    assert left is not None
    # A topic's bytes are in the log's file already: its growth is not counted twice.
    assert left == pytest.approx(days_left(filled, [row for row in rows if row.name == "articles"]), rel=0.1)


def test_nothing_that_grows_leaves_no_end(filled: Settings) -> None:
    assert days_left(filled, held(filled, {}, utc_now())) is None


def test_sizes_are_remembered_about_once_an_hour_whoever_measures(filled: Settings) -> None:
    Measuring(filled).tick()
    operations = open_operations(filled)
    first = operations.first_sizes(utc_now() - DAY)

    assert set(first) == set(sizes(filled))
    assert not operations.add_sizes(utc_now(), {"log": 1})
    assert operations.add_sizes(utc_now() + timedelta(hours=1), {"log": 1})
    assert operations.first_sizes(utc_now() - DAY) == first
    assert operations.retain(utc_now() + timedelta(days=40)) == len(first) + 1


def test_the_command_tells_them_to_people_and_machines(filled: Settings) -> None:
    told = warta("disk", "--data", filled.data_dir)
    ran = warta("disk", "--json", "--data", filled.data_dir)
    rows = [json.loads(line) for line in ran.lines]

    assert (told.code, ran.code) == (0, 0), told.err
    assert "free: " in told.out
    assert "no growth is remembered yet" in told.out
    assert {*rows[0]} == {"name", "bytes", "keeps", "a_day"}
    assert {*rows[-1]} == {"free_bytes", "days_left"}
