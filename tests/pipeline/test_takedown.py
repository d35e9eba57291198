"""A takedown is forgotten everywhere, for good, whatever was in flight; looked up by a reader of its own."""

import gzip
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from commands.replay import replay as publish_again
from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.takedown import LEDGER, order_for, repeat, still_held, take_down
from pipeline.wiring.archive import archive_engine, archive_folder
from pipeline.wiring.log import names, open_log
from pipeline.wiring.stores import engine_for, open_articles, open_fates, open_frontier
from pipeline.wiring.tended import STORES
from schemas.article import EnrichedArticle
from schemas.asked import every_word
from schemas.ids import article_id, url_key
from schemas.link import Link
from schemas.outcomes import Reason
from schemas.page import Page
from schemas.topics import ENRICHED
from stores.archive.check import check
from stores.full_text import tokens
from stores.store import Store
from tests.broker.conftest import kafka_bootstrap
from tests.pipeline import in_process
from tests.pipeline.command import warta
from tests.pipeline.pages import fetched
from tests.pipeline.places import PLACES, engines, in_place, made
from tests.stores.conftest import postgres_url

__all__ = ["engines", "kafka_bootstrap", "postgres_url"]

NOON = datetime(2025, 4, 28, 12, 0, tzinfo=UTC)
GONE, KEPT = "https://kabar.example/berita/kapal-latih-tiba", "https://kabar.example/berita/jembatan-gantung-dibuka"
# In no other text.
WORD, OTHER = "zamrudkhatulistiwa", "papanlantai"
REASON = "permintaan penulis"
DATABASES = ("articles", "archive", "fates", "frontier", "meter", "state", "texts")


def page(url: str, word: str, *, hours: int = 0, more: str = "") -> Page:
    title = f"Kabar {word.capitalize()} pada Hari Ini"
    plain = fetched(
        url,
        title,
        f"Kapal latih {word} bersandar di pelabuhan pada Senin pagi setelah berlayar dua belas hari.",
        f"Sekitar 1.250 orang naik ke geladak pada hari pertama, kata kementerian setempat. {more}",
        hours=hours,
    )
    # The word stands wherever a page may keep it.
    return plain.model_copy(update={"headers": {**plain.headers, "etag": f'"{word}"'}, "link_title": title})


def link(url: str) -> Link:
    title = WORD if url.startswith(GONE) else OTHER
    return Link(url=url, url_key=url_key(url), source="kabar", channel="feed", found_at=NOON, slot="0", title=title)


@pytest.fixture(params=PLACES)
def settings(request: pytest.FixtureRequest, engines: None, tmp_path: Path) -> Iterator[Settings]:
    for settings in in_place(request, tmp_path / "data"):
        yield prepared(settings)


def prepared(settings: Settings) -> Settings:
    links = open_frontier(made(settings)).links
    links.write(links.claim("frontier", "links", 0), [link(GONE), link(KEPT)])
    return settings


def publish_and_run(settings: Settings, *pages: Page) -> None:
    in_process.publish(settings, *pages)
    in_process.run(settings)


def order(settings: Settings, asked: str = GONE) -> None:
    take_down(settings, order_for(settings, asked, by="redaksi", reason=REASON, at=NOON), now=NOON)


def where(settings: Settings, word: str) -> list[str]:
    """Every place that holds the word: each column of each table of each store, and each record of the archive."""
    found = []
    for name in ("articles",) if settings.database_url else DATABASES:
        engine = engine_for(settings, name)
        metadata = MetaData()
        metadata.reflect(engine)
        with engine.connect() as connection:
            for table in metadata.sorted_tables:
                rows = connection.execute(select(table)).all()
                found += [f"{name}.{table.name}" for row in rows if any(word in said(value) for value in row)]
    folder = archive_folder(settings).path
    for file in sorted(folder.glob("*.warc.gz*")) if folder.is_dir() else ():
        found += [file.name] if word.encode() in gzip.decompress(file.read_bytes()) else []
    return found


