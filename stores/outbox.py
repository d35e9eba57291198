"""The outbox: what every write did to articles and stories, in its transaction, under numbers that a reader can follow.

A number is given at the end of the transaction, by an update of one row that stays locked until the commit. So the
numbers come in the order of the commits, none is left out, and whoever has seen one has seen all before it.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select
from sqlalchemy import insert as plain_insert

from schemas.story import Story, StoryEvent
from stores.column_types import EPOCH
from stores.database import insert, reading, writing
from stores.outbox_tables import outbox, outbox_head

Row = dict[str, object]
THE_ONE = 1


class ChangeKind(StrEnum):
    """What happened to an article or a story, as those see it who live on what is stored."""

    STORED = "stored"
    REVISED = "revised"
    RECLEANED = "recleaned"
    """Its text was cleaned by other rules; the outlet's page is the same."""
    REJUDGED = "rejudged"
    """Its watches or their scores changed, nothing else."""
    WITHDRAWN = "withdrawn"
    """No watch wants it any more: let go of it."""
    TAKEN_DOWN = "taken_down"
    """Forget it, whatever was kept of it."""
    MOVED = "moved"
    """It is stored under another id, which the detail names."""
    STORY_CREATED = "story_created"
    STORY_UPDATED = "story_updated"
    STORY_MERGED = "story_merged"
    """Into the story that the detail names: its id answers with that one for ever."""
    STORY_SPLIT = "story_split"
    """Off the story that the detail names."""
    STORY_CLOSED = "story_closed"
    STORY_REOPENED = "story_reopened"

    @classmethod
    def of_story(cls, event: StoryEvent) -> "ChangeKind":
        return cls(f"story_{event.value}")


@dataclass(frozen=True)
class Entry:
    """`n` counts from 1. `watches` are those that want it, and those that wanted it before.

    Of a story `article_id`, `source` and `language` are empty, and `revision` is its version.
    """

    n: int
    at: datetime
    kind: ChangeKind
    article_id: str
    story_id: str
    revision: int
    change: str
    source: str
    language: str
    lane: str
    watches: tuple[str, ...]
    detail: str


@dataclass(frozen=True)
class Head:
    """The last number, 0 where there is none, and when it was given."""

    n: int = 0
    at: datetime = EPOCH


@dataclass(frozen=True)
class Entries:
    """Those after a number. `first` is the lowest that is kept, where none is, the next that will be given."""

    items: tuple[Entry, ...]
    first: int
    head: Head


class Outbox:
    """The written side; `add` works inside the write transaction that is open, as its last statement but the commit."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime]) -> None:
        self._now = now
        first = insert(engine, outbox_head)
        self._raise = first.on_conflict_do_update(
            index_elements=["id"], set_={"n": outbox_head.c.n + first.excluded.n, "at": first.excluded.at}
        ).returning(outbox_head.c.n)

    def add(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Rows as `entry` makes them."""
        if not rows:
            return
        now = self._now()
        last = connection.execute(self._raise, {"id": THE_ONE, "n": len(rows), "at": now}).scalar_one()
        numbered = [row | {"n": n, "at": now} for n, row in enumerate(rows, start=last - len(rows) + 1)]
        connection.execute(plain_insert(outbox), numbered)


def entry(kind: ChangeKind, article: Row, *, wanted_it: str = "{}", detail: str = "") -> Row:
    """`article`: its columns as they are stored; `wanted_it`: the watches before, whose readers are to hear of it."""
    names = ("revision", "change", "source", "language", "lane")
    watches = json.dumps(list(json.loads(str(article["watches"])) | json.loads(wanted_it)))
    told = {"kind": kind.value, "article_id": article["id"], "watches": watches, "detail": detail}
    return told | {"story_id": ""} | {name: article[name] for name in names}


def story_entry(story: Story, kind: ChangeKind) -> Row:
    told: Row = {"kind": kind.value, "story_id": story.id, "revision": story.version, "change": story.event.value}
    told |= {"lane": story.lane.value, "watches": json.dumps([story.watch]), "detail": story.other}
    return told | dict.fromkeys(("article_id", "source", "language"), "")


class OutboxReads:
    """Every method raises StoreUnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def head(self) -> Head:
        with reading(self._engine) as connection:
            return _head(connection)

    def after(self, n: int, *, limit: int) -> Entries:
        """In one snapshot; nothing of what is forgotten."""
        rows = select(outbox).where(outbox.c.n > n).order_by(outbox.c.n).limit(limit)
        with reading(self._engine) as connection:
            head = _head(connection)
            first = connection.execute(select(func.min(outbox.c.n))).scalar_one()
            items = tuple(_entry(row) for row in connection.execute(rows)) if n < head.n else ()
        return Entries(items, first or head.n + 1, head)


def _head(connection: Connection) -> Head:
    row = connection.execute(select(outbox_head.c.n, outbox_head.c.at)).one_or_none()
    return Head() if row is None else Head(*row)


def _entry(row: Any) -> Entry:
    values = {name: getattr(row, name) for name in Entry.__dataclass_fields__}
    return Entry(**{**values, "kind": ChangeKind(row.kind), "watches": tuple(json.loads(row.watches))})


def forget(engine: Engine, *, before: datetime) -> int:
    """Delete what was told before: from the beginning on, so that what is kept has no gap."""
    later = select(outbox.c.n).where(outbox.c.at >= before).order_by(outbox.c.n).limit(1)
    with writing(engine) as connection:
        kept = connection.execute(later).scalar_one_or_none()
        gone = delete(outbox) if kept is None else delete(outbox).where(outbox.c.n < kept)
        return connection.execute(gone).rowcount


@dataclass(frozen=True)
class Chosen:
    """Which entries a reader wants: all that is named must hold, of several values any; empty: whatever there is."""

    kinds: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    watches: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    lanes: frozenset[str] = frozenset()

    def has(self, found: Entry) -> bool:
        return (
            (not self.kinds or found.kind in self.kinds)
            and (not self.sources or found.source in self.sources)
            and (not self.watches or not self.watches.isdisjoint(found.watches))
            and (not self.languages or found.language in self.languages)
            and (not self.lanes or found.lane in self.lanes)
        )

    def of(self, entries: Iterable[Entry]) -> list[Entry]:
        return [each for each in entries if self.has(each)]
