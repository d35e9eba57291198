"""A PostgreSQL server that is away, restarts, refuses or is contended: what the stores say, and that they go on."""

import os
import socket
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import DBAPIError

from runtime.state import StaleOwnerError, StoreUnavailableError
from stores.database import open_engine, place, reading, writing
from stores.errors import DatabaseRefusedError
from stores.fates import FateStore
from stores.state import SqlStateStore
from tests.stores.conftest import OpenEngine, on_postgresql
from tests.stores.contract_state import read
from tests.stores.samples import batch

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "deploy" / "postgres" / "postgres"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """A server of the test's own, to be stopped and started at will."""

    def __init__(self) -> None:
        # Not in the test's own folder: that is closed to the user that PostgreSQL runs as.
        self._folder = ROOT / ".run" / f"postgres-test-{uuid.uuid4().hex[:8]}"
        settings = {"WARTA_POSTGRES_RUN_DIR": str(self._folder), "WARTA_POSTGRES_PORT": str(free_port())}
        self._env = {**os.environ, **settings}

    def __call__(self, command: str) -> str:
        done = subprocess.run([SCRIPT, command], env=self._env, capture_output=True, text=True, timeout=90, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def remove(self) -> None:
        self("wipe")
        subprocess.run(["rm", "-rf", self._folder], check=True)


@pytest.fixture
def server(postgres_url: str) -> Iterator[Server]:
    server = Server()
    server("up")
    yield server
    server.remove()


@pytest.mark.slow
def test_a_store_waits_for_a_stopped_server_and_goes_on_when_it_is_back(server: Server) -> None:
    engine = open_engine(server("url"))
    store = SqlStateStore(engine)
    owner = store.claim("revise", "cleaned", 0)
    with store.transaction(owner) as transaction:
        transaction.put({"a": b"satu"})
    server("down")

    with pytest.raises(StoreUnavailableError, match=r"127\.0\.0\.1:\d+/warta: the server"), store.transaction(owner):
        pass
    server("up")

    assert read(store, owner, "a") == b"satu"
    engine.dispose()


@pytest.mark.slow
def test_a_server_that_is_up_already_stays_as_it_is(server: Server) -> None:
    before = server("status")

    assert "already up" in server("up")
    assert server("status") == before


def write_until_ended(engine: Engine, other: Engine) -> None:
    """What a restart does to a writer, or an administrator."""
    with writing(engine) as connection, other.connect() as administrator:
        connection.execute(text("INSERT INTO owners (stage, topic, partition, epoch) VALUES ('s', 't', 0, 9)"))
        process = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        administrator.execute(text("SELECT pg_terminate_backend(:process)"), {"process": process})
        connection.execute(text("SELECT 1"))


@on_postgresql
def test_a_connection_lost_within_a_transaction_keeps_nothing_of_it(open_same: OpenEngine) -> None:
    store, other = SqlStateStore(engine := open_same()), open_same()

    with pytest.raises(StoreUnavailableError, match=r"shutting down|closed the connection"):
        write_until_ended(engine, other)

    assert store.claim("s", "t", 0).epoch == 1


def test_a_server_that_is_not_there_is_waited_for() -> None:
    engine = open_engine(f"postgresql://warta:rahasia@127.0.0.1:{free_port()}/warta")

    with pytest.raises(StoreUnavailableError, match="cannot be reached") as raised:
        SqlStateStore(engine)

    assert "rahasia" not in str(raised.value)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"password": "salah"}, "password authentication failed", id="wrong password"),
        pytest.param({"database": "tiada"}, 'database "tiada" does not exist', id="no such database"),
        pytest.param({"username": "tiada"}, "tiada", id="no such role"),
    ],
)
def test_a_server_that_refuses_us_is_not_waited_for(postgres_url: str, changed: dict[str, str], said: str) -> None:
    address = make_url(postgres_url).set(**changed)  # type: ignore[arg-type]  # every one of them is a str
    engine = open_engine(address.render_as_string(hide_password=False))

    with pytest.raises(DatabaseRefusedError, match=said) as raised:
        SqlStateStore(engine)

    assert "\n" not in str(raised.value)


def raise_state(engine: Engine, sqlstate: str) -> None:
    with writing(engine) as connection:
        connection.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'uji' USING ERRCODE = '{sqlstate}'; END $$"))


@on_postgresql
@pytest.mark.parametrize(
    ("sqlstate", "cause"),
    [
        pytest.param("53100", "the disk is full", id="disk full"),
        pytest.param("53300", "too many connections", id="too many connections"),
        pytest.param("40P01", "waited for each other", id="deadlock"),
        pytest.param("40001", "came first", id="serialization"),
        pytest.param("25006", "read-only", id="read-only"),
        pytest.param("57P03", "starting", id="starting"),
        pytest.param("58030", "input/output", id="disk error"),
        pytest.param("08006", "the connection was lost", id="connection"),
    ],
)
def test_what_passes_by_waiting_is_named(engine: Engine, sqlstate: str, cause: str) -> None:
    with pytest.raises(StoreUnavailableError, match=cause):
        raise_state(engine, sqlstate)


@on_postgresql
@pytest.mark.parametrize("sqlstate", ["42P01", "23505", "XX001", "22021"])
def test_a_fault_crashes(engine: Engine, sqlstate: str) -> None:
    with pytest.raises(DBAPIError, match="uji"):
        raise_state(engine, sqlstate)


@on_postgresql
def test_an_heir_waits_for_the_write_it_ends_and_then_shuts_the_old_owner_out(open_same: OpenEngine) -> None:
    here, there = FateStore(open_same()), FateStore(open_same())
    owner = here.claim("fates", "fates", 0)
    there.claim("fates", "fates", 0)

    with pytest.raises(StaleOwnerError, match="epoch 1, now 2"):
        here.write(owner, [batch()])


@on_postgresql
def test_a_process_that_uses_all_its_connections_waits(url: str) -> None:
    engine = open_engine(url, connections=1, busy_timeout_s=0.05)

    with reading(engine), pytest.raises(StoreUnavailableError, match="all connections"), reading(engine):
        pass
    engine.dispose()


@on_postgresql
def test_who_keeps_no_connection_makes_one_for_each_use_and_ends_it(url: str) -> None:
    engine = open_engine(url, connections=0, to_read=True)
    pids = set()
    for _ in range(3):
        with reading(engine) as connection:
            pids.add(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())

    assert len(pids) == 3
    assert engine.pool.status() == "NullPool"


def test_an_address_is_told_without_its_password() -> None:
    assert place(open_engine("postgresql://warta:rahasia@db.example/berita")) == "db.example:5432/berita"


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="mysql: a store is kept in sqlite or postgresql"):
        open_engine("mysql://host/db")


@on_postgresql
def test_the_server_ends_a_connection_that_nobody_uses_and_the_pool_makes_another(engine: Engine) -> None:
    with reading(engine) as connection:
        limit = connection.execute(text("SHOW idle_session_timeout")).scalar_one()
        first = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    beside = open_engine(engine.url)
    with writing(beside) as connection:
        # As the server does itself when the time is over.
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": first})
    beside.dispose()

    with reading(engine) as connection:
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() != first
    assert limit == "30s"
