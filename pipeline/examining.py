"""Examines what a pipeline stands on, one look after another: each tells what it found, and what to do about it."""

import os
import platform
import resource
import shutil
import socket
import sqlite3
import ssl
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from broker.port import BrokerError
from catalogue.toml_file import CatalogueError
from pipeline.before_start import UNFINISHED, is_example
from pipeline.checked_config import check_config
from pipeline.errors import CommandError
from pipeline.settings import Settings
from pipeline.wiring.log import differing_topics, open_log, undeclared_topics
from runtime.clock import SYSTEM
from runtime.process.aside import aside
from runtime.state import StoreUnavailableError
from stores.errors import DatabaseRefusedError

# Leases, politeness and ages go by clocks; the alert on a clock has the same limit.
CLOCK_OFF_S = 20.0
FEW_FILES = 1024
ANSWER_S = 5.0
LIBRARIES = ("kafka-python", "psycopg", "sqlalchemy", "trafilatura", "pydantic", "aiohttp")
PORTS = {"http": 80, "https": 443}


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """`do` is empty where nothing is to be done."""

    what: str
    state: Level
    said: str
    do: str = ""


Findings = Iterator[Finding]


def examine(settings: Settings) -> Findings:
    """What cannot be looked at is a finding too; the other looks go on."""
    for look in LOOKS:
        try:
            yield from look(settings)
        except (BrokerError, CommandError, StoreUnavailableError, DatabaseRefusedError, OSError) as error:
            name = look.__name__.removeprefix("_").replace("_", " ")
            yield Finding(name, Level.FAIL, " ".join(str(error).split()), "see docs/operating.md, When something waits")


def _configuration(settings: Settings) -> Findings:
    try:
        counts = aside(lambda: check_config(settings))
        yield Finding("configuration", Level.OK, f"{counts.outlets} outlets, {counts.watches} watches")
    except CatalogueError as error:
        yield Finding("configuration", Level.FAIL, str(error), "mend the file; what was read before stays in force")


def _contact(settings: Settings) -> Findings:
    """Whether a name and a port answer: nothing is asked of whoever is there."""
    if is_example(settings.contact):
        yield Finding("contact", Level.WARN, f"{settings.contact} leads to nobody", "set WARTA_CONTACT")
        return
    try:
        if urlsplit(settings.contact).scheme in PORTS:
            _connect(settings.contact)
        else:
            socket.getaddrinfo(settings.contact.rpartition("@")[2], None)
        yield Finding("contact", Level.OK, f"{settings.contact} answers")
    except OSError as error:
        said = f"{settings.contact} does not answer: {error.strerror or error}"
        yield Finding("contact", Level.WARN, said, "those who are crawled must be able to reach it")


def _connect(address: str) -> None:
    """Raises OSError where nobody answers at an address of the web."""
    parts = urlsplit(address)
    socket.create_connection((parts.hostname or "", parts.port or PORTS[parts.scheme]), ANSWER_S).close()


def _spans(settings: Settings) -> Findings:
    """Whether the receiver of OTLP can be reached: no span is sent."""
    if settings.otlp_endpoint is None:
        return
    try:
        _connect(settings.otlp_endpoint)
        yield Finding("spans", Level.OK, f"{settings.otlp_endpoint} answers")
    except OSError as error:
        said = f"{settings.otlp_endpoint} does not answer: {error.strerror or error}"
        yield Finding("spans", Level.WARN, said, "spans are lost, nothing else: start it, or unset WARTA_OTLP_ENDPOINT")


def _secrets(settings: Settings) -> Findings:
    for name in ("kafka_password_file", "database_password_file"):
        path: Path | None = getattr(settings, name)
        if path is None:
            continue
        variable = f"WARTA_{name.upper()}"
        try:
            is_open = path.stat().st_mode & stat.S_IROTH
            is_empty = not path.read_text().strip()
        except OSError as error:
            yield Finding("secrets", Level.FAIL, f"{variable}: {path}: {error.strerror}", "mend the file or its rights")
            continue
        if is_empty:
            yield Finding("secrets", Level.FAIL, f"{variable}: {path} is empty", "write the password into it")
        elif is_open:
            yield Finding("secrets", Level.WARN, f"{variable}: {path} can be read by all", f"chmod 600 {path}")
        else:
            yield Finding("secrets", Level.OK, f"{variable}: {path}")


