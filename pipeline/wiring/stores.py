"""Chooses the stores: one PostgreSQL database, or a SQLite file each, so that writers do not wait for each other."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError

from pipeline.errors import UsageError
from pipeline.settings import Settings
from stores import passes
from stores.database import open_engine, writing

if TYPE_CHECKING:
    from stores.applications import Applications
    from stores.articles import ArticleStore
    from stores.fates import FateStore
    from stores.frontier.store import Frontier
    from stores.operations import Operations
    from stores.standings import Standings
    from stores.state import SqlStateStore
    from stores.stories import StoryStore
    from stores.texts import TextStore
    from stores.webhooks import WebhookStore

S = TypeVar("S")
# Of one store in one process to a server.
CONNECTIONS = 5
DRIVERS = ("postgresql+psycopg", "postgresql", "sqlite")


@dataclass(frozen=True)
class Stores:
    """The reading side of every store."""

    articles: ArticleStore
    fates: FateStore
    frontier: Frontier
    stories: StoryStore


def engine_for(settings: Settings, name: str, *, to_read: bool = False, connections: int = CONNECTIONS) -> Engine:
    """One database for all stores where a server is named, else a file for each. `to_read` makes and changes nothing,
    here and in whatever is opened on it; a store that is not there raises StoreNotReadyError."""
    if settings.database_url is not None:
        return server_engine(settings, to_read=to_read, connections=connections)
    if not to_read:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    # Made of its parts: a `?` or `%` in the folder's name is no part of an address.
    url = URL.create("sqlite", database=str(settings.data_dir / f"{name}.db"))
    return open_engine(url, synchronous="FULL" if settings.log_durable else "NORMAL", to_read=to_read)


def server_engine(settings: Settings, *, to_read: bool = False, connections: int = CONNECTIONS) -> Engine:
    """On the database of all stores. Raises UsageError."""
    return open_engine(_server(settings), connections=connections, to_read=to_read)


def _server(settings: Settings) -> str:
    """Raises UsageError if the address is invalid, or the password's file cannot be read."""
    try:
        server = make_url(settings.database_url or "")
        password = settings.secret("database")
    except ArgumentError as error:
        # The address is not repeated: a password may stand in it.
        raise UsageError("WARTA_DATABASE_URL is no postgresql+psycopg://USER@HOST:PORT/DATABASE") from error
    except OSError as error:
        name, why = settings.database_password_file, error.strerror
        raise UsageError(f"WARTA_DATABASE_PASSWORD_FILE: {name}: {why}") from error
    if server.drivername not in DRIVERS:
        raise UsageError(f"WARTA_DATABASE_URL: {server.drivername} is none of {', '.join(DRIVERS)}")
    return (server.set(password=password) if password else server).render_as_string(hide_password=False)


@contextmanager
def own_schema(settings: Settings) -> Iterator[Settings]:
    """On a server: a schema of its own in the named database, removed afterwards."""
    if settings.database_url is None:
        yield settings
        return
    name = f"bench_{uuid.uuid4().hex[:8]}"
    with writing(engine := engine_for(settings, "bench")) as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    try:
        url = make_url(settings.database_url).update_query_dict({"options": f"-csearch_path={name}"})
        yield settings.model_copy(update={"database_url": url.render_as_string(hide_password=False)})
    finally:
        with writing(engine) as connection:
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
        engine.dispose()


def open_articles(settings: Settings, *, unfinished: bool = False, to_read: bool = False) -> ArticleStore:
    """This and the others raise PassesPendingError where a pass is to be done, unless `unfinished` will do."""
    from processors.enrich.stem import stem_text
    from stores.articles import ArticleStore

    engine = engine_for(settings, "articles", to_read=to_read)
    store = ArticleStore(
        engine,
        stem=stem_text,
        keep_withdrawn=timedelta(days=settings.texts_keep_days),
        keep_outbox=timedelta(days=settings.changes_keep_days),
    )
    return _up_to_date(store, engine, unfinished=unfinished)


def open_standings(settings: Settings, *, to_read: bool = False) -> Standings:
    from stores.standings import Standings

    return Standings(engine_for(settings, "articles", to_read=to_read))


def open_texts(settings: Settings, *, to_read: bool = False) -> TextStore:
    from stores.texts import TextStore

    return TextStore(engine_for(settings, "texts", to_read=to_read), keep=timedelta(days=settings.texts_keep_days))


def open_stories(settings: Settings, *, to_read: bool = False) -> StoryStore:
    from processors.enrich.stem import stem_text
    from stores.stories import StoryStore

    return StoryStore(engine_for(settings, "articles", to_read=to_read), stem=stem_text)


def open_applications(settings: Settings) -> Applications:
    from stores.applications import Applications

    return Applications(engine_for(settings, "texts"))


def open_fates(settings: Settings, *, unfinished: bool = False, to_read: bool = False) -> FateStore:
    from stores.fates import FateStore

    engine = engine_for(settings, "fates", to_read=to_read)
    return _up_to_date(FateStore(engine), engine, unfinished=unfinished)


def open_frontier(settings: Settings, *, unfinished: bool = False, to_read: bool = False) -> Frontier:
    from stores.frontier.store import Frontier

    engine = engine_for(settings, "frontier", to_read=to_read)
    opened = Frontier.open(engine, refetch_after_s=settings.refetch_after_s, changed_floor_s=settings.changed_floor_s)
    return _up_to_date(opened, engine, unfinished=unfinished)


def open_operations(settings: Settings, *, to_read: bool = False, connections: int = CONNECTIONS) -> Operations:
    from stores.operations import Operations

    return Operations(engine_for(settings, "frontier", to_read=to_read, connections=connections))


def open_webhooks(settings: Settings, *, to_read: bool = False) -> WebhookStore:
    from stores.webhooks import WebhookStore

    return WebhookStore(engine_for(settings, "webhooks", to_read=to_read))


def open_state(settings: Settings, *, unfinished: bool = False) -> SqlStateStore:
    from stores.state import SqlStateStore

    engine = engine_for(settings, "state")
    return _up_to_date(SqlStateStore(engine), engine, unfinished=unfinished)


def _up_to_date(store: S, engine: Engine, *, unfinished: bool) -> S:
    if not unfinished:
        passes.require_done(engine)
    return store


def open_stores(settings: Settings, *, to_read: bool = False) -> Stores:
    return Stores(
        open_articles(settings, to_read=to_read),
        open_fates(settings, to_read=to_read),
        open_frontier(settings, to_read=to_read),
        open_stories(settings, to_read=to_read),
    )
