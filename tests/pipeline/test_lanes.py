"""Lanes: pages by the ten thousand wait in a topic of their own, behind a process that stands back."""

import os
from pathlib import Path

import pytest

from bench.processes import running
from pipeline.bringing import topic_of
from pipeline.settings import Settings
from pipeline.topology import BY_NAME, READERS
from schemas.link import Link
from schemas.record import Lane
from schemas.topics import LINKS, PAGES, PAGES_BULK, Topic
from tests.stores.archive import page
from tests.stores.samples import NOON

LINK = Link(
    url="https://a.id/1",
    url_key="a.id/1",
    source="a",
    slot="1",
    found_at=NOON,
    found_on="x",
    channel="feed",
    lane=Lane.REPLAY,
)


@pytest.mark.parametrize(
    ("lane", "topic"),
    [
        pytest.param(Lane.LIVE, PAGES, id="live"),
        pytest.param(Lane.REPLAY, PAGES_BULK, id="replayed"),
        pytest.param(Lane.BACKFILL, PAGES_BULK, id="imported"),
    ],
)
def test_a_page_goes_to_the_topic_of_its_lane(lane: Lane, topic: Topic) -> None:
    assert topic_of(page().model_copy(update={"lane": lane})) is topic


def test_a_link_of_any_lane_goes_to_the_frontier() -> None:
    assert topic_of(LINK) is LINKS


def test_every_page_is_archived_and_cleaned_whatever_its_lane() -> None:
    readers = {step.name: {step.reads, *step.also} for step in READERS}

    assert {name for name, topics in readers.items() if PAGES in topics} == {"clean", "archive"}
    assert {name for name, topics in readers.items() if PAGES_BULK in topics} == {"clean_bulk", "archive"}


@pytest.mark.slow
def test_the_process_of_the_bulk_lane_stands_back(tmp_path: Path) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    settings = Settings(data_dir=tmp_path, log_durable=False, port=0)
    with running(settings, {"clean_bulk": 1, "enrich": 1}) as run:
        pids = {child.step: child.process.pid for child in run.supervisor.children if child.process is not None}
        nice = {step: os.getpriority(os.PRIO_PROCESS, pid) - own for step, pid in pids.items()}

    assert nice == {"clean_bulk": BY_NAME["clean_bulk"].nice, "enrich": 0}
