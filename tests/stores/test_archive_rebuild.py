"""An index made anew from the files has the very same rows, and is never made while somebody writes."""

import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, Table, delete, select, update

from runtime.state import StoreUnavailableError
from schemas.outcomes import Reason
from stores.archive.files import Folder
from stores.archive.index import FileState
from stores.archive.lock import ArchiveInUseError, alone
from stores.archive.rebuild import MissingFilesError, RebuiltFile, rebuild
from stores.archive.store import ArchiveStore, Rotation
from stores.archive.tables import archive_files, archive_pages
from stores.common_tables import owners
from stores.database import reading, writing
from tests.stores.archive import TOPIC, Clock, archived, file_names, numbered_page, page, problems, store_on
from tests.stores.conftest import on_sqlite

TABLES = (owners, archive_files, archive_pages)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "archive")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(engine: Engine, folder: Folder, clock: Clock) -> Iterator[ArchiveStore]:
    """Of two partitions and two owners of one of them, files closed and open, a page of two parts."""
    store = ArchiveStore(engine, folder, rotation=Rotation(file_bytes=4000), now=clock)
    for partition, first in ((0, 0), (1, 20), (1, 30)):
        owner = store.claim("archive", TOPIC, partition)
        for number in range(first, first + 6, 2):
            clock.at += timedelta(seconds=1, microseconds=7)
            store.write(owner, [page(number), page(number + 1, source="warita")])
    store.write(owner, [numbered_page().model_copy(update={"url_key": "kabar.example/bersambung"})])
    yield store
    store.close()


def rows(engine: Engine, table: Table) -> list[dict[str, Any]]:
    """Without the number of a row, which tells only what came before what."""
    with reading(engine) as connection:
        found = [dict(row) for row in connection.execute(select(table)).mappings()]
    return sorted(({k: v for k, v in row.items() if k != "n"} for row in found), key=str)


