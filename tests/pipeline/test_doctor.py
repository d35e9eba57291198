"""`warta doctor` finds what is wrong, says what to do, and changes nothing."""

import json
import os
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.examining import Finding, Level, examine
from pipeline.settings import Settings
from tests.pipeline.command import warta
from tests.pipeline.places import engines, pipeline
from tests.stores.conftest import empty_schema, postgres_url

__all__ = ["engines", "pipeline", "postgres_url"]


def found(settings: Settings, state: Level) -> list[Finding]:
    return [finding for finding in examine(settings) if finding.state is state]


@pytest.fixture
def contact() -> Iterator[str]:
    """Of somebody who can be reached."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/about"


@pytest.fixture
def well(pipeline: Settings, contact: str) -> Settings:
    return pipeline.model_copy(update={"contact": contact})


def changed(**what: object) -> Callable[[Settings], Settings]:
    return lambda settings: settings.model_copy(update=what)


def unreadable_config(settings: Settings) -> Settings:
    folder = settings.data_dir.parent / "config" / "sources"
    folder.mkdir(parents=True)
    (folder / "kabar.toml").write_text("id = 1\n")
    return changed(config_dir=folder.parent)(settings)


def later_schema(settings: Settings) -> Settings:
    with closing(sqlite3.connect(settings.data_dir / "fates.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")
    return settings


def broken_log(settings: Settings) -> Settings:
    with closing(sqlite3.connect(settings.data_dir / "log.db")) as connection:
        connection.execute("PRAGMA user_version = 99")
    return settings


def from_the_future(settings: Settings) -> Settings:
    at = time.time() + 3600
    os.utime(settings.data_dir / "articles.db", (at, at))
    return settings


def open_secret(settings: Settings) -> Settings:
    path = settings.data_dir.parent / "password"
    path.write_text("x")
    path.chmod(0o644)
    return changed(database_password_file=path)(settings)


def empty_secret(settings: Settings) -> Settings:
    path = settings.data_dir.parent / "password"
    path.touch(0o600)
    return changed(database_password_file=path)(settings)


def silent_address() -> str:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def silent_contact(settings: Settings) -> Settings:
    return changed(contact=f"{silent_address()}/about")(settings)


def silent_receiver(settings: Settings) -> Settings:
    return changed(otlp_endpoint=silent_address())(settings)


def test_a_pipeline_that_is_well_has_nothing_but_ok(well: Settings) -> None:
    before = {path: path.stat().st_mtime_ns for path in well.data_dir.glob("*.db")}

    assert [finding for finding in examine(well) if finding.state is not Level.OK] == []
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.parametrize(
    ("spoil", "state", "said", "do"),
    [
        pytest.param(unreadable_config, Level.FAIL, "kabar.toml", "mend the file", id="configuration"),
        pytest.param(changed(disk_reserve_bytes=1 << 60), Level.FAIL, "fetching rests", "make room", id="disk"),
        pytest.param(later_schema, Level.FAIL, "0999, this Warta knows", "update Warta", id="later schema"),
        pytest.param(broken_log, Level.FAIL, "is a log of version 99", "docs/operating.md", id="log"),
        pytest.param(from_the_future, Level.FAIL, "s from now", "time service", id="clock"),
        pytest.param(empty_secret, Level.FAIL, "is empty", "write the password", id="empty secret"),
        pytest.param(open_secret, Level.WARN, "can be read by all", "chmod 600", id="open secret"),
        pytest.param(silent_contact, Level.WARN, "does not answer", "able to reach it", id="contact"),
        pytest.param(silent_receiver, Level.WARN, "does not answer", "spans are lost", id="receiver of spans"),
        pytest.param(changed(contact="https://example.org/w"), Level.WARN, "nobody", "set WARTA_CONTACT", id="nobody"),
        pytest.param(
            changed(database_password_file=Path("/nowhere/password")),
            Level.FAIL,
            "WARTA_DATABASE_PASSWORD_FILE: /nowhere/password: No such file",
            "mend the file",
            id="no secret",
        ),
        pytest.param(
            changed(database_url="postgresql://w@127.0.0.1:9/w"), Level.FAIL, "127.0.0.1:9", "docs/", id="server"
        ),
    ],
)
def test_what_is_wrong_is_found_with_what_to_do(
    well: Settings, spoil: Callable[[Settings], Settings], state: Level, said: str, do: str
) -> None:
    spoilt = [finding for finding in found(spoil(well), state) if said in finding.said]

    assert spoilt
    assert all(do in finding.do for finding in spoilt)
    assert all("\n" not in finding.said for finding in spoilt)


def test_a_folder_that_may_not_be_written_is_told(well: Settings) -> None:
    nowhere = well.model_copy(update={"archive_dir": Path("/proc/archive")})

    (finding,) = found(nowhere, Level.FAIL)

    assert finding.what == "archive folder"
    assert "let user" in finding.do


@pytest.mark.slow
def test_a_servers_version_schema_and_clock_are_told(postgres_url: str, engines: None, tmp_path: Path) -> None:
    with empty_schema(postgres_url) as url:
        told = list(examine(Settings(data_dir=tmp_path, database_url=url)))

    said = {finding.said for finding in told if finding.what in ("database", "clocks")}
    assert any(each.startswith("PostgreSQL") for each in said)
    assert any(each.startswith("the database's clock is ") for each in said)
    assert {finding.state for finding in told if finding.what in ("database", "clocks")} == {Level.OK}


def test_the_command_exits_with_1_where_something_fails(pipeline: Settings, contact: str) -> None:
    env = {"WARTA_CONTACT": contact}
    ran = warta("doctor", "--json", "--data", pipeline.data_dir, env=env)
    broken_log(pipeline)
    failed = warta("doctor", "--data", pipeline.data_dir, env=env)
    cluster = env | {"WARTA_LOG": "kafka", "WARTA_KAFKA_BOOTSTRAP": "127.0.0.1:9"}
    away = warta("doctor", "--data", pipeline.data_dir, env=cluster)
    rows = [json.loads(line) for line in ran.lines]

    assert (ran.code, failed.code) == (0, 1), ran.out
    assert {row["state"] for row in rows} == {"ok"}
    assert {*rows[0]} == {"what", "state", "said", "do"}
    assert [line for line in failed.lines if line.startswith("fail log: ")]
    assert (away.code, away.err) == (1, "")
    assert [line for line in away.lines if line.startswith("fail log: ") and "127.0.0.1:9" in line]
