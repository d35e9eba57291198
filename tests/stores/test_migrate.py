"""Migrations: every earlier version comes up to what `stores.tables` declares, in both databases, rows and all."""

from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Inspector, func, inspect, select, text, update

from runtime.state import StoreUnavailableError
from schemas.asked import every_word
from stores import migrate
from stores.archive.tables import ARCHIVE
from stores.article_tables import ARTICLES
from stores.articles import ArticleStore
from stores.database import reading, writing
from stores.errors import DatabaseTooNewError, StoreNotReadyError
from stores.frontier.store import Frontier
from stores.full_text import tokens
from stores.state import SqlStateStore
from stores.tables import FATES, FRONTIER, STATE, urls
from tests.stores.conftest import on_sqlite
from tests.stores.samples import NOON, article, link

ALL = tuple(dict.fromkeys((*STATE, *ARTICLES, *FATES, *FRONTIER, *ARCHIVE)))
SCRIPTS = ScriptDirectory(str(migrate.MIGRATIONS))
VERSIONS = sorted(script.revision for script in SCRIPTS.walk_revisions())


def schema_of(engine: Engine) -> dict[str, Any]:
    with reading(engine) as connection:
        found = inspect(connection)
        return {name: _table(found, name) for name in found.get_table_names()} | {"statements": _statements(engine)}


def _table(found: Inspector, name: str) -> dict[str, Any]:
    return {
        "columns": [{**column, "type": repr(column["type"])} for column in found.get_columns(name)],
        "key": found.get_pk_constraint(name)["constrained_columns"],
        "foreign keys": sorted(map(str, found.get_foreign_keys(name))),
        "indexes": sorted(str(_index(index)) for index in found.get_indexes(name)),
        "unique": sorted(map(str, found.get_unique_constraints(name))),
        "checks": sorted(check["sqltext"] for check in found.get_check_constraints(name)),
    }


def _index(index: Any) -> dict[str, Any]:
    # What a partial index holds is told as an object of SQLAlchemy's.
    options = {name: str(option) for name, option in index.get("dialect_options", {}).items()}
    return {**index, "dialect_options": options}


def _statements(engine: Engine) -> list[str]:
    """What the inspector does not tell: how the full-text index and the hash index were made."""
    said = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%' ORDER BY name",
        "postgresql": "SELECT replace(indexdef, current_schema(), '') FROM pg_indexes"
        " WHERE schemaname = current_schema() ORDER BY indexname",
    }
    with reading(engine) as connection:
        return list(connection.execute(text(said[engine.dialect.name])).scalars())


def bring_to(engine: Engine, version: str) -> None:
    with writing(engine) as connection:
        migrate.migrate(connection, version)


def test_the_newest_version_is_the_last_migration() -> None:
    assert SCRIPTS.get_heads() == [migrate.HEAD]
    assert VERSIONS[0] == migrate.FIRST


@pytest.mark.parametrize("version", VERSIONS)
def test_every_earlier_version_comes_up_to_the_declared_tables(
    engine: Engine, open_beside: Engine, version: str
) -> None:
    bring_to(engine, version)
    migrate.upgrade(engine, ALL)
    migrate.upgrade(open_beside, ALL)

    migrated = schema_of(engine)

    assert migrated == schema_of(open_beside)
    assert set(migrated) >= {table.name for table in ALL}


def test_a_database_with_some_of_the_tables_gets_the_rest(engine: Engine) -> None:
    SqlStateStore(engine)
    with reading(engine) as connection:
        before = inspect(connection).get_table_names()

    Frontier.open(engine)

    with reading(engine) as connection:
        assert set(inspect(connection).get_table_names()) - set(before) == {
            *("passes", "polls", "poll_log", "list_checks", "check_runs", "checked_lists"),
            *("walks", "hosts", "turns", "urls", "unbrought", "pauses", "backups", "sizes"),
        }
        assert migrate.version_of(connection) == migrate.HEAD


def test_an_old_database_of_one_store_migrates_without_the_others_tables(engine: Engine) -> None:
    bring_to(engine, migrate.FIRST)
    with writing(engine) as connection:
        for table in (table for table in reversed(ALL) if table not in FRONTIER):
            table.drop(connection, checkfirst=True)
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TABLE article_fts")

    links = Frontier.open(engine).links

    assert links.write(links.claim("frontier", "links", 0), [link()]) == [None]
    with reading(engine) as connection:
        assert migrate.version_of(connection) == migrate.HEAD


def test_rows_outlive_the_migrations(engine: Engine) -> None:
    bring_to(engine, migrate.FIRST)
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO owners (stage, topic, partition, epoch) VALUES ('s', 't', 0, 41)"))

    assert SqlStateStore(engine).claim("s", "t", 0).epoch == 42