def said(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def test_nothing_of_it_is_left_and_nothing_else_is_touched(settings: Settings) -> None:
    publish_and_run(settings, page(GONE, WORD), page(GONE, WORD, hours=1, more="Lagi."), page(KEPT, OTHER))
    before = where(settings, OTHER)
    held = where(settings, WORD)
    order(settings)
    articles = open_articles(settings)

    assert {name.split(".")[-1] for name in held} >= {"articles", "article_revisions", "state", "urls"}
    assert where(settings, WORD) == []
    assert where(settings, OTHER) == before
    assert articles.search(every_word(tokens(WORD)), limit=9).items == ()
    assert [row.url for row in articles.latest(limit=9).items] == [KEPT]
    assert articles.taken_down(article_id(GONE)) == REASON
    checked = list(check(archive_engine(settings), archive_folder(settings)))
    assert [finding for each in checked for finding in each.findings] == []


def test_it_beats_whatever_comes_later(settings: Settings) -> None:
    publish_and_run(settings, page(GONE, WORD), page(KEPT, OTHER))
    order(settings)
    links = open_frontier(settings).links
    refused = links.write(links.claim("frontier", "links", 0), [link(GONE), link(f"{GONE}?utm_source=x"), link(KEPT)])
    publish_and_run(settings, page(GONE, WORD, hours=5, more="Baru."), page(KEPT, OTHER, hours=5, more="Baru."))

    assert refused == [Reason.TAKEN_DOWN, Reason.TAKEN_DOWN, Reason.ALREADY_KNOWN]
    assert where(settings, WORD) == []
    assert [row.revision for row in open_articles(settings).revisions(article_id(KEPT))] == [1, 2]
    reasons = {(fate.stage, fate.reason) for fate in open_fates(settings).trace(url_key(GONE))}
    assert {("archive", "taken_down"), ("revise", "taken_down")} <= reasons


def test_a_replay_of_the_archive_does_not_bring_it_back(settings: Settings) -> None:
    if settings.log == "kafka":
        pytest.skip("the command takes its settings from the environment")
    publish_and_run(settings, page(GONE, WORD), page(KEPT, OTHER))
    order(settings)
    publish_again(since=datetime(2025, 4, 28), data=settings.data_dir)  # noqa: DTZ001
    in_process.run(settings)

    assert where(settings, WORD) == []
    assert open_articles(settings).count() == 1


@pytest.mark.parametrize("ran", range(len(in_process.STEPS) + 1))
def test_in_the_middle_of_every_step_it_comes_in_nowhere(
    engines: None, tmp_path: Path, ran: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = prepared(Settings(data_dir=tmp_path / "data", log_durable=False))
    in_process.publish(settings, page(GONE, WORD), page(KEPT, OTHER))
    with monkeypatch.context() as until:
        until.setattr(in_process, "STEPS", in_process.STEPS[:ran])
        in_process.run(settings)
    order(settings)
    in_process.run(settings)

    assert where(settings, WORD) == []
    assert open_articles(settings).count() == 1


@pytest.mark.parametrize("killed", range(len(STORES)))
def test_one_that_was_killed_is_finished_by_the_next_start(
    engines: None, tmp_path: Path, killed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(Exception):
        pass

    def opened(settings: Settings) -> Store:
        raise KilledError

    settings = prepared(Settings(data_dir=tmp_path / "data", log_durable=False))
    publish_and_run(settings, page(GONE, WORD), page(KEPT, OTHER))
    dies = [replace(row, open=opened) if number == killed else row for number, row in enumerate(STORES)]
    with monkeypatch.context() as dying:
        dying.setattr("pipeline.takedown.STORES", dies)
        with pytest.raises(KilledError):
            order(settings)

    assert repeat(settings, now=NOON) == [GONE]
    assert where(settings, WORD) == []
    assert repeat(settings, now=NOON) == []


@pytest.mark.parametrize("name", DATABASES)
def test_a_store_that_is_restored_from_before_is_told_again(engines: None, tmp_path: Path, name: str) -> None:
    settings = prepared(Settings(data_dir=tmp_path / "data", log_durable=False))
    publish_and_run(settings, page(GONE, WORD), page(KEPT, OTHER))
    copy = tmp_path / "copy.db"
    with closing(sqlite3.connect(settings.data_dir / f"{name}.db")) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    order(settings)
    for file in settings.data_dir.glob(f"{name}.db*"):
        file.unlink()
    shutil.copy(copy, settings.data_dir / f"{name}.db")

    assert repeat(settings, now=NOON) == [GONE]
    assert where(settings, WORD) == []


def test_what_was_never_seen_may_be_taken_down_before_it_comes(settings: Settings) -> None:
    order(settings)
    publish_and_run(settings, page(GONE, WORD), page(KEPT, OTHER))

    assert where(settings, WORD) == []
    assert open_articles(settings).count() == 1


def test_the_same_order_again_changes_nothing_and_is_one_row(settings: Settings) -> None:
    publish_and_run(settings, page(GONE, WORD))
    order(settings)
    order(settings)
    lines = (settings.data_dir / LEDGER).read_text(encoding="utf-8").splitlines()

    assert len(lines) == 1
    assert json.loads(lines[0])["reason"] == REASON


def test_compacted_topics_hold_an_empty_record_and_the_others_are_named(settings: Settings) -> None:
    publish_and_run(settings, page(GONE, WORD), page(KEPT, OTHER))
    order(settings)
    full = names(settings).full(ENRICHED)
    newest: dict[bytes, bytes] = {}
    with closing(open_log(settings)) as log:
        for partition in range(ENRICHED.partitions):
            for stored in log.read(full, partition, start=0, limit=1000):
                newest[stored.message.key] = stored.message.value
    held = {each.topic: each.until_s for each in still_held(settings)}

    assert newest[article_id(GONE).encode()] == b""
    assert EnrichedArticle.decode(newest[article_id(KEPT).encode()]).url == KEPT
    assert held["enriched"] is None
    assert held["pages"] == 7 * 86_400.0


def test_every_store_forgets(engines: None, tmp_path: Path) -> None:
    settings = prepared(Settings(data_dir=tmp_path / "data", log_durable=False))
    lacking = [row.name for row in STORES if not callable(getattr(row.open(settings), "forget", None))]

    assert lacking == [], "a row of STORES has no forget(order): add it as stores/store.py says"


def test_what_is_neither_an_address_nor_an_article_is_refused(engines: None, tmp_path: Path) -> None:
    settings = prepared(Settings(data_dir=tmp_path / "data", log_durable=False))

    with pytest.raises(UsageError, match="no address, and no article of that id is stored"):
        order(settings, "bukan alamat")


def test_the_command_orders_lists_and_shows(engines: None, tmp_path: Path) -> None:
    settings = prepared(Settings(data_dir=tmp_path / "data", log_durable=False))
    publish_and_run(settings, page(GONE, WORD))
    data = ("--data", settings.data_dir)
    without = warta("takedown", GONE, *data)
    done = warta("takedown", article_id(GONE), "--reason", REASON, "--by", "redaksi", *data, "--json")
    shown = json.loads(done.out)
    listed = warta("takedown", "list", *data, "--json")

    assert (without.code, "--reason" in without.err) == (2, True)
    assert (shown["by"], shown["reason"], shown["forgotten"]["articles"]) == ("redaksi", REASON, 1)
    assert json.loads(listed.out)["id"] == shown["id"]
    assert REASON in warta("takedown", "show", shown["id"], *data).out
    assert warta("takedown", "show", "tiada", *data).code == 1
