"""The archive: every page once whatever is replayed, files that rotate and retire, and a check that sees damage."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from warcio.archiveiterator import ArchiveIterator

from runtime.state import StaleOwnerError, StoreUnavailableError
from schemas.outcomes import Reason
from schemas.page import Page
from stores.archive.files import Folder
from stores.archive.index import FileState
from stores.archive.reader import ArchiveRange, ArchiveReader, ReplayState
from stores.archive.store import ArchiveStore, Rotation
from tests.stores.archive import ALWAYS, TOPIC, Clock, archived, file_names, files_in, page, problems, store_on
from tests.stores.samples import NOON, later


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "archive")


@pytest.fixture
def store(engine: Engine, folder: Folder) -> ArchiveStore:
    return store_on(engine, folder)


def test_a_page_is_archived_once_however_often_it_is_written(store: ArchiveStore) -> None:
    owner = store.claim("archive", TOPIC, 0)

    assert store.write(owner, [page(1), page(2), page(1)]) == [None, None, Reason.ALREADY_KNOWN]
    assert store.write(owner, [page(2), page(3)]) == [Reason.ALREADY_KNOWN, None]
    assert archived(store.engine, store.folder) == [page(1), page(2), page(3)]
    assert problems(store.engine, store.folder) == []


def test_a_later_owner_closes_the_file_and_writes_one_of_its_own(store: ArchiveStore) -> None:
    store.write(store.claim("archive", TOPIC, 0), [page(1)])
    store.write(store.claim("archive", TOPIC, 0), [page(1), page(2)])

    assert sorted(path.name for path in files_in(store.folder)) == [
        "warta.pages-000-000001-00001.warc.gz",
        "warta.pages-000-000002-00001.warc.gz.open",
    ]
    assert archived(store.engine, store.folder) == [page(1), page(2)]


def test_files_of_an_index_that_was_lost_are_never_written_over(
    store: ArchiveStore, open_beside: Engine, folder: Folder
) -> None:
    store.write(store.claim("archive", TOPIC, 0), [page(1)])
    before = {path.name: path.read_bytes() for path in files_in(folder)}
    with_another_index = store_on(open_beside, folder)

    for _ in range(3):
        with pytest.raises(StoreUnavailableError, match="put back the index"):
            with_another_index.claim("archive", TOPIC, 0)
    assert {path.name: path.read_bytes() for path in files_in(folder)} == before


@pytest.mark.parametrize(
    ("partition", "there"),
    [
        pytest.param(0, [], id="nothing of the archive is in it"),
        pytest.param(0, ["warta.pages-001-000001-00001.warc.gz.open"], id="the partition's open file is not in it"),
        pytest.param(7, [], id="a partition that has no files yet"),
    ],
)
def test_a_machine_that_does_not_see_the_files_of_the_others_waits_and_says_so(
    engine: Engine, tmp_path: Path, partition: int, there: list[str]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    store = store_on(engine, Folder(tmp_path / "archive"))
    for number in (0, 1):
        store.write(store.claim("archive", TOPIC, number), [page(number)])
    for name in there:
        (elsewhere / name).write_bytes((tmp_path / "archive" / name).read_bytes())

    with pytest.raises(StoreUnavailableError, match=r"00001.warc.gz is not there, .* one folder"):
        store_on(engine, Folder(elsewhere)).claim("archive", TOPIC, partition)
    assert store.claim("archive", TOPIC, partition).epoch == (1 if partition else 2)


def test_an_owner_that_was_fenced_writes_nothing(store: ArchiveStore) -> None:
    stale = store.claim("archive", TOPIC, 0)
    store.write(stale, [page(1)])
    store.claim("archive", TOPIC, 0)

    with pytest.raises(StaleOwnerError):
        store.write(stale, [page(2)])
    assert archived(store.engine, store.folder) == [page(1)]


def test_what_a_fenced_writer_still_holds_open_does_not_reach_the_closed_file(store: ArchiveStore) -> None:
    store.write(store.claim("archive", TOPIC, 0), [page(1)])
    (name,) = file_names(store.engine, store.folder)

    with (store.folder.path / f"{name}.open").open("ab") as held:
        store.claim("archive", TOPIC, 0)
        held.write(b"late")

    assert problems(store.engine, store.folder) == []


class FullAfter(Folder):
    """A disk that is full once, in the middle of a write."""

    def append(self, name: str, committed: int, data: bytes | bytearray, *, at: datetime) -> None:
        super().append(name, committed, data[: len(data) // 2], at=at)
        raise StoreUnavailableError("no space left on device")


def test_a_full_disk_takes_nothing_and_the_next_write_takes_all(engine: Engine, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    store = store_on(engine, folder)
    owner = store.claim("archive", TOPIC, 0)
    store.write(owner, [page(1)])
    full = store_on(engine, FullAfter(tmp_path))

    with pytest.raises(StoreUnavailableError):
        full.write(owner, [page(2), page(3)])
    before = archived(engine, folder)

    assert before == [page(1)]
    assert store.write(owner, [page(2), page(3)]) == [None, None]
    assert archived(engine, folder) == [page(1), page(2), page(3)]
    assert problems(engine, folder) == []


def test_a_folder_that_cannot_be_written_is_waited_for(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("a file stands where the folder should")
    store = store_on(engine, Folder(tmp_path / "archive"))

    with pytest.raises(StoreUnavailableError, match="archive"):
        store.claim("archive", TOPIC, 0)


@pytest.mark.parametrize(
    ("rotation", "passes"),
    [
        pytest.param(Rotation(file_bytes=1), timedelta(0), id="by size"),
        pytest.param(Rotation(file_age=timedelta(hours=1)), timedelta(hours=2), id="by age"),
    ],
)
def test_files_rotate(engine: Engine, folder: Folder, rotation: Rotation, passes: timedelta) -> None:
    clock = Clock()
    store = ArchiveStore(engine, folder, rotation=rotation, now=clock)
    owner = store.claim("archive", TOPIC, 3)
    for number in range(3):
        store.write(owner, [page(number)])
        clock.at += passes

    assert len(file_names(engine, folder, FileState.CLOSED)) == 2
    assert sum(path.name.endswith(".open") for path in files_in(folder)) == 1
    assert archived(engine, folder) == [page(0), page(1), page(2)]
    assert problems(engine, folder) == []


def test_warcio_reads_every_record_of_every_file(store: ArchiveStore) -> None:
    for partition in (0, 1):
        store.write(store.claim("archive", TOPIC, partition), [page(10 * partition + n) for n in range(3)])
    kinds: list[str] = []
    for path in files_in(store.folder):
        with path.open("rb") as file:
            kinds += [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]

    assert {kind: kinds.count(kind) for kind in kinds} == {"warcinfo": 2, "response": 6, "request": 6, "metadata": 6}


@pytest.mark.parametrize(
    ("keep", "keep_bytes", "left"),
    [
        pytest.param(timedelta(days=5), None, [2, 3], id="older than is kept"),
        pytest.param(timedelta(days=99), 4000, [2, 3], id="more bytes than are kept"),
        pytest.param(timedelta(0), 0, [3], id="the open file stays whatever is asked"),
        pytest.param(timedelta(days=99), None, [0, 1, 2, 3], id="nothing is too old"),
    ],
)
def test_retention_takes_whole_closed_files_and_counts_them(
    engine: Engine, folder: Folder, keep: timedelta, keep_bytes: int | None, left: list[int]
) -> None:
    clock = Clock()
    store = ArchiveStore(engine, folder, rotation=Rotation(file_bytes=1), now=clock)
    owner = store.claim("archive", TOPIC, 0)
    for number in range(4):
        store.write(owner, [page(number)])
        clock.at += timedelta(days=2)
    gone = store.retain(keep=keep, keep_bytes=keep_bytes)

    assert archived(engine, folder) == [page(number) for number in left]
    assert [file.pages for file in gone] == [1] * (4 - len(left))
    assert len(file_names(engine, folder, FileState.REMOVED)) == 4 - len(left)
    assert problems(engine, folder) == []


def test_a_removal_that_was_cut_short_is_finished_by_the_next(engine: Engine, folder: Folder) -> None:
    store = store_on(engine, folder, rotation=Rotation(file_bytes=1))
    owner = store.claim("archive", TOPIC, 0)
    for number in range(2):
        store.write(owner, [page(number)])
    (name,) = file_names(engine, folder, FileState.CLOSED)
    bytes_of_it = (folder.path / name).read_bytes()
    store.retain(keep=timedelta(0), keep_bytes=0)
    (folder.path / name).write_bytes(bytes_of_it)

    assert store.retain(keep=timedelta(0), keep_bytes=0) == []
    assert not (folder.path / name).exists()


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-60] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        pytest.param(flip, "kabar.example/berita/0: ", id="a bit is wrong"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:-7]), "bytes are there", id="its end is missing"),
        pytest.param(lambda path: path.unlink(), "the file is missing", id="it is gone"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes() + b"x"), "1 bytes after", id="more of it"),
        pytest.param(lambda path: path.write_bytes(b"x" * path.stat().st_size), "its first record", id="it is another"),
        pytest.param(lambda path: path.with_name("lain.warc.gz").touch(), "does not know", id="a file beside it"),
    ],
)
def test_the_check_names_what_is_broken(
    engine: Engine, folder: Folder, harm: Callable[[Path], None], said: str
) -> None:
    store = store_on(engine, folder, rotation=Rotation(file_bytes=1))
    owner = store.claim("archive", TOPIC, 0)
    for number in range(2):
        store.write(owner, [page(number)])
    harm(folder.path / file_names(engine, folder, FileState.CLOSED)[0])

    assert any(said in problem for problem in problems(engine, folder))


def test_an_open_file_that_lost_its_end_is_named_and_not_written_on(engine: Engine, folder: Folder) -> None:
    store = store_on(engine, folder)
    owner = store.claim("archive", TOPIC, 0)
    store.write(owner, [page(0)])
    (path,) = files_in(folder)
    path.write_bytes(path.read_bytes()[:-7])
    store.write(owner, [page(1)])

    assert len(file_names(engine, folder, FileState.CLOSED)) == 1
    assert ArchiveReader(engine, folder).of_url("kabar.example/berita/1")[0].file != path.name
    assert any("bytes are there" in problem for problem in problems(engine, folder))


def test_pages_are_found_by_time_source_and_address(store: ArchiveStore) -> None:
    owner = store.claim("archive", TOPIC, 0)
    pages = [page(n, source="kabar" if n % 2 else "warita") for n in range(250)]
    store.write(owner, list(reversed(pages)))
    reader = ArchiveReader(store.engine, store.folder)
    span = ArchiveRange(later(minutes=10), later(minutes=240), "kabar")
    found = [reader.read(each) for each in reader.pages(span)]
    (seventh,) = reader.of_url("kabar.example/berita/7")

    assert found == pages[11:240:2]
    assert reader.count(span) == len(found)
    assert reader.read(seventh) == pages[7]
    going_on = reader.pages(span, after=(later(minutes=237), 0))
    assert next(going_on).url_key == "kabar.example/berita/237"


def test_pages_of_one_instant_are_told_apart_when_a_replay_goes_on(store: ArchiveStore) -> None:
    same: list[Page] = [page(n).model_copy(update={"fetched_at": NOON}) for n in range(5)]
    store.write(store.claim("archive", TOPIC, 0), same)
    reader = ArchiveReader(store.engine, store.folder)
    every = list(reader.pages(ALWAYS))

    assert list(reader.pages(ALWAYS, after=(NOON, every[1].n))) == every[2:]


def test_a_replay_is_remembered_until_it_ends(store: ArchiveStore) -> None:
    reader = ArchiveReader(store.engine, store.folder)
    reader.save_replay("r", ReplayState(later(days=1), NOON, 3, 3))
    reader.save_replay("r", ReplayState(later(days=1), NOON, 9, 9))
    remembered = reader.replay("r")
    reader.end_replay("r")

    assert remembered == ReplayState(later(days=1), NOON, 9, 9)
    assert reader.replay("r") is None
