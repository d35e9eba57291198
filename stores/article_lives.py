"""Ids that lead to an article stored under another: they answer for ever."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, bindparam, delete, or_, select

from runtime.clock import utc_now
from stores import full_text
from stores.article_tables import (
    article_aliases,
    article_judgements,
    article_revisions,
    article_watches,
    articles,
    withdrawn_revisions,
)
from stores.database import upsert, writing
from stores.outbox import ChangeKind, Outbox, Row, entry
from stores.said import remove_said
from stores.takedown import Takedown, bury

LIVES_AS = select(article_aliases.c.id, article_aliases.c.lives_as).where(
    article_aliases.c.id.in_(bindparam("ids", expanding=True))
)


def lives(connection: Connection, ids: Collection[str]) -> Mapping[str, str]:
    """Id to the id it lives as, of those that are aliases."""
    return {key: value for key, value in connection.execute(LIVES_AS, {"ids": list(ids)})}


def join_articles(engine: Engine, pairs: Sequence[tuple[str, str]], *, now: Callable[[], datetime] = utc_now) -> None:
    """Lets each first id lead to the article of the second. An article that is stored under the first goes: both tell
    one text, and its pages stay in the archive."""
    with writing(engine) as connection:
        there = select(articles).where(articles.c.id.in_({id_ for pair in pairs for id_ in pair}))
        found = connection.execute(there.order_by(articles.c.id).with_for_update()).mappings().all()
        docs = {row["id"]: row["doc"] for row in found}
        aliases = [(gone, to) for gone, to in pairs if gone not in docs or to in docs]
        for gone in {gone for gone, _ in aliases if gone in docs}:
            remove(engine, connection, gone, docs[gone])
        if aliases:
            rows = [{"id": gone, "lives_as": to} for gone, to in dict(aliases).items()]
            connection.execute(upsert(engine, article_aliases, key=("id",)), rows)
        to_of = dict(aliases)
        moved = [entry(ChangeKind.MOVED, dict(row), detail=to_of[row["id"]]) for row in found if row["id"] in to_of]
        Outbox(engine, now=now).add(connection, moved)


def forget_articles(engine: Engine, connection: Connection, order: Takedown) -> tuple[int, Sequence[Row]]:
    """Articles by any of their names, with all their revisions: how many, and what the outbox is to tell of them."""
    bury(engine, connection, order)
    named = or_(articles.c.id.in_(order.article_ids), articles.c.url_key.in_(order.url_keys))
    rows = connection.execute(select(articles).where(named).with_for_update()).mappings().all()
    for row in rows:
        remove(engine, connection, row["id"], row["doc"])
    if rows:
        full_text.of(engine.dialect.name).forget_removed(connection)
    told = [entry(ChangeKind.TAKEN_DOWN, dict(row), detail=order.reason) for row in rows]
    return len(rows) + _forget_aside(connection, order), told


def _forget_aside(connection: Connection, order: Takedown) -> int:
    """What was withdrawn, with its place among the judgements."""
    judged = article_judgements.c
    named = or_(judged.id.in_(order.article_ids), judged.url_key.in_(order.url_keys))
    ids = connection.execute(select(judged.id).where(named)).scalars().all()
    wanted = [*ids, *order.article_ids]
    gone = connection.execute(delete(withdrawn_revisions).where(withdrawn_revisions.c.id.in_(wanted))).rowcount
    connection.execute(delete(article_judgements).where(named))
    return gone


def remove(engine: Engine, connection: Connection, article_id: str, doc: int) -> None:
    """An article with its revisions, its watches, what it says and its tokens."""
    remove_said(connection, article_id)
    full_text.of(engine.dialect.name).remove(connection, doc)
    connection.execute(delete(article_watches).where(article_watches.c.article_id == article_id))
    connection.execute(delete(article_revisions).where(article_revisions.c.id == article_id))
    connection.execute(delete(articles).where(articles.c.id == article_id))
