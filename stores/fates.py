"""The fate store: what became of every record at every stage, and their counts by the minute."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import BigInteger, Connection, Engine, bindparam, cast, delete, exists, func, select, update

from runtime.state import Owner
from schemas.fate import Fate, FateBatch
from schemas.outcomes import Outcome, Reason
from stores import migrate, owners
from stores.database import insert, reading, writing
from stores.paging import Cursor, ListPage, check_cursor
from stores.store import Sample, StoreMetric
from stores.tables import FATES, fate_counts, fates
from stores.takedown import Takedown, buried, bury, has_forgotten

# An index of PostgreSQL takes no entry of over 2,704 bytes, and a fate must never be what stops the fates.
SUBJECT_CHARS = 600
KEEP = timedelta(days=30)
KNOWN = select(exists().where(fates.c.stage == bindparam("stage"), fates.c.batch == bindparam("batch")))


@dataclass(frozen=True)
class FateRow:
    """One record's fate at one stage. `reason` is empty where it passed; `n` grows with every fate stored."""

    n: int
    at: datetime
    stage: str
    subject: str
    event_id: str
    outcome: str
    reason: str
    detail: str
    ms: float
    lane: str


@dataclass(frozen=True)
class FateCount:
    stage: str
    outcome: str
    reason: str
    records: int
    ms: float


ROW = [fates.c[name] for name in FateRow.__dataclass_fields__]


