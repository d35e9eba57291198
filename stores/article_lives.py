"""Ids that lead to an article stored under another: they answer for ever."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, Engine, bindparam, delete, select

from stores import full_text
from stores.article_tables import article_aliases, article_revisions, article_watches, articles
from stores.database import upsert, writing

LIVES_AS = select(article_aliases.c.id, article_aliases.c.lives_as).where(
    article_aliases.c.id.in_(bindparam("ids", expanding=True))
)


def lives(connection: Connection, ids: Collection[str]) -> Mapping[str, str]:
    """Id to the id it lives as, of those that are aliases."""
    return {key: value for key, value in connection.execute(LIVES_AS, {"ids": list(ids)})}


def join_articles(engine: Engine, pairs: Sequence[tuple[str, str]]) -> None:
    """Lets each first id lead to the article of the second. An article that is stored under the first goes: both tell
    one text, and its pages stay in the archive."""
    with writing(engine) as connection:
        there = select(articles.c.id, articles.c.doc).where(articles.c.id.in_({id_ for pair in pairs for id_ in pair}))
        docs = {key: value for key, value in connection.execute(there.order_by(articles.c.id).with_for_update())}
        aliases = [(gone, to) for gone, to in pairs if gone not in docs or to in docs]
        for gone in {gone for gone, _ in aliases if gone in docs}:
            remove(engine, connection, gone, docs[gone])
        if aliases:
            rows = [{"id": gone, "lives_as": to} for gone, to in dict(aliases).items()]
            connection.execute(upsert(engine, article_aliases, key=("id",)), rows)


def remove(engine: Engine, connection: Connection, article_id: str, doc: int) -> None:
    """An article with its revisions, its watches and its tokens."""
    full_text.of(engine.dialect.name).remove(connection, doc)
    connection.execute(delete(article_watches).where(article_watches.c.article_id == article_id))
    connection.execute(delete(article_revisions).where(article_revisions.c.id == article_id))
    connection.execute(delete(articles).where(articles.c.id == article_id))
