"""What becomes of stored articles that are judged again: their place in the order, and how they go and come back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, Connection, Engine, bindparam, delete, func, insert, literal, select, update

from schemas.article import EnrichedArticle
from stores import full_text
from stores.article_tables import (
    article_judgements,
    article_revisions,
    article_watches,
    articles,
    withdrawn_revisions,
)
from stores.column_types import InstantColumn
from stores.database import reading, upsert, writing
from stores.said import remove_said

Row = dict[str, object]
COLUMNS = [column.name for column in article_revisions.columns]
IDS: BindParameter[str] = bindparam("ids", expanding=True)
STORED = (
    select(articles.c.id, articles.c.revision, articles.c.watches).where(articles.c.id.in_(IDS)).order_by(articles.c.id)
)
JUDGED = select(article_judgements).where(article_judgements.c.id.in_(IDS))
OF_ARTICLE: BindParameter[str] = bindparam("of_article")
DOC = select(articles.c.doc, articles.c.first_seen).where(articles.c.id == OF_ARTICLE)


class Standing(NamedTuple):
    """Where a record stands among all of its article. `number` is its judgement's, 0 for the first."""

    revision: int
    number: int = 0
    is_withdrawn: bool = False
    watches: str = "{}"
    """As they are stored, in JSON."""

    @classmethod
    def of(cls, record: EnrichedArticle) -> "Standing":
        judged = record.judged
        return cls(record.revision) if judged is None else cls(record.revision, judged.number, judged.is_withdrawal)

    @property
    def order(self) -> tuple[int, int]:
        return self.revision, self.number


NOWHERE = Standing(0)


class Withdrawals:
    """Of the article store. Its methods work inside the write transaction that is open."""

    def __init__(self, engine: Engine, tokens: full_text.FullText, *, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._now = now
        self._tokens = tokens
        self._note = upsert(engine, article_judgements, key=("id",), keep=("first_seen",))

    def places(self, connection: Connection, ids: Sequence[str]) -> dict[str, Standing]:
        """Of the articles that are stored, or were."""
        asked = {"ids": list(ids)}
        places = {
            row.id: Standing(row.revision, watches=row.watches)
            for row in connection.execute(STORED.with_for_update(), asked)
        }
        for row in connection.execute(JUDGED, asked):
            place = Standing(row.revision, row.number, row.withdrawn)
            if row.withdrawn or place.revision == places.get(row.id, NOWHERE).revision:
                places[row.id] = place._replace(watches=places.get(row.id, NOWHERE).watches)
        return places

    def note(self, connection: Connection, latest: Row, place: Standing) -> None:
        """Before the article is taken or let go: its first sight is kept."""
        stored = connection.execute(DOC, {"of_article": latest["id"]}).one_or_none()
        row = {name: latest[name] for name in ("id", "url_key")}
        at = latest["first_seen"] if stored is None else stored.first_seen
        told = {"revision": place.revision, "number": place.number, "withdrawn": place.is_withdrawn, "first_seen": at}
        connection.execute(self._note, row | told)

    def withdraw(self, connection: Connection, id_: str) -> None:
        """Its revisions are put aside, everything else goes: lists, watches, the index of words."""
        asked = {"of_article": id_}
        stored = connection.execute(DOC, asked).one_or_none()
        if stored is None:
            return
        columns = (*(article_revisions.c[name] for name in COLUMNS), literal(self._now(), InstantColumn))
        rows = select(*columns).where(article_revisions.c.id == OF_ARTICLE)
        connection.execute(insert(withdrawn_revisions).from_select([*COLUMNS, "aside_at"], rows), asked)
        self._tokens.remove(connection, stored.doc)
        remove_said(connection, id_)
        for table, key in ((article_watches, "article_id"), (article_revisions, "id"), (articles, "id")):
            connection.execute(delete(table).where(table.c[key] == OF_ARTICLE), asked)

    def bring_back(self, connection: Connection, id_: str) -> None:
        """The revisions that were put aside, behind an article that is stored again, and when it was first seen."""
        asked = {"of_article": id_}
        of_it = withdrawn_revisions.c.id == OF_ARTICLE
        rows = select(*(withdrawn_revisions.c[name] for name in COLUMNS)).where(of_it)
        connection.execute(insert(article_revisions).from_select(COLUMNS, rows), asked)
        connection.execute(delete(withdrawn_revisions).where(of_it), asked)
        first = select(article_judgements.c.first_seen).where(article_judgements.c.id == OF_ARTICLE).scalar_subquery()
        connection.execute(update(articles).where(articles.c.id == OF_ARTICLE).values(first_seen=first), asked)

    def retain(self, before: datetime) -> int:
        """Delete the revisions that were put aside earlier; their places stay."""
        with writing(self._engine) as connection:
            gone = delete(withdrawn_revisions).where(withdrawn_revisions.c.aside_at < before)
            return connection.execute(gone).rowcount

    def count(self) -> int:
        """Articles that are withdrawn."""
        withdrawn = select(func.count()).select_from(article_judgements).where(article_judgements.c.withdrawn)
        with reading(self._engine) as connection:
            return connection.execute(withdrawn).scalar_one()

    def last_number(self) -> int:
        """Of the latest judgement that reached the store; 0 where none did."""
        last = select(func.coalesce(func.max(article_judgements.c.number), 0))
        with reading(self._engine) as connection:
            return int(connection.execute(last).scalar_one())
