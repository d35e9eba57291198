"""The tables of the article store: the newest of each article, its revisions, watches, what it says, its full text."""

from sqlalchemy import BigInteger, Boolean, Column, Connection, Float, ForeignKey, Index, Integer, Table, event, text

from stores import full_text
from stores.column_types import Characters, InstantColumn, RowNumber, json_checks
from stores.common_tables import METADATA, owners, passes, taken_down
from stores.outbox_tables import OUTBOX
from stores.token_tables import tokens

articles = Table(
    "articles",
    METADATA,
    Column("doc", RowNumber, primary_key=True),
    Column("id", Characters, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("url", Characters, nullable=False),
    Column("canonical_url", Characters, nullable=False),
    Column("url_key", Characters, nullable=False),
    Column("source", Characters, nullable=False),
    Column("publisher", Characters, nullable=False),
    Column("title", Characters, nullable=False),
    Column("lead", Characters, nullable=False),
    Column("published_at", InstantColumn),
    Column("sorted_at", InstantColumn, nullable=False),
    Column("first_seen", InstantColumn, nullable=False),
    Column("fetched_at", InstantColumn, nullable=False),
    Column("language", Characters, nullable=False),
    Column("lane", Characters, nullable=False),
    Column("change", Characters, nullable=False),
    Column("flags", Characters, nullable=False),
    Column("watches", Characters, nullable=False),
    *json_checks("flags", "watches"),
)
# A hash takes an address of any length, where a sorted index of PostgreSQL ends at 2,704 bytes.
Index("ix_articles_url_key", articles.c.url_key, postgresql_using="hash")
Index("articles_newest", articles.c.sorted_at, articles.c.id)
Index("articles_of_source", articles.c.source, articles.c.sorted_at, articles.c.id)
Index("articles_seen", articles.c.first_seen, articles.c.id)
Index("articles_of_source_seen", articles.c.source, articles.c.first_seen, articles.c.id)
# Of filters that most articles pass not, an index holds the few that do.
for _name, _which in (
    ("articles_flagged", "flags <> '[]'"),
    ("articles_in_other_languages", "language <> 'id'"),
    ("articles_changed", "change <> 'first'"),
):
    Index(_name, articles.c.sorted_at, articles.c.id, sqlite_where=text(_which), postgresql_where=text(_which))
article_revisions = Table(
    "article_revisions",
    METADATA,
    Column("id", Characters, ForeignKey(articles.c.id), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("change", Characters, nullable=False),
    Column("title", Characters, nullable=False),
    Column("fetched_at", InstantColumn, nullable=False),
    Column("body", Characters, nullable=False),
    *json_checks("body"),
)
article_watches = Table(
    "article_watches",
    METADATA,
    Column("article_id", Characters, ForeignKey(articles.c.id), primary_key=True),
    Column("watch", Characters, primary_key=True),
    Column("score", Float, nullable=False),
    Column("sorted_at", InstantColumn, nullable=False),
)
Index("article_watches_newest", article_watches.c.watch, article_watches.c.sorted_at, article_watches.c.article_id)
# Ids that lead to an article stored under another one.
article_aliases = Table(
    "article_aliases",
    METADATA,
    Column("id", Characters, primary_key=True),
    Column("lives_as", Characters, nullable=False),
)
Index("article_aliases_of", article_aliases.c.lives_as)
# Who had what taken down, when and why. Kept for good.
takedowns = Table(
    "takedowns",
    METADATA,
    Column("id", Characters, primary_key=True),
    Column("at", InstantColumn, nullable=False),
    Column("by", Characters, nullable=False),
    Column("reason", Characters, nullable=False),
    Column("asked", Characters, nullable=False),
    Column("url_keys", Characters, nullable=False),
    Column("article_ids", Characters, nullable=False),
    Column("done_at", InstantColumn),
    Column("forgotten", Characters, nullable=False),
)
# Of articles that were judged again: of one revision the highest number holds. That of a withdrawn one stays, so that
# nothing older brings it back.
article_judgements = Table(
    "article_judgements",
    METADATA,
    Column("id", Characters, primary_key=True),
    Column("url_key", Characters, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("first_seen", InstantColumn, nullable=False),
)
Index("article_judgements_of_url_key", article_judgements.c.url_key, postgresql_using="hash")
# The revisions of withdrawn articles: they come back with their article.
withdrawn_revisions = Table(
    "withdrawn_revisions",
    METADATA,
    Column("id", Characters, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("change", Characters, nullable=False),
    Column("title", Characters, nullable=False),
    Column("fetched_at", InstantColumn, nullable=False),
    Column("body", Characters, nullable=False),
    Column("aside_at", InstantColumn, nullable=False, index=True),
)

# What articles say: of the newest revision of each, written in its own transaction.
article_entities = Table(
    "article_entities",
    METADATA,
    Column("article_id", Characters, ForeignKey(articles.c.id), primary_key=True),
    Column("entity", Characters, primary_key=True),
    Column("name", Characters, nullable=False),
    Column("type", Characters, nullable=False),
    Column("code", Characters, nullable=False),
    Column("salience", Float, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("sorted_at", InstantColumn, nullable=False),
)
Index("article_entities_newest", article_entities.c.entity, article_entities.c.sorted_at, article_entities.c.article_id)
Index("article_entities_by_time", article_entities.c.sorted_at)
# Statements too: a speaker's words in the writer's. `speaker_id` is that of an entity, or of a role.
article_quotes = Table(
    "article_quotes",
    METADATA,
    Column("article_id", Characters, ForeignKey(articles.c.id), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("kind", Characters, nullable=False),
    Column("speaker_id", Characters, nullable=False),
    Column("speaker", Characters, nullable=False),
    Column("text", Characters, nullable=False),
    # Of the stemmed words, one space before and behind each.
    Column("tokens", Characters, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("sorted_at", InstantColumn, nullable=False),
)
PLACE = (article_quotes.c.sorted_at, article_quotes.c.article_id, article_quotes.c.n)
Index("article_quotes_newest", *PLACE)
Index("article_quotes_of_id", article_quotes.c.speaker_id, *PLACE)
Index("article_quotes_of_name", article_quotes.c.speaker, *PLACE)
article_citations = Table(
    "article_citations",
    METADATA,
    Column("article_id", Characters, ForeignKey(articles.c.id), primary_key=True),
    Column("source", Characters, primary_key=True),
    Column("sorted_at", InstantColumn, nullable=False),
)
Index("article_citations_of", article_citations.c.source, article_citations.c.sorted_at, article_citations.c.article_id)
# Whatever belongs to the newest revision alone goes and comes with it.
SAID = (article_entities, article_quotes, article_citations)


@event.listens_for(articles, "after_create")
def _create_full_text(_: Table, connection: Connection, **__: object) -> None:
    for statement in full_text.of(connection.dialect.name).ddl:
        connection.exec_driver_sql(statement)


ARTICLES = (
    owners,
    passes,
    taken_down,
    articles,
    article_revisions,
    article_watches,
    article_aliases,
    takedowns,
    article_judgements,
    withdrawn_revisions,
    *OUTBOX,
    tokens,
    *SAID,
)
