"""`warta archive check` and `warta replay`, as a user runs them."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from commands.replay import replay_id
from pipeline.settings import Settings
from pipeline.wiring.archive import open_archive, open_archive_reader
from pipeline.wiring.log import names, open_log
from runtime.codec import from_message
from schemas.page import Page
from schemas.record import Lane
from schemas.topics import PAGES_BULK
from stores.archive.reader import ArchiveRange, ReplayState
from stores.archive.warc import records_of
from tests.pipeline.command import Ran, warta
from tests.stores.archive import TOPIC, files_in, page
from tests.stores.samples import later

pytestmark = pytest.mark.slow
PAGE_COUNT = 120


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a folder with an archive of pages of two outlets, a minute apart, from noon of 28 April 2025 on."""
    settings = Settings(data_dir=tmp_path, archive_file_bytes=1)
    store = open_archive(settings)
    owner = store.claim("archive", TOPIC, 0)
    pages = [page(n, source="kabar" if n % 2 else "warita") for n in range(PAGE_COUNT)]
    for start in range(0, PAGE_COUNT, 40):
        store.write(owner, pages[start : start + 40])
    store.close()
    return settings


def replay(settings: Settings, *more: str) -> Ran:
    return warta("replay", "--since", "2025-04-28T12:10:00", *more, "--json", "--data", settings.data_dir)


def published(settings: Settings) -> list[tuple[Lane, str, Page]]:
    log = open_log(settings)
    topic = names(settings).full(PAGES_BULK)
    found = []
    for partition in range(PAGES_BULK.partitions):
        for stored in log.read(topic, partition, start=0, limit=1000):
            envelope, record = from_message(stored.message, Page)
            assert isinstance(record, Page)
            found.append((envelope.lane, envelope.id, record))
    log.close()
    return found


def test_a_replay_publishes_what_was_asked_for_under_the_ids_it_had(settings: Settings) -> None:
    ran = replay(settings, "--until", "2025-04-28T13:10:00", "--source", "kabar")
    expected = {page(n, source="kabar").event_id(): n for n in range(11, 70, 2)}
    found = published(settings)

    assert ran.code == 0, ran.err
    assert json.loads(ran.lines[-1]) == {"pages": 30, "published": 30, "before": 0, "broken": 0}
    assert {id_ for _, id_, _ in found} == set(expected)
    assert {lane for lane, _, _ in found} == {Lane.REPLAY}
    for _, id_, record in found:
        assert record == page(expected[id_], source="kabar").model_copy(update={"lane": Lane.REPLAY})


def test_a_replay_that_was_cut_off_goes_on_and_the_next_begins_anew(settings: Settings) -> None:
    reader = open_archive_reader(settings)
    since = later(minutes=10)
    cut = next(each for each in reader.pages(ArchiveRange(since, later(days=1))) if each.url_key.endswith("/99"))
    id_ = replay_id("clean", since, None, None)
    reader.save_replay(id_, ReplayState(later(minutes=110), cut.fetched_at, cut.n, 90))
    first, second = replay(settings), replay(settings)

    assert json.loads(first.lines[-1]) == {"pages": 100, "published": 10, "before": 90, "broken": 0}
    assert json.loads(second.lines[-1]) == {"pages": 110, "published": 110, "before": 0, "broken": 0}


def test_a_broken_page_is_named_and_the_others_are_replayed(settings: Settings) -> None:
    broken = sorted((settings.data_dir / "archive").glob("*.gz"))[1]
    data = bytearray(broken.read_bytes())
    data[-60] ^= 1
    broken.write_bytes(data)
    checked = warta("archive", "check", "--data", settings.data_dir)
    ran = replay(settings)

    assert checked.code == 1
    assert broken.name in checked.err
    assert "1 findings" in checked.out
    assert ran.code == 1
    assert f"{broken.name} at " in ran.err
    assert "undecodable" in ran.err
    assert len(published(settings)) == PAGE_COUNT - 11


def test_a_revisit_is_replayed_whole_or_its_reason_is_told(settings: Settings) -> None:
    again = page(99, slot="2").model_copy(update={"fetched_at": later(days=2)})
    alone = page(0, slot="2", source="warita").model_copy(update={"fetched_at": later(days=2, hours=1)})
    store = open_archive(settings)
    store.write(store.claim("archive", TOPIC, 0), [again, alone])
    store.retain(keep=timedelta(days=9999), keep_bytes=sum(map(file_size, files_in(store.folder)[1:])))
    store.close()
    ran = warta("replay", "--since", "2025-04-30", "--json", "--data", settings.data_dir)
    checked = warta("archive", "check", "--json", "--data", settings.data_dir)

    assert ran.code == 1
    assert f"{alone.url_key}: payload_missing: " in ran.err
    assert published(settings)[-1][2] == again.model_copy(update={"lane": Lane.REPLAY})
    assert len(published(settings)) == 1
    assert checked.code == 0, checked.err
    assert json.loads(checked.lines[-1])["payload_missing"] == 1


