"""The article store, written side: the newest revision of every article, all its revisions, its watches, its tokens."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import Connection, Engine, RowMapping, bindparam, select

from runtime.clock import utc_now
from runtime.state import Owner
from schemas.article import EnrichedArticle
from schemas.outcomes import Reason
from stores import migrate, outbox, owners
from stores.article_lives import forget_articles, lives
from stores.article_rows import rows_of, sorted_at
from stores.article_search import ArticleSearch
from stores.article_tables import ARTICLES, article_revisions
from stores.article_writes import ArticleWrites, TakenRevision
from stores.database import reading, writing
from stores.full_text import tokens
from stores.index_entries import IndexEntry
from stores.outbox import Outbox
from stores.outbox_told import told_of
from stores.said import said_rows, write_said
from stores.store import Sample, StoreMetric
from stores.takedown import Takedown, buried, has_forgotten
from stores.withdrawals import NOWHERE, Row, Standing, Withdrawals

NEWEST_BODY = (
    select(article_revisions.c.body)
    .where(article_revisions.c.id == bindparam("of_article"))
    .order_by(article_revisions.c.revision.desc())
    .limit(1)
)
STORED = StoreMetric("stored", "Articles in the store.")
WATCHED = StoreMetric("watched", "Articles in the store by the watch that wants them.", ("watch",))
WITHDRAWN = StoreMetric("withdrawn", "Articles that no watch wants any more.")


class ArticleStore(ArticleSearch):
    """Implements runtime.state.SinkWork[EnrichedArticle], stores.store.Store and the reads of ArticleSearch.

    `stem` is the function that made `search_text` (text to tokens): it is asked for the title's tokens, which rank.
    `near` and `few`: see `stores.hits.Hits`. `keep_withdrawn` is how long the revisions of a
    withdrawn article are kept, and `keep_outbox` how long what was told in the outbox; None: for ever.
    Raises DatabaseTooNewError, StoreUnavailableError when it is made.
    """

    FIGURES: ClassVar[Sequence[StoreMetric]] = (STORED, WATCHED, WITHDRAWN)

    def __init__(
        self,
        engine: Engine,
        *,
        stem: Callable[[str], str],
        near: int | None = None,
        few: int | None = None,
        keep_withdrawn: timedelta | None = None,
        keep_outbox: timedelta | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        migrate.upgrade(engine, ARTICLES)
        super().__init__(engine, near=near, few=few)
        self._stem = stem
        self._keep_withdrawn = keep_withdrawn
        self._keep_outbox = keep_outbox
        self.outbox = Outbox(engine, now=now)
        self.withdrawals = Withdrawals(engine, self._full_text, now=now)
        self._writes = ArticleWrites(engine, self._full_text, self.withdrawals)

    def ping(self) -> None:
        self.latest(limit=1)

    def has_forgotten(self, order: Takedown) -> bool:
        return has_forgotten(self.engine, order)

    def forget(self, order: Takedown) -> int:
        with writing(self.engine) as connection:
            count, told = forget_articles(self.engine, connection, order)
            self.outbox.add(connection, told)
            return count

    def retain(self, now: datetime) -> int:
        """Articles are kept; of withdrawn ones the texts go, and old entries of the outbox."""
        gone = 0 if self._keep_outbox is None else outbox.forget(self.engine, before=now - self._keep_outbox)
        if self._keep_withdrawn is None:
            return gone
        return gone + self.withdrawals.retain(now - self._keep_withdrawn)

    def figures(self, now: datetime) -> Iterable[Sample]:
        yield Sample(STORED, (), self.count())
        yield from (Sample(WATCHED, (watch,), count) for watch, count in self.counts_by_watch().items())
        yield Sample(WITHDRAWN, (), self.withdrawals.count())

    def claim(self, stage: str, topic: str, partition: int) -> Owner:
        return owners.claim(self.engine, stage, topic, partition)

    def write(self, owner: Owner, records: Sequence[EnrichedArticle]) -> Sequence[Reason | None]:
        """Takes a higher revision, or a later judgement of the same one, only.

        DUPLICATE_VERSION for the one that is stored, OLDER_VERSION for a lower, TAKEN_DOWN for what was forgotten. A
        withdrawal is taken in its order too.
        """
        # Before the transaction, which in SQLite shuts every other writer out.
        records = self._living(records)
        made = [rows_of(record, stem=self._stem) for record in records]
        with writing(self.engine) as connection:
            owners.check(connection, owner)
            refused_names = buried(connection, {name for record in records for name in (record.id, record.url_key)})
            stored = self.withdrawals.places(connection, sorted({record.id for record in records}))
            refused: list[Reason | None] = []
            taken: list[TakenRevision] = []
            told: list[Row] = []
            for record, rows in zip(records, made, strict=True):
                if record.id in refused_names or record.url_key in refused_names:
                    refused.append(Reason.TAKEN_DOWN)
                    continue
                before = stored.get(rows.id, NOWHERE)
                refused.append(_refusal(rows.place, before))
                if refused[-1] is None:
                    stored[rows.id] = rows.place._replace(watches=str(rows.latest["watches"]))
                    taken.append(TakenRevision(rows, before))
                    told += told_of(record, rows.latest, rows.place, before)
            self._writes.write(connection, taken)
            self.outbox.add(connection, told)
        return refused

    def _living(self, records: Sequence[EnrichedArticle]) -> Sequence[EnrichedArticle]:
        """Under the ids that they live under: a record may have been written before its key changed."""
        with reading(self.engine) as connection:
            moved = lives(connection, {record.id for record in records})
        if not moved:
            return records
        return [record.model_copy(update={"id": moved.get(record.id, record.id)}) for record in records]

    def reindex(self, connection: Connection, rows: Sequence[RowMapping]) -> None:
        """Tokens anew, of articles by `doc` and `id`: after a change of what makes them."""
        for row in rows:
            body = connection.execute(NEWEST_BODY, {"of_article": row["id"]}).scalar_one()
            record = EnrichedArticle.decode(body.encode())
            text = self._stem("\n".join((record.title, *record.paragraphs)))
            write_said(connection, {row["id"]: said_rows(record, sorted_at(record), stem=self._stem)})
            entry = IndexEntry(row["doc"], tokens(self._stem(record.title)), tokens(text))
            self._full_text.index(connection, [entry])


def _refusal(place: Standing, stored: Standing) -> Reason | None:
    if place.order > stored.order:
        return None
    return Reason.DUPLICATE_VERSION if place.order == stored.order else Reason.OLDER_VERSION