def test_the_audit_of_older_polls_says_what_they_brought(engine: Engine) -> None:
    bring_to(engine, "0002")
    with writing(engine) as connection:
        for n, reason in enumerate([None, "unchanged", "feed_invalid", "timeout"]):
            row = {"slot": str(n), "at": n, "reason": reason}
            connection.execute(text(OLD_POLL), row)

    entries = Frontier.open(engine).polls.history(limit=9)

    assert [entry.result.value for entry in reversed(entries)] == ["read", "unchanged", "invalid", "error"]


OLD_POLL = (
    "INSERT INTO poll_log (url, slot, source, channel, at, reason, detail, found)"
    " VALUES ('u', :slot, 's', 'feed', :at, :reason, '', 1)"
)


@on_sqlite
def test_what_was_found_before_the_tokens_were_ours_is_found_after(engine: Engine) -> None:
    as_it_was = ArticleStore(engine, stem=str.lower)
    as_it_was.write(as_it_was.claim("articles", "enriched", 0), [article(title="Kursk: 10.000 prajurit")])
    with writing(engine) as connection:
        connection.exec_driver_sql("DROP TABLE article_fts")
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE article_fts USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 0')"
        )
        connection.exec_driver_sql("INSERT INTO article_fts VALUES ('Kursk: 10.000 prajurit', 'Isi_BERITA')")
        connection.exec_driver_sql("DROP TABLE alembic_version")
        # Before there were migrations, this is how a database told its version.
        connection.exec_driver_sql("CREATE TABLE schema_version (id INTEGER PRIMARY KEY, version INTEGER NOT NULL)")

    store = ArticleStore(engine, stem=str.lower)

    assert [
        len(store.search(every_word(tokens(typed)), limit=5).items) for typed in ("10.000", "isi berita", "lain")
    ] == [
        1,
        1,
        0,
    ]
    with reading(engine) as connection:
        assert "schema_version" not in inspect(connection).get_table_names()


def test_a_database_of_a_newer_warta_is_left_alone(engine: Engine) -> None:
    migrate.upgrade(engine, STATE)
    with writing(engine) as connection:
        connection.execute(update(migrate.VERSION).values(version_num="9999"))

    with pytest.raises(DatabaseTooNewError, match=r"schema 9999, this Warta knows \d{4}: update Warta$"):
        Frontier.open(engine)

    with reading(engine) as connection:
        assert "urls" not in inspect(connection).get_table_names()


def test_a_migration_that_fails_leaves_the_database_as_it_was(engine: Engine) -> None:
    bring_to(engine, migrate.FIRST)
    with writing(engine) as connection:
        # In the way of what version 0002 makes.
        in_the_way = "article_fts_before" if engine.dialect.name == "sqlite" else "article_tokens"
        connection.exec_driver_sql(f"CREATE TABLE {in_the_way} (a INTEGER)")
    before = schema_of(engine)

    with pytest.raises(Exception, match=in_the_way):
        migrate.upgrade(engine, ALL)

    assert schema_of(engine) == before


def test_opening_a_database_again_writes_nothing(engine: Engine) -> None:
    links = Frontier.open(engine).links
    links.write(links.claim("frontier", "links", 0), [link(found_at=NOON)])

    Frontier.open(engine)

    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(urls)).scalar_one() == 1


def test_who_only_reads_makes_nothing_and_waits_for_who_writes(engine: Engine, engine_to_read: Engine) -> None:
    with pytest.raises(StoreNotReadyError, match=r"is not made yet$|has no table \w+ yet: run `warta migrate`$"):
        migrate.upgrade(engine_to_read, ARTICLES)
    migrate.upgrade(engine, STATE)
    with pytest.raises(StoreNotReadyError, match=r"has no table passes yet(: run `warta migrate`)?$"):
        migrate.upgrade(engine_to_read, ARTICLES)
    with reading(engine) as connection:
        assert "articles" not in inspect(connection).get_table_names()

    migrate.upgrade(engine, ARTICLES)
    migrate.upgrade(engine_to_read, ARTICLES)


def test_who_only_reads_migrates_nothing(engine: Engine, engine_to_read: Engine) -> None:
    bring_to(engine, migrate.FIRST)
    before = schema_of(engine)
    what = r"has schema 0001, this Warta reads \d{4}: (`warta run` brings it up|run `warta migrate`)$"
    with pytest.raises(StoreNotReadyError, match=what):
        migrate.upgrade(engine_to_read, ALL)

    assert schema_of(engine) == before


def test_who_only_reads_can_write_nothing(engine: Engine, engine_to_read: Engine) -> None:
    Frontier.open(engine)
    to_read = Frontier.open(engine_to_read).links
    with pytest.raises(StoreUnavailableError, match="read-only"):
        to_read.claim("frontier", "links", 0)
