"""`warta migrate` brings databases up, by the role that owns them; the role that steps run as waits for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from pipeline.settings import Settings
from pipeline.wiring.stores import open_articles
from pipeline.wiring.tended import STORES
from stores import migrate
from stores.database import writing
from stores.errors import StoreNotReadyError
from tests.pipeline.command import warta
from tests.pipeline.places import engines, pipeline
from tests.stores.conftest import empty_schema, postgres_url
from tests.stores.samples import article

__all__ = ["engines", "pipeline", "postgres_url"]


@pytest.fixture
def server(postgres_url: str, engines: None) -> Iterator[str]:
    """An empty schema."""
    with empty_schema(postgres_url) as url:
        yield url


def forbid_tables(url: str) -> None:
    """From now on the role may use what is there and make nothing, as the one that the cluster's steps run as."""
    schema = make_url(url).query["options"].removeprefix("-csearch_path=")  # type: ignore[union-attr]
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"REVOKE CREATE ON SCHEMA {schema} FROM CURRENT_USER")
    engine.dispose()


def test_files_are_brought_up_and_a_second_time_nothing_is_left_to_do(pipeline: Settings) -> None:
    first = warta("migrate", "--data", pipeline.data_dir)
    second = warta("migrate", "--data", pipeline.data_dir)

    assert (first.code, first.err) == (0, "")
    assert f"{pipeline.data_dir / 'articles.db'} is up to date ({migrate.HEAD})" in first.lines
    assert f"made {pipeline.data_dir / 'meter.db'}: schema {migrate.HEAD}, " in first.out
    assert second.lines
    assert all(line.endswith(f" is up to date ({migrate.HEAD})") for line in second.lines)


def test_a_server_gets_every_table_and_a_role_that_may_make_none_writes_them(server: str, tmp_path: Path) -> None:
    ran = warta("migrate", "--data", tmp_path, env={"WARTA_DATABASE_URL": server})
    forbid_tables(server)
    settings = Settings(data_dir=tmp_path, database_url=server)
    for row in STORES:
        row.open(settings)
    store = open_articles(settings)
    store.write(store.claim("articles", "enriched", 0), [article()])

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("made ")
    assert store.get(article().id) is not None


def test_a_role_that_may_make_no_tables_waits_for_them_and_is_told_which_command(server: str, tmp_path: Path) -> None:
    forbid_tables(server)

    with pytest.raises(StoreNotReadyError, match=r"has no table \w+ yet: run `warta migrate`$"):
        open_articles(Settings(data_dir=tmp_path, database_url=server))


def test_a_role_that_may_change_no_tables_waits_where_they_are_older(server: str, tmp_path: Path) -> None:
    engine = create_engine(server)
    with writing(engine) as connection:
        migrate.migrate(connection, migrate.FIRST)
    engine.dispose()
    forbid_tables(server)

    with pytest.raises(StoreNotReadyError, match=rf"has schema 0001, this Warta reads {migrate.HEAD}: run `warta mig"):
        open_articles(Settings(data_dir=tmp_path, database_url=server))


def test_a_migration_by_a_role_that_may_make_no_tables_is_refused_in_one_line(server: str, tmp_path: Path) -> None:
    forbid_tables(server)

    ran = warta("migrate", "--data", tmp_path, env={"WARTA_DATABASE_URL": server})

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert "warta may make no tables" in ran.err
    assert "name the role that owns them" in ran.err
