"""Every table of every store, declared once; times are whole microseconds since the epoch, read back in UTC."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    event,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

METADATA = MetaData()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# SQLite numbers rows by itself only where the key is exactly INTEGER.
RowNumber = BigInteger().with_variant(Integer, "sqlite")


def micros(at: datetime) -> int:
    """An instant with its zone as whole microseconds: exact, sortable, the same in every database."""
    return (at - EPOCH) // MICROSECOND


class Instant(TypeDecorator[datetime]):
    """A point in time. A datetime without a zone is refused (TypeError)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + value * MICROSECOND


def _json(name: str) -> Column[str]:
    return Column(name, Text, CheckConstraint(f"json_valid({name})").ddl_if(dialect="sqlite"), nullable=False)


schema_version = Table(
    "schema_version",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
)

owners = Table(
    "owners",
    METADATA,
    Column("stage", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("partition", Integer, primary_key=True, autoincrement=False),
    Column("epoch", Integer, nullable=False),
)

state = Table(
    "state",
    METADATA,
    Column("stage", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
applied = Table(
    "applied",
    METADATA,
    Column("stage", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("partition", Integer, primary_key=True, autoincrement=False),
    Column("offset", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", Text, nullable=False),
    Column("recorded", LargeBinary, nullable=False),
)

articles = Table(
    "articles",
    METADATA,
    Column("doc", RowNumber, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("revision", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("canonical_url", Text, nullable=False),
    Column("url_key", Text, nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("published_at", Instant),
    Column("sorted_at", Instant, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("fetched_at", Instant, nullable=False),
    Column("language", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("change", Text, nullable=False),
    _json("flags"),
    _json("watches"),
)
Index("articles_newest", articles.c.sorted_at, articles.c.id)
Index("articles_of_source", articles.c.source, articles.c.sorted_at, articles.c.id)
article_revisions = Table(
    "article_revisions",
    METADATA,
    Column("id", Text, ForeignKey(articles.c.id), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("change", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("fetched_at", Instant, nullable=False),
    _json("body"),
)
article_watches = Table(
    "article_watches",
    METADATA,
    Column("article_id", Text, ForeignKey(articles.c.id), primary_key=True),
    Column("watch", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Column("sorted_at", Instant, nullable=False),
)
Index("article_watches_newest", article_watches.c.watch, article_watches.c.sorted_at, article_watches.c.article_id)


@event.listens_for(articles, "after_create")
def _create_full_text(_: Table, connection: Connection, **__: object) -> None:
    """The tokens come stemmed, so the tokenizer only splits; PostgreSQL gets a tsvector column of the same two texts.

    It keeps a copy of the tokens: a contentless table that can delete needs SQLite 3.43.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE article_fts USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 0')"
        )


fates = Table(
    "fates",
    METADATA,
    Column("n", RowNumber, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("batch", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("ms", Float, nullable=False),
    Column("lane", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)
Index("fates_of_batch", fates.c.stage, fates.c.batch, fates.c.ordinal, unique=True)
Index("fates_of_subject", fates.c.subject, fates.c.at)
Index("fates_of_stage", fates.c.stage, fates.c.outcome, fates.c.n)
Index("fates_of_reason", fates.c.reason, fates.c.n)
# Kept beside the fates, so that a dashboard that asks every two seconds does not count millions of rows.
fate_counts = Table(
    "fate_counts",
    METADATA,
    Column("minute", Instant, primary_key=True),
    Column("stage", Text, primary_key=True),
    Column("outcome", Text, primary_key=True),
    Column("reason", Text, primary_key=True),
    Column("records", BigInteger, nullable=False),
    Column("ms", Float, nullable=False),
)

polls = Table(
    "polls",
    METADATA,
    Column("url", Text, primary_key=True),
    Column("source", Text, nullable=False, index=True),
    Column("channel", Text, nullable=False),
    Column("next_due_at", Instant, nullable=False, index=True),
    Column("lease_owner", Text, nullable=False, default=""),
    Column("leased_until", Instant, nullable=False, default=EPOCH),
    Column("etag", Text, nullable=False, default=""),
    Column("last_modified", Text, nullable=False, default=""),
    Column("body_hash", Text, nullable=False, default=""),
    Column("failures", Integer, nullable=False, default=0),
    Column("last_at", Instant),
    Column("last_reason", Text),
    Column("last_detail", Text, nullable=False, default=""),
    Column("found", BigInteger, nullable=False, default=0),
)
poll_log = Table(
    "poll_log",
    METADATA,
    Column("n", RowNumber, primary_key=True),
    Column("url", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("reason", Text),
    Column("detail", Text, nullable=False),
    Column("found", Integer, nullable=False),
)
Index("poll_log_of_slot", poll_log.c.url, poll_log.c.slot, unique=True)
hosts = Table(
    "hosts",
    METADATA,
    Column("host", Text, primary_key=True),
    Column("next_due_at", Instant, index=True),
    Column("lease_owner", Text, nullable=False, default=""),
    Column("leased_until", Instant, nullable=False, default=EPOCH),
    Column("epoch", Integer, nullable=False, default=0),
    Column("ready_at", Instant, nullable=False, default=EPOCH),
    Column("failures", Integer, nullable=False, default=0),
)
urls = Table(
    "urls",
    METADATA,
    Column("url_key", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("host", Text, ForeignKey(hosts.c.host), nullable=False),
    Column("lane", Text, nullable=False),
    Column("requested", Boolean, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("due_at", Instant, index=True),
    Column("taken_epoch", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("tombstone", Boolean, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("link_title", Text),
    Column("link_published", Instant),
    Column("link_modified", Instant),
    Column("first_seen", Instant, nullable=False),
    Column("first_passed_at", Instant),
    Column("passed_at", Instant),
    Column("fetched_at", Instant),
    Column("last_reason", Text, nullable=False, index=True),
    Column("last_detail", Text, nullable=False),
    Column("last_status", Integer, nullable=False),
)
Index("urls_due_at_host", urls.c.host, urls.c.due_at)
Index("urls_passed", urls.c.source, urls.c.passed_at)

STATE = (owners, state, applied)
ARTICLES = (owners, articles, article_revisions, article_watches)
FATES = (owners, fates, fate_counts)
FRONTIER = (owners, polls, poll_log, hosts, urls)
