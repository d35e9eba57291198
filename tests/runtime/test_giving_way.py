"""A step that nobody waits for rests while those that it gives way to have enough to do."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from broker.port import Consumer
from runtime.giving_way import REST_S
from schemas.record import Lane
from tests.runtime.conftest import Make
from tests.runtime.notes import DEFAULTS, Wired, echo_stage
from tests.runtime.toy import Toy


@pytest.fixture
def polite(make: Make) -> Toy:
    """Reads notes and writes echoes, of which `slow` may have two unread."""
    wired = echo_stage(limits=replace(DEFAULTS, ahead_records=2))
    return make(Wired(replace(wired.step, gives_way_to=("slow",)), wired.made))


@pytest.fixture
def slow(polite: Toy) -> Iterator[Consumer]:
    with closing(polite.log.consumer(group="slow", topics=["echoes"], client="slow-0")) as consumer:
        consumer.poll(max_messages=1, timeout_s=0)
        yield consumer


def read(slow: Consumer) -> None:
    if deliveries := slow.poll(max_messages=10, timeout_s=0):
        slow.settle(deliveries, [])


def test_it_rests_while_they_have_more_unread_than_it_may_leave_them(polite: Toy, slow: Consumer) -> None:
    polite.send("a", "b", "c", lane=Lane.BACKFILL)
    assert polite.step() == 3
    polite.send("d")

    assert polite.step() == 0
    (wait,) = polite.waits.current().values()
    assert (wait.reason, wait.detail) == ("giving_way", "unread: 3 by slow")
    read(slow)
    assert polite.later(REST_S) == 1
    assert polite.texts() == ["a", "b", "c", "d"]
    assert polite.waits.current() == {}


def test_it_goes_on_as_soon_as_they_have_caught_up_without_taking_its_records_back(polite: Toy, slow: Consumer) -> None:
    polite.send("a", "b", "c")
    polite.step()
    polite.send("d")
    polite.stop.at_wait = lambda: read(slow)

    assert polite.round() == 1
    assert polite.tap.rewound == []


def test_as_many_as_it_may_leave_them_hold_nothing_back(polite: Toy, slow: Consumer) -> None:
    polite.send("a", "b")
    polite.step()
    polite.send("c")

    assert polite.round() == 1
    assert polite.stop.waited == []


def test_a_step_that_is_to_stop_waits_no_longer(polite: Toy, slow: Consumer) -> None:
    polite.send("a", "b", "c")
    polite.step()
    polite.send("d")
    polite.stop.set()

    assert polite.round() == 0
    assert len(polite.stop.waited) == 1


def test_others_than_those_of_its_row_are_not_looked_at(make: Make) -> None:
    toy = make(echo_stage(limits=replace(DEFAULTS, ahead_records=0)))
    with closing(toy.log.consumer(group="slow", topics=["echoes"], client="slow-0")) as slow:
        slow.poll(max_messages=1, timeout_s=0)
        toy.send("a")
        toy.step()
        toy.send("b")

        assert toy.round() == 1
