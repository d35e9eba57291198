"""A backup is taken while the pipeline works, and what is restored goes on exactly once; proven by counting ids."""

import json
import shutil
import sqlite3
import tarfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import backup_file
from pipeline.backing_up import back_up
from pipeline.backup_file import MANIFEST, Manifest
from pipeline.errors import CommandError, UsageError
from pipeline.restoring import Restored, restore
from pipeline.settings import Settings
from pipeline.wiring.archive import archive_engine, archive_folder
from pipeline.wiring.stores import open_articles, open_operations, open_stores
from schemas.article import Article, EnrichedArticle
from schemas.topics import ARTICLES, ENRICHED
from stores.archive.check import check
from stores.operations import Pause, PauseKind
from tests.broker.conftest import kafka_bootstrap
from tests.pipeline import in_process
from tests.pipeline.command import comes, warta
from tests.pipeline.places import PLACES, engines, in_place, made
from tests.pipeline.test_takedown import page
from tests.stores.conftest import empty_schema, postgres_url

__all__ = ["engines", "kafka_bootstrap", "postgres_url"]

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
PAGES = 40


def nobody(name: str, done: int, of: int) -> None:
    """Watches no progress."""


def copy_of(settings: Settings, target: Path, *, archive: bool = True) -> Manifest:
    return back_up(settings, target, at=NOW, archive=archive, told=nobody)


def restored(settings: Settings, backup: Path, *, rewind: bool = False) -> Restored:
    return restore(settings, backup_file.read(backup), rewind=rewind, told=nobody)


def elsewhere(settings: Settings, folder: Path) -> Settings:
    return settings.model_copy(update={"data_dir": folder})


def publish(settings: Settings, count: int = PAGES, *, first: int = 0) -> None:
    pages = [page(f"https://kabar.example/{n}", f"zamrud{n:04d}") for n in range(first, first + count)]
    in_process.publish(settings, *pages)


def stored(settings: Settings) -> Counter[int]:
    """Articles by how many revisions they have."""
    store = open_articles(settings)
    ids = [row.id for row in store.latest(limit=1000).items]
    return Counter(len(store.revisions(id_)) for id_ in ids)


@pytest.fixture
def small(tmp_path: Path, engines: None) -> Settings:
    """A pipeline on this machine that has stored a few articles."""
    settings = made(Settings(data_dir=tmp_path / "data", log_durable=False))
    publish(settings, 3)
    in_process.run(settings)
    return settings


