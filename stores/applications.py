"""Applications of watches to what is kept: how far each has come, what it was about to publish, what it has counted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine, func, select, update

from runtime.state import Owner
from stores import migrate, owners
from stores.database import insert, reading, writing
from stores.text_tables import TEXTS, applications

# The name under which an application is owned: a second one of the same folder shuts the first out.
OWNED = ("watches_apply", "texts", 0)
COLUMNS = [applications.c[name] for name in ("number", "phase", "after", "pending", "counts")]


@dataclass(frozen=True)
class Application:
    """`pending` are the ids that were decided on and may not be published yet; `counts` counts them already."""

    number: int
    phase: str
    after: str = ""
    pending: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


class Applications:
    """Every method raises StoreUnavailableError; those that take an owner raise StaleOwnerError."""

    def __init__(self, engine: Engine) -> None:
        migrate.upgrade(engine, TEXTS)
        self._engine = engine
        self._begin = insert(engine, applications)

    def claim(self) -> Owner:
        return owners.claim(self._engine, *OWNED)

    def open(self, asked: str, watches: str) -> Application | None:
        """The last of all, if it was cut off, was asked for in these words, and `watches` is the same digest of what
        articles are judged and read by.

        One before it is not gone on with: what it would say is older than what the later one has said.
        """
        newest = select(applications).order_by(applications.c.number.desc()).limit(1)
        with reading(self._engine) as connection:
            row = connection.execute(newest).one_or_none()
        if row is None or row.ended_at is not None or (row.asked, row.watches) != (asked, watches):
            return None
        return Application(row.number, row.phase, row.after, tuple(json.loads(row.pending)), json.loads(row.counts))

    def begin(self, owner: Owner, asked: str, watches: str, *, phase: str, above: int, now: datetime) -> Application:
        """A new one; its number is above that of every other, and above `above`."""
        row = {"asked": asked, "watches": watches, "phase": phase, "after": "", "pending": "[]", "counts": "{}"}
        with writing(self._engine) as connection:
            owners.check(connection, owner)
            last = connection.execute(select(func.coalesce(func.max(applications.c.number), 0))).scalar_one()
            number = max(last, above) + 1
            connection.execute(self._begin, row | {"number": number, "began_at": now, "ended_at": None})
        return Application(number, phase)

    def save(self, owner: Owner, application: Application, *, ended_at: datetime | None = None) -> None:
        values = {
            "phase": application.phase,
            "after": application.after,
            "pending": json.dumps(application.pending),
            "counts": json.dumps(application.counts),
            "ended_at": ended_at,
        }
        with writing(self._engine) as connection:
            owners.check(connection, owner)
            changed = update(applications).where(applications.c.number == application.number)
            connection.execute(changed.values(**values))

    def all(self) -> Sequence[Application]:
        """In the order of their numbers."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(*COLUMNS).order_by(applications.c.number)).all()
        return [
            Application(row.number, row.phase, row.after, tuple(json.loads(row.pending)), json.loads(row.counts))
            for row in rows
        ]
