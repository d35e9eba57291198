"""The store of meters: what the step `meter` remembers of each source, and which articles it has counted."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Protocol

from sqlalchemy import Connection, Engine, delete, select

from runtime.state import Owner
from schemas.article import Article
from schemas.outcomes import Reason
from stores import migrate, owners
from stores.database import reading, upsert, writing
from stores.meter_tables import METER, meter_seen, meters
from stores.store import Sample, StoreMetric
from stores.takedown import Takedown, buried, bury, has_forgotten

SOURCE = ("source",)
FIGURES = {
    figure.name: figure
    for figure in (
        StoreMetric("articles", "First revisions of articles.", SOURCE, is_total=True),
        StoreMetric("revisions", "Later revisions of articles.", SOURCE, is_total=True),
        StoreMetric("doubtful", "Revisions that every reading of the page was doubtful of.", SOURCE, is_total=True),
        StoreMetric(
            "unknown_layouts",
            "Revisions whose layout the rules misread, and another reading won.",
            SOURCE,
            is_total=True,
        ),
        StoreMetric("second_readings", "Revisions whose page was read a second time.", SOURCE, is_total=True),
        StoreMetric("last_article_seconds", "Since the last new article that came live was fetched.", SOURCE),
        StoreMetric("expected_per_hour", "New articles an hour that are expected now.", SOURCE),
        StoreMetric("silence", "Over 1: the source should have published, and has not.", SOURCE),
        StoreMetric("drift", "Over 1: a measure of its articles has left its band.", ("source", "measure")),
        StoreMetric("fill_ratio", "Share of its last articles that have a field.", ("source", "field")),
        StoreMetric("removed_ratio", "Share of the text of its last articles that rules removed.", SOURCE),
        StoreMetric("chars", "Characters of its last articles.", ("source", "quantile")),
        StoreMetric("delay_seconds", "From published to fetched, of its last articles.", ("source", "quantile")),
        StoreMetric("lane_articles", "First revisions of articles by lane.", ("lane",), is_total=True),
        StoreMetric("language_articles", "First revisions of articles by language.", ("language",), is_total=True),
    )
}
# How long it is remembered that an article was counted: a replay of what is older changes counts and no rhythm.
SEEN = timedelta(days=60)


class ToldFigure(Protocol):
    """A figure by its name, with the values of its labels."""

    @property
    def name(self) -> str: ...

    @property
    def labels(self) -> tuple[str, ...]: ...

    @property
    def value(self) -> float: ...


Fold = Callable[[bytes | None, Sequence[Article], Sequence[bytes]], bytes]
Tell = Callable[[Mapping[str, bytes], float], Iterable[ToldFigure]]


class MeterStore:
    """Implements runtime.state.SinkWork[Article] and stores.store.Store. Every method raises StoreUnavailableError.

    `fold` and `tell` are those of processors.meter; `groups` are the sources of one owner. Raises
    DatabaseTooNewError when it is made.
    """

    FIGURES: ClassVar[Sequence[StoreMetric]] = tuple(FIGURES.values())

    def __init__(self, engine: Engine, *, fold: Fold, tell: Tell, groups: Sequence[Sequence[str]] = ()) -> None:
        migrate.upgrade(engine, METER)
        self._engine = engine
        self._fold = fold
        self._tell = tell
        self._group = {source: group for group in groups for source in group}
        self._put = upsert(engine, meters, key=("source",))
        self._see = upsert(engine, meter_seen, key=("id",))

    def claim(self, stage: str, topic: str, partition: int) -> Owner:
        return owners.claim(self._engine, stage, topic, partition)

    def write(self, owner: Owner, records: Sequence[Article]) -> Sequence[Reason | None]:
        """ALREADY_KNOWN for a revision that was counted or an earlier one, TAKEN_DOWN for what was forgotten."""
        with writing(self._engine) as connection:
            owners.check(connection, owner)
            asked = select(meter_seen.c.id, meter_seen.c.revision).where(
                meter_seen.c.id.in_(sorted({record.id for record in records}))
            )
            seen: dict[str, int] = {row.id: row.revision for row in connection.execute(asked)}
            refused = buried(connection, {name for record in records for name in (record.id, record.url_key)})
            told: list[Reason | None] = []
            taken: dict[str, list[Article]] = defaultdict(list)
            rows: dict[str, dict[str, object]] = {}
            for record in records:
                reason = _refusal(record, seen, refused)
                told.append(reason)
                if reason is None:
                    seen[record.id] = record.revision
                    rows[record.id] = {"id": record.id, "revision": record.revision, "at": record.fetched_at}
                    taken[record.source].append(record)
            self._count(connection, taken, rows)
        return told

    def _count(
        self, connection: Connection, taken: Mapping[str, Sequence[Article]], rows: Mapping[str, Mapping[str, object]]
    ) -> None:
        if not taken:
            return
        # In one order everywhere: a source's articles come by several partitions, and their writers take turns.
        kept = dict(self._kept(connection, sorted(taken), to_write=True))
        values = [
            {"source": source, "value": self._fold(kept.get(source), articles, self._others(connection, source, kept))}
            for source, articles in sorted(taken.items())
        ]
        connection.execute(self._put, values)
        connection.execute(self._see, [rows[id_] for id_ in sorted(rows)])

    def _others(self, connection: Connection, source: str, kept: Mapping[str, bytes]) -> Sequence[bytes]:
        """Of the owner's other sources, where this one is new."""
        if source in kept:
            return ()
        others = [other for other in self._group.get(source, ()) if other != source]
        return [value for _, value in self._kept(connection, others)]

    def _kept(
        self, connection: Connection, sources: Sequence[str], *, to_write: bool = False
    ) -> Iterator[tuple[str, bytes]]:
        asked = select(meters.c.source, meters.c.value).where(meters.c.source.in_(sources)).order_by(meters.c.source)
        for row in connection.execute(asked.with_for_update() if to_write else asked):
            yield row.source, row.value

    def ping(self) -> None:
        with reading(self._engine) as connection:
            connection.execute(select(meters.c.source).limit(1))

    def has_forgotten(self, order: Takedown) -> bool:
        return has_forgotten(self._engine, order)

    def forget(self, order: Takedown) -> int:
        """That the articles were counted: counts and rhythms name no article."""
        with writing(self._engine) as connection:
            bury(self._engine, connection, order)
            return connection.execute(delete(meter_seen).where(meter_seen.c.id.in_(order.article_ids))).rowcount

    def retain(self, now: datetime) -> int:
        with writing(self._engine) as connection:
            return connection.execute(delete(meter_seen).where(meter_seen.c.at < now - SEEN)).rowcount

    def figures(self, now: datetime) -> Iterable[Sample]:
        with reading(self._engine) as connection:
            asked = select(meters.c.source, meters.c.value).order_by(meters.c.source)
            kept: dict[str, bytes] = {row.source: row.value for row in connection.execute(asked)}
        return [Sample(FIGURES[each.name], each.labels, each.value) for each in self._tell(kept, now.timestamp())]


def _refusal(record: Article, seen: Mapping[str, int], refused: Iterable[str]) -> Reason | None:
    if record.id in refused or record.url_key in refused:
        return Reason.TAKEN_DOWN
    return Reason.ALREADY_KNOWN if record.revision <= seen.get(record.id, 0) else None
