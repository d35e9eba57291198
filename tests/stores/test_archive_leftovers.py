"""What a crash leaves in a file is listed, and the partition's next owner sees to it: archived, let go or set aside."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from runtime.state import StoreUnavailableError
from schemas.outcomes import Reason
from schemas.page import Page
from stores.archive.files import Folder
from stores.archive.index import FileState
from stores.archive.leftovers import Leftover, leftovers
from stores.archive.store import ArchiveStore, Rotation
from stores.archive.warc import file_head, records_of
from tests.stores.archive import TOPIC, archived, file_names, files_in, page, problems, store_on
from tests.stores.samples import NOON

TWO = records_of(page(2)) + records_of(page(3))
TORN = records_of(page(4))[:-9]
BROKEN = records_of(page(4))[:60] + b"\0" * 60 + records_of(page(4))[120:]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "archive")


@pytest.fixture
def store(engine: Engine, folder: Folder) -> ArchiveStore:
    """With one page in a file that is open."""
    store = store_on(engine, folder)
    store.write(store.claim("archive", TOPIC, 0), [page(1)])
    return store


def leave(folder: Folder, left: bytes) -> None:
    """As a writer does that is killed before the index has what it wrote."""
    (path,) = folder.path.glob("*.open")
    path.write_bytes(path.read_bytes() + left)


def left_in(store: ArchiveStore) -> list[Leftover]:
    return list(leftovers(store.engine, store.folder))


@pytest.mark.parametrize(
    ("left", "whole", "pages"),
    [
        pytest.param(TWO, 2, [page(2), page(3)], id="whole pages"),
        pytest.param(TWO + TORN, 2, [page(2), page(3)], id="whole pages and a torn one"),
        pytest.param(TORN, 0, [], id="a torn page"),
        pytest.param(records_of(page(1)), 1, [], id="a page that the index has"),
        pytest.param(records_of(page(2)) * 2, 2, [page(2)], id="the same page twice"),
    ],
)
def test_what_is_whole_is_archived_once_and_what_is_torn_is_let_go(
    store: ArchiveStore, left: bytes, whole: int, pages: list[Page]
) -> None:
    leave(store.folder, left)
    (told,) = left_in(store)
    store.claim("archive", TOPIC, 0)

    assert (told.bytes, told.pages, told.problem) == (len(left), whole, "")
    assert archived(store.engine, store.folder) == [page(1), *pages]
    assert left_in(store) == []
    assert problems(store.engine, store.folder) == []


def test_a_page_that_comes_again_after_it_was_found_whole_is_known(store: ArchiveStore) -> None:
    leave(store.folder, TWO)
    owner = store.claim("archive", TOPIC, 0)

    assert store.write(owner, [page(2), page(4)]) == [Reason.ALREADY_KNOWN, None]


def test_a_file_that_the_index_never_heard_of_is_taken_as_well(store: ArchiveStore) -> None:
    store.claim("archive", TOPIC, 0)
    name = "warta.pages-000-000002-00001.warc.gz"
    (store.folder.path / f"{name}.open").write_bytes(file_head(name, NOON) + TWO + TORN)
    (told,) = left_in(store)
    store.claim("archive", TOPIC, 0)

    assert (told.file, told.committed, told.pages) == (name, 0, 2)
    assert archived(store.engine, store.folder) == [page(1), page(2), page(3)]
    assert problems(store.engine, store.folder) == []


def test_what_is_damaged_is_set_aside_and_the_pages_behind_it_are_archived(store: ArchiveStore) -> None:
    leave(store.folder, BROKEN + TWO)
    (told,) = left_in(store)
    store.claim("archive", TOPIC, 0)
    (aside,) = store.folder.set_asides()

    assert "gzip member" in told.problem
    assert aside.read_bytes() == BROKEN + TWO
    assert archived(store.engine, store.folder) == [page(1), page(2), page(3)]
    assert [problem for problem in problems(store.engine, store.folder) if "set aside" in problem]


def test_what_was_set_aside_is_in_nobodys_way(store: ArchiveStore) -> None:
    leave(store.folder, BROKEN)
    store.claim("archive", TOPIC, 0)
    for number in (5, 6):
        store.write(store.claim("archive", TOPIC, 0), [page(number)])
    store.folder.set_asides()[0].unlink()

    assert archived(store.engine, store.folder) == [page(1), page(5), page(6)]
    assert problems(store.engine, store.folder) == []


def test_an_open_file_that_ends_where_the_index_says_is_not_left_over(store: ArchiveStore) -> None:
    assert left_in(store) == []


def test_what_retention_removed_is_not_archived_again(engine: Engine, folder: Folder) -> None:
    store = store_on(engine, folder, rotation=Rotation(file_bytes=1))
    owner = store.claim("archive", TOPIC, 0)
    for number in range(2):
        store.write(owner, [page(number)])
    (name,) = file_names(engine, folder, FileState.CLOSED)
    bytes_of_it = (folder.path / name).read_bytes()
    store.retain(keep=timedelta(0), keep_bytes=0)
    (folder.path / f"{name}.open").write_bytes(bytes_of_it)

    assert left_in(store) == []
    store.claim("archive", TOPIC, 0)
    assert archived(engine, folder) == [page(1)]
    assert not [path for path in files_in(folder) if path.name.startswith(name)]


class Full(Folder):
    """A disk without room for what was left over."""

    def append(self, *_: object, **__: object) -> None:
        raise StoreUnavailableError("no space left on device")


def test_nothing_is_let_go_while_the_disk_is_full(store: ArchiveStore) -> None:
    leave(store.folder, TWO)
    full = store_on(store.engine, Full(store.folder.path))

    for _ in range(2):
        with pytest.raises(StoreUnavailableError):
            full.claim("archive", TOPIC, 0)
    assert [left.pages for left in left_in(store)] == [2]
    store.claim("archive", TOPIC, 0)
    assert archived(store.engine, store.folder) == [page(1), page(2), page(3)]
