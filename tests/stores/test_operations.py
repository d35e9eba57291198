"""Pauses and backups are kept, told and counted."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from schemas.ids import host_of
from schemas.outlet import Crawl, Outlet
from stores.frontier.store import Frontier
from stores.operations import BACKUP_AGE, BACKUP_BYTES, PAUSED, Backup, Operations, Pause, PauseKind
from tests.stores.samples import NOON, later, link

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
HOST = Pause(PauseKind.HOST, "kabar.example", NOW, "desk", "the outlet asked")


@pytest.fixture
def operations(engine: Engine) -> Operations:
    return Operations(engine)


def told(operations: Operations, now: datetime) -> dict[tuple[str, tuple[str, ...]], float]:
    return {(sample.figure.name, sample.values): sample.value for sample in operations.figures(now)}


def test_a_pause_stands_as_it_was_first_ordered_until_it_is_resumed(operations: Operations) -> None:
    later = Pause(HOST.kind, HOST.name, NOW + timedelta(hours=1), "somebody", "another reason")

    assert operations.pause(HOST)
    assert not operations.pause(later)
    assert operations.paused() == [HOST]
    assert operations.resume(HOST.kind, HOST.name)
    assert not operations.resume(HOST.kind, HOST.name)
    assert operations.paused() == []


def test_a_host_and_a_source_of_one_name_are_two(operations: Operations) -> None:
    operations.pause(HOST)

    assert not operations.resume(PauseKind.SOURCE, HOST.name)
    assert [str(pause) for pause in operations.paused()] == ["host kabar.example"]


def test_the_figures_tell_what_is_paused_and_how_old_the_last_backup_is(operations: Operations) -> None:
    never = told(operations, NOW)
    operations.pause(HOST)
    operations.add_backup(Backup(NOW - timedelta(days=2), "kept/1", 1000, 1.0))
    operations.add_backup(Backup(NOW - timedelta(hours=1), "kept/2", 2000, 1.0))

    assert never == {(BACKUP_AGE.name, ()): float("inf")}
    assert told(operations, NOW) == {
        (PAUSED.name, ("host", "kabar.example")): 1,
        (BACKUP_AGE.name, ()): 3600,
        (BACKUP_BYTES.name, ()): 2000,
    }


def test_backups_of_over_a_year_ago_are_forgotten(operations: Operations) -> None:
    operations.add_backup(Backup(NOW - timedelta(days=366), "kept/old", 1, 1.0))
    operations.add_backup(Backup(NOW - timedelta(days=364), "kept/1", 1, 1.0))

    assert operations.retain(NOW) == 1
    assert operations.retain(NOW) == 0


KABAR, WARITA = ("https://kabar.example/rss", "https://www.warita.example:8443/rss")


def outlet(id_: str, feed: str) -> Outlet:
    return Outlet(id=id_, name=id_, hosts=(host_of(feed).removeprefix("www."),), feeds=(feed,), crawl=Crawl(delay_s=0))


@pytest.fixture
def frontier(engine: Engine) -> Frontier:
    frontier = Frontier.open(engine)
    frontier.polls.declare([outlet("kabar", KABAR), outlet("warita", WARITA)], now=NOON)
    urls = ("https://kabar.example/1", "https://m.warita.example:8443/1")
    found = [
        link(url).model_copy(update={"source": source}) for url, source in zip(urls, ("kabar", "warita"), strict=True)
    ]
    frontier.links.write(frontier.links.claim("frontier", "links", 0), found)
    return frontier


def leased(frontier: Frontier) -> tuple[set[str], set[str]]:
    """The lists and the hosts that are handed out, and given back."""
    polls = frontier.polls.lease("d", now=NOON, limit=10, ttl_s=60)
    frontier.polls.release("d")
    hosts = frontier.hosts.lease("f", now=later(days=1), limit=10, ttl_s=60)
    for lease in hosts:
        frontier.hosts.release(lease, ready_at=lease.ready_at, failures=0)
    return {poll.url for poll in polls}, {lease.host for lease in hosts}


@pytest.mark.parametrize(
    ("kind", "name", "hosts"),
    [
        pytest.param(PauseKind.SOURCE, "warita", ["warita.example:8443"], id="a source, with its hosts"),
        pytest.param(PauseKind.HOST, "warita.example:8443", [], id="a host, with its lists"),
    ],
)
def test_what_is_paused_is_handed_out_to_nobody_until_it_goes_on(
    operations: Operations, frontier: Frontier, kind: PauseKind, name: str, hosts: list[str]
) -> None:
    before = leased(frontier)
    operations.pause(Pause(kind, name, NOON), hosts=hosts)
    paused = leased(frontier)
    operations.resume(kind, name)

    assert before == ({KABAR, WARITA}, {"kabar.example", "m.warita.example:8443"})
    assert paused == ({KABAR}, {"kabar.example"})
    assert leased(frontier) == before


def test_nothing_is_due_while_all_of_it_is_paused(operations: Operations, frontier: Frontier) -> None:
    for name in ("kabar.example", "warita.example:8443"):
        operations.pause(Pause(PauseKind.HOST, name, NOON))

    assert frontier.polls.next_due_at(now=NOON) is None
    assert frontier.hosts.next_due_at(now=NOON) is None


def test_a_host_that_was_named_itself_stays_paused_when_its_source_goes_on(operations: Operations) -> None:
    operations.pause(HOST)
    operations.pause(Pause(PauseKind.SOURCE, "kabar", NOW), hosts=["kabar.example", "m.kabar.example"])
    operations.resume(PauseKind.SOURCE, "kabar")

    assert operations.paused() == [HOST]