def index_of(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    return {table.name: rows(engine, table) for table in TABLES}


def rebuilt(engine: Engine, folder: Folder, *, forget_missing: bool = False) -> list[RebuiltFile]:
    return list(rebuild(engine, folder, stage="archive", forget_missing=forget_missing))


def said(files: list[RebuiltFile]) -> list[str]:
    return [finding.problem for file in files for finding in file.findings]


def test_an_index_that_was_lost_comes_back_row_for_row(
    store: ArchiveStore, open_beside: Engine, folder: Folder
) -> None:
    store.close()
    before = index_of(store.engine)
    files = rebuilt(open_beside, folder)

    assert len(before["archive_files"]) > 4
    assert len(before["archive_pages"]) == 19
    assert index_of(open_beside) == before
    assert said(files) == []
    assert sum(file.file.pages for file in files) == 19


def test_it_may_be_made_anew_as_often_as_one_likes(store: ArchiveStore, folder: Folder) -> None:
    store.close()
    before = index_of(store.engine)
    rebuilt(store.engine, folder)
    rebuilt(store.engine, folder)

    assert index_of(store.engine) == before


def test_rows_that_were_damaged_are_put_right(store: ArchiveStore, folder: Folder) -> None:
    store.close()
    before = index_of(store.engine)
    with writing(store.engine) as connection:
        connection.execute(delete(archive_pages).where(archive_pages.c.source == "warita"))
        connection.execute(update(archive_pages).values(offset=archive_pages.c.offset + 7, file=before_last(before)))
        connection.execute(update(archive_files).values(bytes=1, pages=0))
        connection.execute(delete(owners))
    rebuilt(store.engine, folder)

    assert index_of(store.engine) == before
    assert problems(store.engine, folder) == []


def before_last(index: dict[str, list[dict[str, Any]]]) -> str:
    return str(index["archive_files"][-2]["name"])


def test_the_step_goes_on_with_it_and_knows_every_page(
    store: ArchiveStore, open_beside: Engine, folder: Folder
) -> None:
    store.close()
    before = archived(store.engine, folder)
    rebuilt(open_beside, folder)
    going_on = store_on(open_beside, folder)
    owner = going_on.claim("archive", TOPIC, 1)

    assert owner.epoch == 3
    assert going_on.write(owner, [page(20), page(77)]) == [Reason.ALREADY_KNOWN, None]
    assert archived(open_beside, folder) == [*before, page(77)]
    assert problems(open_beside, folder) == []


def test_it_is_refused_while_the_step_runs(store: ArchiveStore, folder: Folder) -> None:
    before = index_of(store.engine)

    with pytest.raises(ArchiveInUseError, match="stop the step `archive`"):
        rebuilt(store.engine, folder)
    assert index_of(store.engine) == before


def test_the_step_and_retention_wait_while_it_is_made(store: ArchiveStore, folder: Folder) -> None:
    store.close()

    with alone(folder.path):
        with pytest.raises(StoreUnavailableError, match="being rebuilt"):
            store.claim("archive", TOPIC, 0)
        with pytest.raises(StoreUnavailableError, match="being rebuilt"):
            store.retain(keep=timedelta(0), keep_bytes=0)
    assert store.claim("archive", TOPIC, 0).epoch == 2


def test_one_that_is_cut_off_changes_nothing(store: ArchiveStore, folder: Folder) -> None:
    store.close()
    with writing(store.engine) as connection:
        connection.execute(delete(archive_pages).where(archive_pages.c.source == "warita"))
    before = index_of(store.engine)
    making = rebuild(store.engine, folder, stage="archive")
    next(making)
    making.close()  # type: ignore[attr-defined]  # a generator, said to be an iterator

    assert index_of(store.engine) == before


def test_files_that_are_not_there_are_forgotten_only_when_that_is_said(store: ArchiveStore, folder: Folder) -> None:
    store.close()
    lost = file_names(store.engine, folder, FileState.CLOSED)[0]
    (folder.path / lost).unlink()
    before = index_of(store.engine)

    with pytest.raises(MissingFilesError) as error:
        rebuilt(store.engine, folder)
    assert error.value.names == [lost]
    assert index_of(store.engine) == before
    rebuilt(store.engine, folder, forget_missing=True)
    assert lost not in file_names(store.engine, folder)
    assert problems(store.engine, folder) == []


def test_what_retention_removed_stays_counted(store: ArchiveStore, folder: Folder) -> None:
    store.retain(keep=timedelta(days=9), keep_bytes=1)
    store.close()
    before = index_of(store.engine)
    rebuilt(store.engine, folder)

    assert FileState.REMOVED.value in {row["state"] for row in before["archive_files"]}
    assert index_of(store.engine) == before


@on_sqlite
def test_pages_around_a_broken_one_are_taken_and_it_is_named(
    engine: Engine, folder: Folder, open_beside: Engine
) -> None:
    store = store_on(engine, folder)
    store.write(store.claim("archive", TOPIC, 0), [page(number) for number in range(5)])
    store.close()
    (path,) = folder.path.glob("*.open")
    second = rows(engine, archive_pages)[1]
    data = bytearray(path.read_bytes())
    data[second["offset"] + 40] ^= 1
    path.write_bytes(data)
    files = rebuilt(open_beside, folder)

    assert [finding.offset for file in files for finding in file.findings] == [second["offset"]]
    assert len(archived(open_beside, folder)) == 4


@on_sqlite
@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-5]), "is cut off", id="the end is missing"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes() + b"\0" * 99), "gzip member", id="zeros after it"),
        pytest.param(lambda path: path.with_name("lain.warc.gz").touch(), "no name", id="a stranger's name"),
        pytest.param(
            lambda path: path.with_name("warta.pages-000-000009-00001.warc.gz").write_bytes(path.read_bytes()),
            "in another place",
            id="the same pages twice",
        ),
    ],
)
def test_what_cannot_be_taken_is_told(
    engine: Engine, folder: Folder, open_beside: Engine, spoil: Any, problem: str
) -> None:
    store = store_on(engine, folder)
    store.write(store.claim("archive", TOPIC, 0), [page(1), page(2)])
    store.close()
    (path,) = folder.path.glob("*.open")
    spoil(path)
    told = said(rebuilt(open_beside, folder))

    assert any(problem in each for each in told)
    assert page(1) in archived(open_beside, folder)


@on_sqlite
def test_its_memory_is_that_of_a_page_and_not_of_a_file(engine: Engine, folder: Folder, open_beside: Engine) -> None:
    dice = Random(7)
    store = store_on(engine, folder)
    owner = store.claim("archive", TOPIC, 0)
    for number in range(24):
        store.write(owner, [page(number, body=dice.randbytes(1 << 20))])
    store.close()
    tracemalloc.start()
    rebuilt(open_beside, folder)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(archived(open_beside, folder)) == 24
    assert most < 12 << 20
