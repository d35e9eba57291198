"""A page fetched again with the payload it had is archived as a revisit, and is read whole all the same."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from warcio.archiveiterator import ArchiveIterator

from formats.warc.record import BrokenRecordError
from ingest.imports.warc_file import read_warc
from schemas.page import Page
from schemas.record import Lane
from stores.archive.check import check
from stores.archive.files import Folder
from stores.archive.index import FileState
from stores.archive.reader import ArchiveReader
from stores.archive.rebuild import rebuild
from stores.archive.revisits import WITHIN
from stores.archive.store import ArchiveStore, Rotation
from stores.archive.warc import records_of
from stores.archive.warc_reading import PayloadMissingError
from tests.stores.archive import SECOND, TOPIC, archived, file_names, files_in, numbered_page, page, problems, store_on
from tests.stores.conftest import on_sqlite

FIRST_OF_TWO = numbered_page().model_copy(update={"slot": "0"})
HOUR = timedelta(hours=1)


@pytest.fixture
def store(engine: Engine, tmp_path: Path) -> ArchiveStore:
    return store_on(engine, Folder(tmp_path / "archive"))


def again(original: Page, slot: str, after: timedelta = HOUR, **changed: object) -> Page:
    return original.model_copy(update={"slot": slot, "fetched_at": original.fetched_at + after} | changed)


def kinds(store: ArchiveStore) -> list[str]:
    """Of the bodies, in the order of the files."""
    found = []
    for path in files_in(store.folder):
        with path.open("rb") as file:
            found += [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
    return [kind for kind in found if kind in ("response", "revisit")]


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        pytest.param(page(), again(page(), "2"), ["response", "revisit"], id="the same body"),
        pytest.param(page(), again(page(), "2", body=SECOND), ["response"] * 2, id="another body"),
        pytest.param(page(1), again(page(2), "2"), ["response"] * 2, id="the same body at another address"),
        pytest.param(page(), again(page(), "2", WITHIN), ["response", "revisit"], id="a week later"),
        pytest.param(page(), again(page(), "2", WITHIN + HOUR), ["response"] * 2, id="later than that"),
        pytest.param(page(), again(page(), "2", -HOUR), ["response", "revisit"], id="an import of what was before"),
        pytest.param(
            FIRST_OF_TWO, again(FIRST_OF_TWO, "2"), ["response"] * 2 + ["revisit"] * 2, id="both parts the same"
        ),
        pytest.param(FIRST_OF_TWO, again(FIRST_OF_TWO, "2", body=SECOND * 2), ["response"] * 4, id="the same length"),
        pytest.param(
            FIRST_OF_TWO, again(FIRST_OF_TWO, "2", parts=()), ["response"] * 3, id="the same bytes in one part"
        ),
    ],
)
@pytest.mark.parametrize("at_once", [True, False], ids=["in one batch", "in two"])
def test_only_the_very_same_payload_is_kept_once(
    store: ArchiveStore, first: Page, second: Page, kept: list[str], at_once: bool
) -> None:
    owner = store.claim("archive", TOPIC, 0)
    for batch in [[first, second]] if at_once else [[first], [second]]:
        store.write(owner, batch)

    assert kinds(store) == kept
    assert {each.event_id(): each for each in archived(store.engine, store.folder)} == {
        first.event_id(): first,
        second.event_id(): second,
    }
    assert problems(store.engine, store.folder) == []


def test_a_third_fetch_refers_to_the_first_over_what_came_between(store: ArchiveStore) -> None:
    for owner_of in ([page()], [again(page(), "2", body=SECOND)], [again(page(), "3"), again(page(), "4")]):
        store.write(store.claim("archive", TOPIC, 0), owner_of)

    assert kinds(store) == ["response", "response", "revisit", "revisit"]
    assert len(archived(store.engine, store.folder)) == 4


def test_nothing_refers_to_a_page_that_is_damaged(store: ArchiveStore) -> None:
    owner = store.claim("archive", TOPIC, 0)
    store.write(owner, [page(body=SECOND * 99)])
    (path,) = files_in(store.folder)
    data = bytearray(path.read_bytes())
    data[data.find(b"\x1f\x8b", 400) - 6] ^= 1
    path.write_bytes(data)
    store.write(owner, [again(page(body=SECOND * 99), "2")])
    reader = ArchiveReader(store.engine, store.folder)
    broken, whole = reader.of_url(page().url_key)

    with pytest.raises(BrokenRecordError):
        reader.read(broken)
    assert reader.read(whole).body == SECOND * 99


def test_revisits_outlive_a_lost_index_and_a_crash(store: ArchiveStore, open_beside: Engine) -> None:
    owner = store.claim("archive", TOPIC, 0)
    store.write(owner, [page(), again(page(), "2")])
    (path,) = files_in(store.folder)
    path.write_bytes(path.read_bytes() + records_of(page(5)) + records_of(again(page(5), "2"), page(5)))
    store.claim("archive", TOPIC, 0)
    store.close()
    list(rebuild(open_beside, store.folder, stage="archive"))
    expected = [page(), page(5), again(page(), "2"), again(page(5), "2")]

    assert archived(store.engine, store.folder) == expected
    assert archived(open_beside, store.folder) == expected
    assert problems(open_beside, store.folder) == []


def test_a_revisit_whose_page_retention_removed_says_so_and_is_no_damage(engine: Engine, tmp_path: Path) -> None:
    store = store_on(engine, Folder(tmp_path / "archive"), rotation=Rotation(file_bytes=1))
    owner = store.claim("archive", TOPIC, 0)
    for each in (page(), again(page(), "2"), page(9)):
        store.write(owner, [each])
    first, _ = file_names(engine, store.folder, FileState.CLOSED)
    bytes_kept = sum(path.stat().st_size for path in files_in(store.folder) if path.name != first)
    store.retain(keep=timedelta(days=9), keep_bytes=bytes_kept)
    reader = ArchiveReader(engine, store.folder)
    (revisit,) = reader.of_url(page().url_key)

    with pytest.raises(PayloadMissingError, match="not in the archive"):
        reader.read(revisit)
    assert [checked.payload_missing for checked in check(engine, store.folder)] == [1, 0]
    assert problems(engine, store.folder) == []


def test_a_page_is_found_again_among_many_versions(store: ArchiveStore) -> None:
    owner = store.claim("archive", TOPIC, 0)
    versions = [again(page(), str(n), n * HOUR, body=b"<p>%d</p>" % n) for n in range(6)]
    store.write(owner, versions)
    store.write(owner, [again(versions[3], "a"), again(versions[0], "b")])

    # The oldest of six is not looked for: it is kept again.
    assert kinds(store) == ["response"] * 6 + ["revisit", "response"]


@on_sqlite
def test_a_file_of_the_archive_is_imported_with_its_revisits(store: ArchiveStore) -> None:
    store.write(store.claim("archive", TOPIC, 0), [page(), again(page(), "2"), page(1)])
    (path,) = files_in(store.folder)
    with path.open("rb") as file:
        found = [each for each in read_warc(file, outlets=(), lane=Lane.BACKFILL) if isinstance(each, Page)]

    assert [(each.url_key, each.fetched_at, each.body) for each in found] == [
        (each.url_key, each.fetched_at, each.body) for each in (page(), again(page(), "2"), page(1))
    ]