class FateStore:
    """Implements runtime.state.SinkWork[FateBatch] and stores.store.Store. All methods raise StoreUnavailableError."""

    FIGURES: ClassVar[Sequence[StoreMetric]] = ()

    def __init__(self, engine: Engine) -> None:
        migrate.upgrade(engine, FATES)
        self._engine = engine
        self._fates = insert(engine, fates)
        counts = insert(engine, fate_counts)
        self._counts = counts.on_conflict_do_update(
            index_elements=list(fate_counts.primary_key.columns),
            set_={
                "records": fate_counts.c.records + counts.excluded.records,
                "ms": fate_counts.c.ms + counts.excluded.ms,
            },
        )

    def claim(self, stage: str, topic: str, partition: int) -> Owner:
        return owners.claim(self._engine, stage, topic, partition)

    def write(self, owner: Owner, records: Sequence[FateBatch]) -> Sequence[Reason | None]:
        """ALREADY_KNOWN for a batch that is stored: a replay adds nothing, neither to the fates nor to the counts."""
        with writing(self._engine) as connection:
            owners.check(connection, owner)
            return [self._take(connection, batch) for batch in records]

    def _take(self, connection: Connection, batch: FateBatch) -> Reason | None:
        if connection.execute(KNOWN, {"stage": batch.stage, "batch": batch.batch}).scalar_one():
            return Reason.ALREADY_KNOWN
        if batch.fates:
            rows = [_row(batch, number, fate) for number, fate in enumerate(batch.fates)]
            refused = buried(connection, {fate.subject for fate in batch.fates if fate.detail})
            connection.execute(
                self._fates, [row | {"detail": ""} if row["subject"] in refused else row for row in rows]
            )
            connection.execute(self._counts, _counts(batch))
        return None

    def has_forgotten(self, order: Takedown) -> bool:
        return has_forgotten(self._engine, order)

    def forget(self, order: Takedown) -> int:
        """The details: titles and texts may stand in them. That there were records stays counted."""
        subjects = [key[:SUBJECT_CHARS] for key in order.url_keys]
        with writing(self._engine) as connection:
            bury(self._engine, connection, order)
            of = fates.c.subject.in_(subjects) & (fates.c.detail != "")
            return connection.execute(update(fates).where(of).values(detail="")).rowcount

    def trace(self, subject: str) -> Sequence[FateRow]:
        """Every fate of one URL key, in the order of time."""
        rows = select(*ROW).where(fates.c.subject == subject[:SUBJECT_CHARS]).order_by(fates.c.at, fates.c.n)
        with reading(self._engine) as connection:
            return [FateRow(*row) for row in connection.execute(rows)]

    def counts(self, since: datetime) -> Sequence[FateCount]:
        """By stage, outcome and reason, from the minute that holds `since` on."""
        key = (fate_counts.c.stage, fate_counts.c.outcome, fate_counts.c.reason)
        # PostgreSQL adds integers up to a decimal.
        sums = (cast(func.sum(fate_counts.c.records), BigInteger), func.sum(fate_counts.c.ms))
        rows = select(*key, *sums).where(fate_counts.c.minute >= _minute(since)).group_by(*key).order_by(*key)
        with reading(self._engine) as connection:
            return [FateCount(*row) for row in connection.execute(rows)]

    def passed_by_minute(self, stage: str, since: datetime) -> Mapping[datetime, int]:
        """How many records passed the stage in each minute that had any, from the one that holds `since` on."""
        of = (fate_counts.c.stage == stage, fate_counts.c.outcome == Outcome.PASSED.value)
        sums = cast(func.sum(fate_counts.c.records), BigInteger)
        rows = select(fate_counts.c.minute, sums).where(fate_counts.c.minute >= _minute(since), *of)
        with reading(self._engine) as connection:
            return {minute: count for minute, count in connection.execute(rows.group_by(fate_counts.c.minute))}

    def page(
        self,
        *,
        limit: int,
        after: Cursor | None = None,
        stage: str | None = None,
        outcome: Outcome | None = None,
        reason: Reason | None = None,
        subject: str | None = None,
    ) -> ListPage[FateRow]:
        """The last stored first. Raises BadCursorError."""
        kept = None if subject is None else subject[:SUBJECT_CHARS]
        asked = {"stage": stage, "outcome": outcome, "reason": reason, "subject": kept}
        rows = select(*ROW).where(*(fates.c[name] == value for name, value in asked.items() if value is not None))
        if after is not None:
            check_cursor(after, int)
            rows = rows.where(fates.c.n < after[0])
        with reading(self._engine) as connection:
            found = [FateRow(*row) for row in connection.execute(rows.order_by(fates.c.n.desc()).limit(limit + 1))]
        return ListPage(tuple(found[:limit]), (found[limit - 1].n,) if len(found) > limit else None)

    def ping(self) -> None:
        self.page(limit=1)

    def figures(self, now: datetime) -> Iterable[Sample]:
        """None: every process counts its fates itself."""
        return ()

    def retain(self, now: datetime) -> int:
        """Delete the fates and counts of whole minutes that are over; returns how many fates went."""
        minute = _minute(now - KEEP)
        with writing(self._engine) as connection:
            connection.execute(delete(fate_counts).where(fate_counts.c.minute < minute))
            return connection.execute(delete(fates).where(fates.c.at < minute)).rowcount


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _row(batch: FateBatch, ordinal: int, fate: Fate) -> dict[str, object]:
    return {
        "stage": batch.stage,
        "batch": batch.batch,
        "ordinal": ordinal,
        "event_id": fate.id,
        "subject": fate.subject[:SUBJECT_CHARS],
        "outcome": fate.outcome.value,
        "reason": _code(fate),
        "detail": fate.detail,
        "ms": fate.ms,
        "lane": fate.lane.value,
        "at": batch.at,
    }


def _code(fate: Fate) -> str:
    return "" if fate.reason is None else fate.reason.value


def _counts(batch: FateBatch) -> list[dict[str, object]]:
    spent: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for fate in batch.fates:
        spent[fate.outcome.value, _code(fate)].append(fate.ms)
    at = {"minute": _minute(batch.at), "stage": batch.stage}
    return [
        {**at, "outcome": outcome, "reason": reason, "records": len(ms), "ms": sum(ms)}
        # In one order everywhere: two writers that count in the same minute never wait for each other in a ring.
        for (outcome, reason), ms in sorted(spent.items())
    ]
