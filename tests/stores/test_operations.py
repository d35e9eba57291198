"""Pauses and backups are kept, told and counted."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from stores.operations import BACKUP_AGE, BACKUP_BYTES, PAUSED, Backup, Kind, Operations, Pause

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
HOST = Pause(Kind.HOST, "kabar.example", NOW, "desk", "the outlet asked")


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

    assert not operations.resume(Kind.SOURCE, HOST.name)
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
