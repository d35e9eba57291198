"""The article store, written side: the newest revision of every article, all its revisions, its watches, its tokens."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import Connection, Engine, RowMapping, bindparam, delete, select

from runtime.clock import utc_now
from runtime.state import Owner
from schemas.article import EnrichedArticle
from schemas.outcomes import Reason
from stores import migrate, outbox, owners
from stores.article_lives import forget_articles, lives
from stores.article_reads import ArticleReads
from stores.article_tables import ARTICLES, article_revisions, article_watches, articles
from stores.database import insert, reading, upsert, writing
from stores.full_text import tokens
from stores.outbox import Outbox
from stores.outbox_told import told_of
from stores.said import SaidRows, said_rows, write_said
from stores.store import Figure, Sample
from stores.takedown import Takedown, buried, has_forgotten
from stores.withdrawals import NOWHERE, Place, Row, Withdrawals

DELETE_WATCHES = delete(article_watches).where(article_watches.c.article_id == bindparam("of_article"))
NEWEST_BODY = (
    select(article_revisions.c.body)
    .where(article_revisions.c.id == bindparam("of_article"))
    .order_by(article_revisions.c.revision.desc())
    .limit(1)
)
# What a list shows of a long first paragraph.
LEAD_CHARS = 400
STORED = Figure("stored", "Articles in the store.")
WATCHED = Figure("watched", "Articles in the store by the watch that wants them.", ("watch",))
WITHDRAWN = Figure("withdrawn", "Articles that no watch wants any more.")


@dataclass(frozen=True)
class _Rows:
    """What is written of one revision; `title` and `body` are tokens."""

    id: str
    place: Place
    latest: Row
    of_revision: Row
    watches: Sequence[Row]
    title: Sequence[str]
    body: Sequence[str]
    said: SaidRows


class ArticleStore(ArticleReads):
    """Implements runtime.state.Sink[EnrichedArticle], stores.store.Store and the reads of ArticleReads.

    `stem` is the function that made `search_text` (text to tokens): it is asked for the title's tokens, which rank.
    Up to `few` hits of a search are sorted, more are walked to. `keep_withdrawn` is how long the revisions of a
    withdrawn article are kept, and `keep_outbox` how long what was told in the outbox; None: for ever.
    Raises DatabaseTooNewError, StoreUnavailableError when it is made.
    """

    FIGURES: ClassVar[Sequence[Figure]] = (STORED, WATCHED, WITHDRAWN)

    def __init__(
        self,
        engine: Engine,
        *,
        stem: Callable[[str], str],
        few: int | None = None,
        keep_withdrawn: timedelta | None = None,
        keep_outbox: timedelta | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        migrate.upgrade(engine, ARTICLES)
        super().__init__(engine, few=few)
        self._stem = stem
        self._keep_withdrawn = keep_withdrawn
        self._keep_outbox = keep_outbox
        self.outbox = Outbox(engine, now=now)
        self.withdrawals = Withdrawals(engine, self._full_text, now=now)
        # first_seen stays what the first revision said.
        self._latest = upsert(engine, articles, key=("id",), keep=("first_seen",)).returning(articles.c.doc)
        self._revision = upsert(engine, article_revisions, key=("id", "revision"))
        self._watch = insert(engine, article_watches)

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
        made = [self._made(record) for record in records]
        with writing(self.engine) as connection:
            owners.check(connection, owner)
            refused_names = buried(connection, {name for record in records for name in (record.id, record.url_key)})
            stored = self.withdrawals.places(connection, sorted({record.id for record in records}))
            refused: list[Reason | None] = []
            told: list[Row] = []
            for record, rows in zip(records, made, strict=True):
                if record.id in refused_names or record.url_key in refused_names:
                    refused.append(Reason.TAKEN_DOWN)
                    continue
                before = stored.get(rows.id, NOWHERE)
                refused.append(_refusal(rows.place, before))
                if refused[-1] is None:
                    stored[rows.id] = rows.place._replace(watches=str(rows.latest["watches"]))
                    self._take(connection, rows, before)
                    told += told_of(record, rows.latest, rows.place, before)
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
            write_said(connection, row["id"], said_rows(record, _sorted_at(record), stem=self._stem))
            self._full_text.index(connection, row["doc"], title=tokens(self._stem(record.title)), body=tokens(text))

    def _made(self, record: EnrichedArticle) -> _Rows:
        latest = article_row(record)
        watches = [
            {"article_id": record.id, "watch": watch, "score": score, "sorted_at": latest["sorted_at"]}
            for watch, score in _scores(record).items()
        ]
        title, body = tokens(self._stem(record.title)), tokens(record.search_text)
        place = Place.of(record)
        said = said_rows(record, _sorted_at(record), stem=self._stem)
        return _Rows(record.id, place, latest, revision_row(record), watches, title, body, said)

    def _take(self, connection: Connection, rows: _Rows, before: Place) -> None:
        if rows.place.is_withdrawn or before.number or rows.place.number:
            self.withdrawals.note(connection, rows.latest, rows.place)
        if rows.place.is_withdrawn:
            self.withdrawals.withdraw(connection, rows.id)
            return
        doc = connection.execute(self._latest, rows.latest).scalar_one()
        if before.is_withdrawn:
            self.withdrawals.bring_back(connection, rows.id)
        connection.execute(self._revision, rows.of_revision)
        connection.execute(DELETE_WATCHES, {"of_article": rows.id})
        if rows.watches:
            connection.execute(self._watch, rows.watches)
        write_said(connection, rows.id, rows.said)
        self._full_text.index(connection, doc, title=rows.title, body=rows.body)


def _refusal(place: Place, stored: Place) -> Reason | None:
    if place.order > stored.order:
        return None
    return Reason.DUPLICATE_VERSION if place.order == stored.order else Reason.OLDER_VERSION


def article_row(record: EnrichedArticle) -> Row:
    """The row of `articles`; an article without a date is listed by when it was fetched."""
    return {
        "id": record.id,
        "revision": record.revision,
        "url": record.url,
        "canonical_url": record.canonical_url,
        "url_key": record.url_key,
        "source": record.source,
        "publisher": record.publisher,
        "title": record.title,
        "lead": record.paragraphs[0][:LEAD_CHARS] if record.paragraphs else "",
        "published_at": None if record.published is None else record.published.at,
        "sorted_at": _sorted_at(record),
        "first_seen": record.fetched_at,
        "fetched_at": record.fetched_at,
        "language": record.language,
        "lane": record.lane.value,
        "change": record.change.value,
        "flags": json.dumps([flag.value for flag in record.flags]),
        "watches": json.dumps(_scores(record)),
    }


def _sorted_at(record: EnrichedArticle) -> datetime:
    return record.fetched_at if record.published is None else record.published.at


def _scores(record: EnrichedArticle) -> dict[str, float]:
    return {match.watch: match.score for match in record.watches}


def revision_row(record: EnrichedArticle) -> Row:
    return {
        "id": record.id,
        "revision": record.revision,
        "change": record.change.value,
        "title": record.title,
        "fetched_at": record.fetched_at,
        "body": record.encode().decode(),
    }
