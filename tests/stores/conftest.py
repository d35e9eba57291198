"""The databases every store is tested on: a SQLite file and a schema of a real PostgreSQL, both new for each test."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import OperationalError

from stores.database import open_engine

OpenEngine = Callable[[], Engine]
# Both are what the fixture `url` is made of where a test is of one database alone.
on_sqlite = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """A role that may create schemas, at the server that the tests are given."""
    given = os.environ.get("WARTA_TEST_POSTGRES", "")
    why = "set WARTA_TEST_POSTGRES to a database's address"
    try:
        if given:
            engine = create_engine(given)
            engine.connect().close()
            engine.dispose()
            return given
    except OperationalError as error:
        why = f"it does not answer ({' '.join(str(error.orig).split())})"
    why = f"no PostgreSQL to test on: {why}; `make postgres-up` starts one, `make test-postgres` uses it"
    if os.environ.get("CI") == "true":
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


@contextmanager
def empty_schema(server: str) -> Iterator[str]:
    schema = f"test_{uuid.uuid4().hex}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    inside = make_url(server).update_query_dict({"options": f"-csearch_path={schema}"})
    yield inside.render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
    admin.dispose()


@contextmanager
def empty_database(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / f'{uuid.uuid4().hex}.db'}"
        return
    with empty_schema(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    with empty_database(request.param, request, tmp_path) as address:
        yield address


@pytest.fixture
def open_beside(url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Another empty database of the same kind."""
    with empty_database(url.partition(":")[0].partition("+")[0], request, tmp_path) as address:
        engine = open_engine(address)
        yield engine
        engine.dispose()


@pytest.fixture
def open_same(url: str) -> Iterator[OpenEngine]:
    """Opens the test's own database; each call gives another engine, as another process would have."""
    opened: list[Engine] = []

    def open_one() -> Engine:
        opened.append(open_engine(url, busy_timeout_s=0.05))
        return opened[-1]

    yield open_one
    for engine in opened:
        engine.dispose()


@pytest.fixture
def engine(open_same: OpenEngine) -> Engine:
    return open_same()


@pytest.fixture
def engine_to_read(url: str) -> Iterator[Engine]:
    """On the same database as `engine`."""
    opened = open_engine(url, to_read=True)
    yield opened
    opened.dispose()
