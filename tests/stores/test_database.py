"""What all stores stand on: transactions, schema versions, and databases that cannot be written now."""

import multiprocessing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select, text, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError

from runtime.state import Owner, StoreUnavailableError
from schemas.asked import every_word
from stores.article_tables import article_revisions
from stores.articles import ArticleStore
from stores.database import open_engine, reading, writing
from stores.fates import FateStore
from stores.frontier.store import Frontier
from stores.full_text import tokens
from stores.state import SqlStateStore
from stores.tables import hosts, polls
from tests.stores.conftest import on_sqlite
from tests.stores.samples import NOON, article, link


def test_a_reader_sees_one_snapshot_while_another_writes(engine: Engine) -> None:
    links = Frontier.open(engine).links
    links.write(links.claim("frontier", "links", 0), [link()])
    with reading(engine) as reader:
        before = reader.execute(select(hosts.c.failures)).scalar_one()
        with writing(engine) as writer:
            writer.execute(update(hosts).values(failures=7))
        within = reader.execute(select(hosts.c.failures)).scalar_one()

    assert within == before


def test_every_store_fits_in_one_database(engine: Engine) -> None:
    links = Frontier.open(engine).links
    stores = (SqlStateStore(engine), ArticleStore(engine, stem=str.lower), FateStore(engine), links)

    assert [store.claim("stage", "topic", 0).epoch for store in stores] == [1, 2, 3, 4]


def _create(url: str) -> None:
    engine = open_engine(url)
    ArticleStore(engine, stem=str.lower).claim("articles", "enriched", 0)
    engine.dispose()


@pytest.mark.slow
def test_processes_that_start_at_once_create_one_database(url: str) -> None:
    processes = [multiprocessing.get_context("spawn").Process(target=_create, args=(url,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)

    assert [process.exitcode for process in processes] == [0, 0, 0, 0]


def test_a_directory_that_is_not_there_is_named(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'gone' / 'state.db'}")

    with pytest.raises(StoreUnavailableError, match=r"gone.state\.db: the database file cannot be opened"):
        SqlStateStore(engine)


def test_a_fault_of_ours_is_not_taken_for_a_passing_one(engine: Engine) -> None:
    with pytest.raises(DBAPIError, match=r"no such table|does not exist"), writing(engine) as connection:
        connection.execute(text("SELECT 1 FROM nowhere"))


def test_a_malformed_file_crashes(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_bytes(b"bukan basis data " * 500)
    engine = open_engine(f"sqlite:///{tmp_path / 'state.db'}")

    with pytest.raises(Exception, match="file is not a database") as raised:
        SqlStateStore(engine)

    assert not isinstance(raised.value, StoreUnavailableError)


def shrink(engine: Engine) -> None:
    """Leave the database no room to grow: what SQLite then says is what it says of a full disk."""
    engine.dispose()
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def grow(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")


def big(number: int) -> bytes:
    return bytes([number]) * 50_000


def put_much(store: SqlStateStore, owner: Owner) -> None:
    with store.transaction(owner) as transaction:
        transaction.put({f"lost-{number}": big(number) for number in range(2, 10)})


@on_sqlite
def test_a_full_disk_stops_the_store_and_loses_nothing(engine: Engine) -> None:
    store = SqlStateStore(engine)
    owner = store.claim("revise", "cleaned", 0)
    with store.transaction(owner) as transaction:
        transaction.put({"kept": big(1)})
    shrink(engine)

    with pytest.raises(StoreUnavailableError, match="the disk is full"):
        put_much(store, owner)

    with store.transaction(owner) as transaction:
        assert transaction.get(["kept", "lost-2"]) == {"kept": big(1)}
    grow(engine)
    with store.transaction(owner) as transaction:
        transaction.put({"lost-2": big(2)})


@on_sqlite
def test_a_full_disk_keeps_articles_and_index_together(engine: Engine) -> None:
    store = ArticleStore(engine, stem=str.lower)
    owner = store.claim("articles", "enriched", 0)
    store.write(owner, [article()])
    shrink(engine)

    with pytest.raises(StoreUnavailableError, match="the disk is full"):
        store.write(owner, [article(f"https://kabar.example/{n}", paragraphs=("panjang " * 5000,)) for n in range(9)])

    assert store.count() == 1
    assert store.search(every_word(tokens("panjang")), limit=5).items == ()
    assert len(store.search(every_word(tokens("kursk")), limit=5).items) == 1


def make_read_only(engine: Engine) -> None:
    """What a connection says now, a full or failed-over server says of all."""
    said = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET default_transaction_read_only = on"}
    with engine.connect() as connection:
        connection.exec_driver_sql(said[engine.dialect.name])
        connection.commit()


@pytest.mark.parametrize("read_only", ["claim", "write"])
def test_a_read_only_database_is_a_passing_fault(engine: Engine, read_only: str) -> None:
    store = FateStore(engine)
    owner = store.claim("fates", "fates", 0)
    make_read_only(engine)

    with pytest.raises(StoreUnavailableError, match="read-only"):
        store.claim("fates", "fates", 0) if read_only == "claim" else store.write(owner, [])


def test_malformed_json_is_never_stored(engine: Engine) -> None:
    store = ArticleStore(engine, stem=str.lower)
    store.write(store.claim("articles", "enriched", 0), [article()])
    row = {"id": article().id, "revision": 2, "change": "text", "title": "t", "fetched_at": NOON, "body": '{"id":'}

    with pytest.raises((IntegrityError, DataError)), writing(engine) as connection:
        connection.execute(insert(article_revisions), row)

    assert len(store.revisions(article().id)) == 1


def test_instants_come_back_exact_and_in_utc(engine: Engine) -> None:
    Frontier.open(engine)
    jakarta = timezone(timedelta(hours=7))
    at = datetime(2025, 4, 28, 19, 0, 0, 123457, tzinfo=jakarta)
    row = {"url": "u", "source": "s", "channel": "feed", "next_due_at": at}
    with writing(engine) as connection:
        connection.execute(insert(polls), row)
        found = connection.execute(select(polls.c.next_due_at)).scalar_one()

    assert found == at
    assert found.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(engine: Engine) -> None:
    Frontier.open(engine)
    naive = NOON.replace(tzinfo=None)

    with pytest.raises(StatementError, match="offset-naive"), writing(engine) as connection:
        connection.execute(insert(polls), {"url": "u", "source": "s", "channel": "feed", "next_due_at": naive})


def test_a_store_refuses_an_owner_who_never_claimed(engine: Engine) -> None:
    with pytest.raises(Exception, match="epoch 3, now None"):
        FateStore(engine).write(Owner("fates", "fates", 0, 3), [])