def file_size(path: Path) -> int:
    return path.stat().st_size


def test_the_check_of_a_whole_archive_says_what_is_there(settings: Settings) -> None:
    ran = warta("archive", "check", "--json", "--data", settings.data_dir)

    assert ran.code == 0, ran.err
    assert json.loads(ran.lines[-1])["pages"] == PAGE_COUNT
    assert json.loads(ran.lines[-1])["broken"] == 0


def test_the_check_lists_what_a_crash_left_and_finds_nothing_wrong_with_it(settings: Settings) -> None:
    (path,) = (settings.data_dir / "archive").glob("*.open")
    path.write_bytes(path.read_bytes() + records_of(page(777)) + records_of(page(778))[:-5])
    ran = warta("archive", "check", "--data", settings.data_dir)
    as_lines = warta("archive", "check", "--json", "--data", settings.data_dir)

    assert ran.code == 0, ran.err
    assert path.name in ran.err
    assert "1 pages of them whole" in ran.err
    assert json.loads(as_lines.lines[0])["left_over"]["pages"] == 1
    assert json.loads(as_lines.lines[-1])["left_over"] == 1


def lose_the_index(settings: Settings) -> None:
    for path in settings.data_dir.glob("archive.db*"):
        path.unlink()


def test_an_index_that_was_lost_is_made_anew_and_then_checks(settings: Settings) -> None:
    lose_the_index(settings)
    before = warta("archive", "check", "--json", "--data", settings.data_dir)
    made = warta("archive", "rebuild", "--json", "--data", settings.data_dir)
    after = warta("archive", "check", "--json", "--data", settings.data_dir)

    assert before.code == 1
    assert made.code == after.code == 0, made.err
    assert json.loads(made.lines[-1]) == {"files": 3, "pages": PAGE_COUNT, "broken": 0}
    assert json.loads(after.lines[-1])["pages"] == PAGE_COUNT


def test_no_index_is_made_while_the_step_has_the_folder(settings: Settings) -> None:
    step = open_archive(settings)
    step.claim("archive", TOPIC, 0)
    ran = warta("archive", "rebuild", "--data", settings.data_dir)
    step.close()

    assert ran.code == 1
    assert "stop the step `archive`" in ran.err
    assert warta("archive", "rebuild", "--data", settings.data_dir).code == 0


def test_files_that_are_missing_are_told_before_they_are_forgotten(settings: Settings) -> None:
    lost = sorted((settings.data_dir / "archive").glob("*.gz"))[0]
    lost.unlink()
    refused = warta("archive", "rebuild", "--data", settings.data_dir)
    made = warta("archive", "rebuild", "--forget-missing", "--json", "--data", settings.data_dir)

    assert refused.code == 1
    assert lost.name in refused.err
    assert json.loads(made.lines[-1])["pages"] == PAGE_COUNT - 40


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param(("--stage", "revise"), "revise: ", id="a step that reads no pages"),
        pytest.param(("--until", "2025-04-01"), "is not after", id="an end before the beginning"),
    ],
)
def test_a_replay_that_cannot_be_is_refused_in_one_line(settings: Settings, more: tuple[str, str], said: str) -> None:
    ran = replay(settings, *more)

    assert ran.code == 2
    assert said in ran.err


def test_a_warc_file_is_imported_on_the_lane_that_is_chosen_and_its_broken_record_told(
    settings: Settings, tmp_path: Path
) -> None:
    whole = sorted((settings.data_dir / "archive").glob("*.gz"))[0]
    data = bytearray(whole.read_bytes())
    data[-60] ^= 1
    (tmp_path / "rusak.warc.gz").write_bytes(data + whole.read_bytes())
    there = Settings(data_dir=tmp_path / "lain")
    ran = warta("import", tmp_path / "rusak.warc.gz", "--lane", "replay", "--data", there.data_dir)
    found = published(there)

    assert ran.code == 0, ran.err
    assert "undecodable" in ran.err
    assert "offset " in ran.err
    assert {lane for lane, _, _ in found} == {Lane.REPLAY}
    assert {record.url_key for _, _, record in found} == {f"kabar.example/berita/{n}" for n in range(40)}


def test_a_warc_file_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    ran = warta("import", tmp_path / "tiada.warc.gz", "--data", tmp_path)

    assert ran.code == 2
    assert "tiada.warc.gz" in ran.err
