"""The article store, written side: the newest revision of every article, all its revisions, its watches, its tokens."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import Connection, Engine, RowMapping, bindparam, delete, select

from runtime.state import Owner
from schemas.article import EnrichedArticle
from schemas.outcomes import Reason
from stores import migrate, owners
from stores.article_lives import lives
from stores.article_reads import ArticleReads
from stores.article_tables import ARTICLES, article_revisions, article_watches, articles
from stores.database import insert, reading, upsert, writing
from stores.full_text import tokens
from stores.store import Figure, Sample

REVISIONS = (
    select(articles.c.id, articles.c.revision)
    .where(articles.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(articles.c.id)
    .with_for_update()
)
DELETE_WATCHES = delete(article_watches).where(article_watches.c.article_id == bindparam("of_article"))
NEWEST_BODY = (
    select(article_revisions.c.body)
    .where(article_revisions.c.id == bindparam("of_article"))
    .order_by(article_revisions.c.revision.desc())
    .limit(1)
)
Row = dict[str, object]
# What a list shows of a long first paragraph.
LEAD_CHARS = 400
STORED = Figure("stored", "Articles in the store.")


@dataclass(frozen=True)
class _Rows:
    """What is written of one revision; `title` and `body` are tokens."""

    id: str
    revision: int
    latest: Row
    of_revision: Row
    watches: Sequence[Row]
    title: Sequence[str]
    body: Sequence[str]


class ArticleStore(ArticleReads):
    """Implements runtime.state.Sink[EnrichedArticle], stores.store.Store and the reads of ArticleReads.

    `stem` is the function that made `search_text` (text to tokens): it is asked for the title's tokens, which rank.
    Up to `few` hits of a search are sorted, more are walked to.
    Raises DatabaseTooNewError, StoreUnavailableError when it is made.
    """

    FIGURES: ClassVar[Sequence[Figure]] = (STORED,)

    def __init__(self, engine: Engine, *, stem: Callable[[str], str], few: int | None = None) -> None:
        migrate.upgrade(engine, ARTICLES)
        super().__init__(engine, few=few)
        self._stem = stem
        # first_seen stays what the first revision said.
        self._latest = upsert(engine, articles, key=("id",), keep=("first_seen",)).returning(articles.c.doc)
        self._revision = insert(engine, article_revisions)
        self._watch = insert(engine, article_watches)

    def ping(self) -> None:
        self.latest(limit=1)

    def retain(self, now: datetime) -> int:
        """None: articles are kept."""
        return 0

    def figures(self, now: datetime) -> Iterable[Sample]:
        yield Sample(STORED, (), self.count())

    def claim(self, stage: str, topic: str, partition: int) -> Owner:
        return owners.claim(self.engine, stage, topic, partition)

    def write(self, owner: Owner, records: Sequence[EnrichedArticle]) -> Sequence[Reason | None]:
        """Takes a higher revision only: DUPLICATE_VERSION for the one that is stored, OLDER_VERSION for a lower."""
        # Before the transaction, which in SQLite shuts every other writer out.
        records = self._living(records)
        made = [self._made(record) for record in records]
        with writing(self.engine) as connection:
            owners.check(connection, owner)
            ids = list({record.id for record in records})
            stored: dict[str, int] = {row.id: row.revision for row in connection.execute(REVISIONS, {"ids": ids})}
            refused: list[Reason | None] = []
            for rows in made:
                refused.append(_refusal(rows.revision, stored.get(rows.id, 0)))
                if refused[-1] is None:
                    stored[rows.id] = rows.revision
                    self._take(connection, rows)
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
            self._full_text.index(connection, row["doc"], title=tokens(self._stem(record.title)), body=tokens(text))

    def _made(self, record: EnrichedArticle) -> _Rows:
        latest = article_row(record)
        watches = [
            {"article_id": record.id, "watch": watch, "score": score, "sorted_at": latest["sorted_at"]}
            for watch, score in _scores(record).items()
        ]
        title, body = tokens(self._stem(record.title)), tokens(record.search_text)
        return _Rows(record.id, record.revision, latest, revision_row(record), watches, title, body)

    def _take(self, connection: Connection, rows: _Rows) -> None:
        doc = connection.execute(self._latest, rows.latest).scalar_one()
        connection.execute(self._revision, rows.of_revision)
        connection.execute(DELETE_WATCHES, {"of_article": rows.id})
        if rows.watches:
            connection.execute(self._watch, rows.watches)
        self._full_text.index(connection, doc, title=rows.title, body=rows.body)


def _refusal(revision: int, stored: int) -> Reason | None:
    if revision > stored:
        return None
    return Reason.DUPLICATE_VERSION if revision == stored else Reason.OLDER_VERSION


def article_row(record: EnrichedArticle) -> Row:
    """The row of `articles`; an article without a date is listed by when it was fetched."""
    published = record.published.at if record.published is not None else None
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
        "published_at": published,
        "sorted_at": published or record.fetched_at,
        "first_seen": record.fetched_at,
        "fetched_at": record.fetched_at,
        "language": record.language,
        "lane": record.lane.value,
        "change": record.change.value,
        "flags": json.dumps([flag.value for flag in record.flags]),
        "watches": json.dumps(_scores(record)),
    }


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