@pytest.mark.slow
def test_a_backup_taken_at_work_is_carried_on_exactly_once(tmp_path: Path, engines: None) -> None:
    settings = made(Settings(data_dir=tmp_path / "data", log_durable=False))
    publish(settings)
    backups: dict[Path, int] = {}
    with in_process.at_work(settings):
        while (there := sum(stored(settings).values())) < PAGES:
            backups[tmp_path / f"backup-{len(backups)}"] = there
            copy_of(settings, list(backups)[-1])
    # As far as they can be from each other while some were stored already.
    begun = [path for path, there in backups.items() if there]
    places = [elsewhere(settings, tmp_path / f"new-{n}") for n in range(3)]
    for n, place in enumerate(places):
        restored(place, begun[n * (len(begun) - 1) // 2])
        in_process.run(place)

    for place in places:
        assert stored(place) == {1: PAGES}
        assert len({each.id for each in in_process.records(place, ARTICLES, Article)}) == PAGES
        assert len(in_process.records(place, ARTICLES, Article)) == PAGES
        assert len(in_process.records(place, ENRICHED, EnrichedArticle)) == PAGES
        found = list(check(archive_engine(place), archive_folder(place)))
        assert sum(each.file.pages for each in found) == PAGES
        assert [each.findings for each in found if each.findings] == []


@pytest.mark.slow
@pytest.mark.parametrize("form", ["backup", "backup.tar"])
def test_the_commands_prove_it_by_counting(small: Settings, tmp_path: Path, form: str) -> None:
    open_operations(small).pause(Pause(PauseKind.HOST, "kabar.example", NOW, "desk", "the outlet asked"))
    target, new = tmp_path / "kept" / form, tmp_path / "new"
    target.parent.mkdir()
    taken = warta("backup", target, "--archive", "--json", "--data", small.data_dir)
    back = warta("restore", target, "--json", "--data", new)
    told, again = json.loads(taken.out), json.loads(back.out)

    assert (taken.code, back.code) == (0, 0), taken.err + back.err
    assert told["rows"] == again["rows"]
    assert told["rows"]["articles.articles"] == 3
    assert told["rows"]["log.messages"] > 3
    assert stored(elsewhere(small, new)) == {1: 3}
    assert [str(pause) for pause in open_operations(elsewhere(small, new)).paused()] == ["host kabar.example"]
    last = open_operations(small).last_backup()
    assert last is not None
    assert last.bytes == told["bytes"]


def test_a_backup_without_the_archives_files_says_so(small: Settings, tmp_path: Path) -> None:
    taken = warta("backup", tmp_path / "b", "--data", small.data_dir)
    back = warta("restore", tmp_path / "b", "--data", tmp_path / "new")

    assert "without the archive's 2 files" in taken.out
    assert "the archive's 2 files are not in this backup: put them into WARTA_ARCHIVE_DIR" in back.out


def cut_folder(backup: Path) -> None:
    (backup / MANIFEST).unlink()


def cut_part(backup: Path) -> None:
    (backup / "articles.db").unlink()


def damaged(backup: Path) -> None:
    with (backup / "articles.db").open("r+b") as file:
        file.seek(9000)
        file.write(b"damage")


def later_format(backup: Path) -> None:
    changed(backup, format=2, warta="9.9")


def later_schema(backup: Path) -> None:
    changed(backup, schemas={"articles": "0999"}, warta="9.9")


def outside(backup: Path) -> None:
    told = json.loads((backup / MANIFEST).read_text())
    told["parts"][0]["name"] = "../articles.db"
    (backup / MANIFEST).write_text(json.dumps(told))


def of_a_cluster(backup: Path) -> None:
    changed(backup, log="kafka")


def changed(backup: Path, **what: object) -> None:
    told = json.loads((backup / MANIFEST).read_text())
    (backup / MANIFEST).write_text(json.dumps(told | what))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(cut_folder, "was cut off, or is no backup", id="cut off"),
        pytest.param(cut_part, "articles.db is missing or cut off: take another backup", id="a part is missing"),
        pytest.param(damaged, "articles.db is not what was written", id="damaged"),
        pytest.param(later_format, "was made by a later Warta (9.9, format 2", id="later form"),
        pytest.param(later_schema, "articles has schema 0999, this one knows", id="later schema"),
        pytest.param(outside, "no name that a backup gives", id="a name that leads out"),
        pytest.param(of_a_cluster, "WARTA_LOG=kafka: set it so", id="of another log"),
    ],
)
def test_a_backup_that_will_not_do_is_refused_in_one_line(small: Settings, tmp_path: Path, spoil, said: str) -> None:  # type: ignore[no-untyped-def]
    copy_of(small, tmp_path / "b")
    spoil(tmp_path / "b")
    new = elsewhere(small, tmp_path / "new")

    with pytest.raises(CommandError) as refused:
        restored(new, tmp_path / "b")

    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not list((tmp_path / "new").glob("*.db"))


def test_a_tar_file_that_was_cut_off_is_refused(small: Settings, tmp_path: Path) -> None:
    target = tmp_path / "b.tar"
    copy_of(small, target)
    whole = target.read_bytes()
    target.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(CommandError, match="was cut off, or is no backup"):
        restored(elsewhere(small, tmp_path / "new"), target)


def test_a_restore_takes_an_empty_folder_alone(small: Settings, tmp_path: Path) -> None:
    copy_of(small, tmp_path / "b")

    with pytest.raises(UsageError, match=r"is not empty, it has archive: name an empty folder with --data"):
        restored(small, tmp_path / "b")


def test_a_backup_is_not_written_over_another(small: Settings, tmp_path: Path) -> None:
    copy_of(small, tmp_path / "b")
    copy_of(small, tmp_path / "b.tar")

    with pytest.raises(UsageError, match="is not empty: name a new folder"):
        copy_of(small, tmp_path / "b")
    with pytest.raises(UsageError, match="is there already: name a new file"):
        copy_of(small, tmp_path / "b.tar")


def test_what_a_cut_off_backup_left_is_no_backup_and_is_made_anew(small: Settings, tmp_path: Path) -> None:
    left = tmp_path / "b.partial"
    left.mkdir()
    (left / "articles.db").write_bytes(b"half")

    with pytest.raises(CommandError, match="was cut off, or is no backup"):
        backup_file.read(left)
    copy_of(small, tmp_path / "b")
    assert not left.exists()
    assert backup_file.read(tmp_path / "b").manifest.rows["articles.articles"] == 3