def _folders(settings: Settings) -> Findings:
    places = {"data folder": settings.data_dir, "archive folder": settings.archive_dir or settings.data_dir / "archive"}
    for what, path in places.items():
        there = next(each for each in (path, *path.resolve().parents) if each.exists())
        try:
            with tempfile.TemporaryFile(dir=there):
                free = shutil.disk_usage(there).free
        except OSError as error:
            yield Finding(what, Level.FAIL, f"{path}: {error.strerror}", f"let user {os.geteuid()} write there")
            continue
        said = f"{path}: {free / 1e9:.1f} GB free"
        if free < settings.disk_reserve_bytes:
            yield Finding(what, Level.FAIL, f"{said}: fetching rests", "make room: `warta disk` says what takes it")
        else:
            yield Finding(what, Level.OK, said)
    if (settings.data_dir / UNFINISHED).exists():
        yield Finding("data folder", Level.FAIL, "a restore was cut off", "run `warta restore` again")


def _log(settings: Settings) -> Findings:
    path = settings.data_dir / "log.db"
    if settings.log == "sqlite" and not path.exists():
        yield Finding("log", Level.WARN, f"{path} is not made yet", "`warta run` makes it")
        return
    with closing(open_log(settings, to_read=settings.log == "sqlite")) as log:
        yield Finding("log", Level.OK, f"{len(log.topics())} topics on {_where(settings, path)}")
        if settings.log == "kafka":
            if differing := differing_topics(log, settings):
                said = f"{len(differing)} topics are not as declared: {differing[0]}"
                yield Finding("topics", Level.FAIL, said, "`warta topics apply`")
            else:
                yield Finding("topics", Level.OK, "as declared")
        if left := undeclared_topics(log, settings):
            said = f"nobody reads or writes {', '.join(left)}"
            yield Finding("topics", Level.WARN, said, "delete them once they are empty")


def _where(settings: Settings, path: Path) -> str:
    return settings.kafka_bootstrap if settings.log == "kafka" else str(path)


def _database(settings: Settings) -> Findings:
    if settings.database_url is not None:
        yield from _server(settings)
        return
    # Loaded once the fork that checked the configuration has ended: neither has both in its memory.
    from pipeline.wiring.stores import engine_for
    from pipeline.wiring.tended import STORES
    from stores.database import reading
    from stores.migrate import version_of

    for name in dict.fromkeys(row.database for row in STORES):
        if not (settings.data_dir / f"{name}.db").exists():
            continue
        with reading(engine_for(settings, name, to_read=True)) as connection:
            yield _schema(f"{name}.db", version_of(connection))


def _server(settings: Settings) -> Findings:
    from sqlalchemy import text

    from pipeline.wiring.stores import engine_for
    from stores.database import reading
    from stores.migrate import version_of

    with reading(engine_for(settings, "server", to_read=True)) as connection:
        before = SYSTEM.now()
        row = connection.execute(text("SELECT extract(epoch FROM clock_timestamp()), version()")).one()
        off_s = float(row[0]) - (before + SYSTEM.now()) / 2
        yield _schema("database", version_of(connection))
    yield Finding("database", Level.OK, str(row[1]).partition(",")[0])
    said = f"the database's clock is {off_s:+.1f} s off this machine's"
    if abs(off_s) > CLOCK_OFF_S:
        yield Finding("clocks", Level.FAIL, said, "mend the time service of one of them")
    else:
        yield Finding("clocks", Level.OK, said)


def _schema(what: str, found: str | None) -> Finding:
    from stores.migrate import HEAD

    if found is None or found == HEAD:
        return Finding(what, Level.OK, f"schema {found}" if found else "empty")
    if found > HEAD:
        return Finding(what, Level.FAIL, f"schema {found}, this Warta knows {HEAD}", "update Warta")
    return Finding(what, Level.WARN, f"schema {found}, this Warta's is {HEAD}", "`warta run` brings it up")


def _clocks(settings: Settings) -> Findings:
    """A file that was written in the future: the clock went back, or another machine's is ahead."""
    newest = max((path.stat().st_mtime for path in settings.data_dir.glob("*.db*")), default=0.0)
    ahead_s = newest - time.time()
    if ahead_s > CLOCK_OFF_S:
        said = f"files of the data folder were written {ahead_s:.0f} s from now"
        yield Finding("clocks", Level.FAIL, said, "mend this machine's time service")
    else:
        yield Finding("clocks", Level.OK, "no file is of the future")


def _versions(settings: Settings) -> Findings:
    found = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    own = f"warta {version('warta')}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    yield Finding("versions", Level.OK, f"{own}, {ssl.OPENSSL_VERSION}; {found}")
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files < FEW_FILES:
        yield Finding("open files", Level.WARN, f"a process may open {files}", f"ulimit -n {FEW_FILES} or more")


LOOKS: tuple[Callable[[Settings], Findings], ...] = (
    _configuration,
    _contact,
    _spans,
    _secrets,
    _folders,
    _log,
    _database,
    _clocks,
    _versions,
)
