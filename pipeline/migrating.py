"""Databases brought to this Warta's tables in one go, before the steps that only check them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Engine

from pipeline.errors import UsageError
from pipeline.rekeying import OnProgress, bring_up
from pipeline.settings import Settings
from pipeline.wiring.stores import engine_for, server_engine
from pipeline.wiring.tended import STORES
from stores import migrate
from stores.common_tables import METADATA
from stores.database import place
from stores.migrate import SchemaState


@dataclass(frozen=True)
class Brought:
    """One database before and after; `before` is None for one that was not there."""

    place: str
    before: SchemaState | None
    after: SchemaState

    @property
    def line(self) -> str:
        old, new = self.before or SchemaState(None, frozenset()), self.after
        made = sorted(new.tables - old.tables)
        if old.version is None:
            return f"made {self.place}: schema {new.version}, {len(made)} tables"
        told = [f"schema {old.version} → {new.version}"] if old.version != new.version else []
        told += [f"made {', '.join(made)}"] if made else []
        return f"brought up {self.place}: {'; '.join(told)}" if told else f"{self.place} is up to date ({new.version})"


def migrated(settings: Settings, told: OnProgress) -> Iterator[Brought]:
    """Each database in turn, then the rows that a new version reads otherwise.

    Raises UsageError if the role may not, StoreUnavailableError, DatabaseTooNewError, DatabaseRefusedError.
    """
    if settings.database_url is not None:
        engine = server_engine(settings)
        if not migrate.may_make(engine):
            raise UsageError(
                f"WARTA_DATABASE_URL: {engine.url.username} may make no tables in {place(engine)}: "
                "name the role that owns them"
            )
        yield _brought(engine, lambda: migrate.upgrade(engine, METADATA.sorted_tables))
    else:
        before = {name: _standing(settings, name) for name in dict.fromkeys(row.database for row in STORES)}
        bring_up(settings, told)
        for row in STORES:
            row.open(settings)
        for name, found in before.items():
            engine = engine_for(settings, name)
            yield Brought(place(engine), found, migrate.standing(engine))
    bring_up(settings, told)


def _brought(engine: Engine, upgrade: Callable[[], None]) -> Brought:
    before = migrate.standing(engine)
    upgrade()
    return Brought(place(engine), before, migrate.standing(engine))


def _standing(settings: Settings, name: str) -> SchemaState | None:
    there = (settings.data_dir / f"{name}.db").is_file()
    return migrate.standing(engine_for(settings, name)) if there else None