def test_a_backup_that_fails_leaves_nothing(small: Settings, tmp_path: Path) -> None:
    shutil.rmtree(small.data_dir / "archive")

    with pytest.raises(CommandError, match="is gone, or shorter than its index says: run it again"):
        copy_of(small, tmp_path / "b")
    assert list(tmp_path.glob("b*")) == []


def test_a_restore_that_was_cut_off_is_not_run_and_is_done_again(small: Settings, tmp_path: Path) -> None:
    copy_of(small, tmp_path / "b")
    new = elsewhere(small, tmp_path / "new")
    (new.data_dir / "restoring").mkdir(parents=True)
    (new.data_dir / "restoring" / "log.db").write_bytes(b"half")
    ran = warta("worker", "clean", "--data", new.data_dir)

    assert ran.code == 1
    assert f"a restore into {new.data_dir} was cut off: run `warta restore` again" in ran.err
    restored(new, tmp_path / "b")
    assert stored(new) == {1: 3}


def test_the_stores_are_copied_as_they_are_once_nobody_settles(small: Settings, tmp_path: Path) -> None:
    """Who settles is waited for. A store that was looked at before would miss what is settled then, for ever."""
    operations, done = open_operations(small), list[Manifest]()
    with closing(sqlite3.connect(small.data_dir / "log.db", isolation_level=None)) as settling:
        settling.execute("BEGIN IMMEDIATE")
        settling.execute("INSERT INTO maintenance VALUES ('settled', 1)")
        taking = threading.Thread(target=lambda: done.append(copy_of(small, tmp_path / "b")))
        taking.start()
        assert comes(lambda: (tmp_path / "b.partial").exists())
        operations.pause(Pause(PauseKind.STEP, "written meanwhile", NOW))
        assert done == []
        settling.execute("COMMIT")
        taking.join()
    with (
        closing(sqlite3.connect(tmp_path / "b" / "log.db")) as log,
        closing(sqlite3.connect(tmp_path / "b" / "frontier.db")) as frontier,
    ):
        settled = log.execute("SELECT count(*) FROM maintenance WHERE name = 'settled'").fetchone()
        written = frontier.execute("SELECT name FROM pauses").fetchall()

    assert settled == (1,)
    assert written == [("written meanwhile",)]


def test_a_tar_holds_what_the_folder_holds(small: Settings, tmp_path: Path) -> None:
    copy_of(small, tmp_path / "b")
    copy_of(small, tmp_path / "b.tar")
    with tarfile.open(tmp_path / "b.tar") as tar:
        in_tar = set(tar.getnames())

    assert in_tar == {str(path.relative_to(tmp_path / "b")) for path in (tmp_path / "b").rglob("*") if path.is_file()}


@pytest.fixture
def cluster(request: pytest.FixtureRequest, engines: None, tmp_path: Path) -> Iterator[Settings]:
    request.param = PLACES[1]
    for settings in in_place(request, tmp_path / "data"):
        yield made(settings)


@pytest.mark.slow
def test_on_a_cluster_the_offsets_are_set_back_and_nothing_is_missed_or_doubled(
    cluster: Settings, postgres_url: str, tmp_path: Path
) -> None:
    publish(cluster, 20)
    in_process.run(cluster)
    copy_of(cluster, tmp_path / "b")
    publish(cluster, 20, first=20)
    in_process.run(cluster)
    with empty_schema(postgres_url) as url:
        new = elsewhere(cluster, tmp_path / "new").model_copy(update={"database_url": url})
        with pytest.raises(UsageError, match=r"older than the offsets of \d+ partitions, .* with --rewind"):
            restored(new, tmp_path / "b")
        done = restored(new, tmp_path / "b", rewind=True)
        before = stored(new)
        in_process.run(new)
        after = stored(new)
        numbered = open_stores(new).articles.latest(limit=1).items[0]
        with pytest.raises(UsageError, match=r"the database is not empty, \w+ has rows"):
            restored(elsewhere(new, tmp_path / "other"), tmp_path / "b", rewind=True)

    assert before == {1: 20}
    assert after == {1: 40}
    assert {"clean", "revise", "articles"} <= set(done.rewound)
    assert numbered.revision == 1
