"""What the frontier tells of itself: rows by state, and the health of every source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, Engine, func, select

from schemas.frontier import FrontierCounts
from stores.column_types import EPOCH
from stores.database import reading
from stores.frontier.unbrought import Counts, counted
from stores.tables import hosts, polls, urls


@dataclass(frozen=True)
class PollHealth:
    """`last_reason` is None where the last poll brought a readable list, or none was made (`last_at` is None)."""

    url: str
    channel: str
    last_at: datetime | None
    last_reason: str | None
    last_detail: str
    failures: int
    next_due_at: datetime
    found: int


@dataclass(frozen=True)
class SourceHealth:
    """`last_poll` is the latest of its polls; `found`: links listed since ever; `last_page_at`: last page published."""

    source: str
    polls: tuple[PollHealth, ...]
    last_poll: PollHealth
    failures: int
    """The most failures in a row of any of its polls."""
    next_due_at: datetime
    found: int
    last_page_at: datetime | None


class CrawlHealth:
    """For readers alone. Every method raises StoreUnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ping(self) -> None:
        """A cheap read: whether the frontier can be read at all."""
        with reading(self._engine) as connection:
            connection.execute(select(polls.c.url).limit(1))

    def counts(self, now: datetime) -> FrontierCounts:
        with reading(self._engine) as connection:
            return _counts(connection, now)

    def unbrought(self) -> Counts:
        """Fetches that brought no page, by source and reason."""
        with reading(self._engine) as connection:
            return counted(connection)

    def sources(self) -> Sequence[SourceHealth]:
        """Of every source that has polls, by name."""
        with reading(self._engine) as connection:
            return _sources(connection)


def _counts(connection: Connection, now: datetime) -> FrontierCounts:
    def rows_of(*conditions: ColumnElement[bool]) -> int:
        return connection.execute(select(func.count()).where(*conditions)).scalar_one()

    held = select(func.count()).select_from(hosts).join(urls, urls.c.host == hosts.c.host)
    in_flight = held.where(hosts.c.leased_until > now, urls.c.due_at <= now, urls.c.taken_epoch == hosts.c.epoch)
    leased = connection.execute(in_flight).scalar_one()
    polls_due = rows_of(polls.c.next_due_at <= now)
    polls_leased = rows_of(polls.c.next_due_at <= now, polls.c.leased_until > now)
    return FrontierCounts(
        due=rows_of(urls.c.due_at <= now) - leased,
        leased=leased,
        waiting=rows_of(urls.c.due_at > now),
        polls_due=polls_due - polls_leased,
        polls_leased=polls_leased,
    )


def _sources(connection: Connection) -> Sequence[SourceHealth]:
    columns = [polls.c[name] for name in PollHealth.__dataclass_fields__]
    rows = connection.execute(select(polls.c.source, *columns).order_by(polls.c.source, polls.c.url)).all()
    return [
        _health(connection, source, tuple(PollHealth(*row[1:]) for row in of_source))
        for source, of_source in groupby(rows, key=lambda row: row.source)
    ]


def _health(connection: Connection, source: str, of_source: tuple[PollHealth, ...]) -> SourceHealth:
    last_page_at = connection.execute(select(func.max(urls.c.passed_at)).where(urls.c.source == source)).scalar_one()
    return SourceHealth(
        source=source,
        polls=of_source,
        last_poll=max(of_source, key=lambda poll: poll.last_at or EPOCH),
        failures=max(poll.failures for poll in of_source),
        next_due_at=min(poll.next_due_at for poll in of_source),
        found=sum(poll.found for poll in of_source),
        last_page_at=last_page_at,
    )
