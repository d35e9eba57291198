"""Version 0001: the tables as the first databases had them; no PostgreSQL among these was searched."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.BigInteger()
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _state_tables()
    _article_tables()
    _full_text()
    _fate_tables()
    _poll_tables()
    _url_tables()


def _json(*names: str) -> Iterator[sa.CheckConstraint]:
    for name in names:
        yield sa.CheckConstraint(f"json_valid({name})").ddl_if(dialect="sqlite")
        yield sa.CheckConstraint(f"({name}::json) IS NOT NULL").ddl_if(dialect="postgresql")


def _state_tables() -> None:
    op.create_table(
        "owners",
        sa.Column("stage", TEXT, primary_key=True),
        sa.Column("topic", TEXT, primary_key=True),
        sa.Column("partition", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
    )
    op.create_table(
        "state",
        sa.Column("stage", TEXT, primary_key=True),
        sa.Column("key", TEXT, primary_key=True),
        sa.Column("value", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "applied",
        sa.Column("stage", TEXT, primary_key=True),
        sa.Column("topic", TEXT, primary_key=True),
        sa.Column("partition", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("offset", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("recorded", sa.LargeBinary(), nullable=False),
    )


def _article_tables() -> None:
    op.create_table(
        "articles",
        sa.Column("doc", ROW_NUMBER, primary_key=True),
        sa.Column("id", TEXT, nullable=False, unique=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("canonical_url", TEXT, nullable=False),
        sa.Column("url_key", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("lead", TEXT, nullable=False),
        sa.Column("published_at", INSTANT),
        sa.Column("sorted_at", INSTANT, nullable=False),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("fetched_at", INSTANT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("lane", TEXT, nullable=False),
        sa.Column("change", TEXT, nullable=False),
        sa.Column("flags", TEXT, nullable=False),
        sa.Column("watches", TEXT, nullable=False),
        *_json("flags", "watches"),
    )
    op.create_index("articles_newest", "articles", ["sorted_at", "id"])
    op.create_index("articles_of_source", "articles", ["source", "sorted_at", "id"])
    op.create_index("ix_articles_url_key", "articles", ["url_key"], postgresql_using="hash")
    op.create_table(
        "article_revisions",
        sa.Column("id", TEXT, sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("change", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("fetched_at", INSTANT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        *_json("body"),
    )
    op.create_table(
        "article_watches",
        sa.Column("article_id", TEXT, sa.ForeignKey("articles.id"), primary_key=True),
        sa.Column("watch", TEXT, primary_key=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("sorted_at", INSTANT, nullable=False),
    )
    op.create_index("article_watches_newest", "article_watches", ["watch", "sorted_at", "article_id"])


def _full_text() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE article_fts USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 0')"
        )


def _fate_tables() -> None:
    op.create_table(
        "fates",
        sa.Column("n", ROW_NUMBER, primary_key=True),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("batch", TEXT, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("detail", TEXT, nullable=False),
        sa.Column("ms", sa.Float(), nullable=False),
        sa.Column("lane", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_index("fates_of_batch", "fates", ["stage", "batch", "ordinal"], unique=True)
    op.create_index("fates_of_reason", "fates", ["reason", "n"])
    op.create_index("fates_of_stage", "fates", ["stage", "outcome", "n"])
    op.create_index("fates_of_subject", "fates", ["subject", "at"])
    op.create_index("ix_fates_at", "fates", ["at"])
    op.create_table(
        "fate_counts",
        sa.Column("minute", INSTANT, primary_key=True),
        sa.Column("stage", TEXT, primary_key=True),
        sa.Column("outcome", TEXT, primary_key=True),
        sa.Column("reason", TEXT, primary_key=True),
        sa.Column("records", sa.BigInteger(), nullable=False),
        sa.Column("ms", sa.Float(), nullable=False),
    )


def _poll_tables() -> None:
    op.create_table(
        "polls",
        sa.Column("url", TEXT, primary_key=True),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("next_due_at", INSTANT, nullable=False),
        sa.Column("lease_owner", TEXT, nullable=False),
        sa.Column("leased_until", INSTANT, nullable=False),
        sa.Column("etag", TEXT, nullable=False),
        sa.Column("last_modified", TEXT, nullable=False),
        sa.Column("body_hash", TEXT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", INSTANT),
        sa.Column("last_reason", TEXT),
        sa.Column("last_detail", TEXT, nullable=False),
        sa.Column("found", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_polls_next_due_at", "polls", ["next_due_at"])
    op.create_index("ix_polls_source", "polls", ["source"])
    op.create_table(
        "poll_log",
        sa.Column("n", ROW_NUMBER, primary_key=True),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("slot", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("reason", TEXT),
        sa.Column("detail", TEXT, nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
    )
    op.create_index("ix_poll_log_at", "poll_log", ["at"])
    op.create_index("poll_log_of_slot", "poll_log", ["url", "slot"], unique=True)


def _url_tables() -> None:
    op.create_table(
        "hosts",
        sa.Column("host", TEXT, primary_key=True),
        sa.Column("next_due_at", INSTANT),
        sa.Column("lease_owner", TEXT, nullable=False),
        sa.Column("leased_until", INSTANT, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("ready_at", INSTANT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
    )
    op.create_index("ix_hosts_next_due_at", "hosts", ["next_due_at"])
    op.create_table(
        "urls",
        sa.Column("url_key", TEXT, primary_key=True),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("host", TEXT, sa.ForeignKey("hosts.host"), nullable=False),
        sa.Column("lane", TEXT, nullable=False),
        sa.Column("requested", sa.Boolean(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("taken_epoch", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tombstone", sa.Boolean(), nullable=False),
        sa.Column("etag", TEXT, nullable=False),
        sa.Column("last_modified", TEXT, nullable=False),
        sa.Column("body_hash", TEXT, nullable=False),
        sa.Column("link_title", TEXT),
        sa.Column("link_published", INSTANT),
        sa.Column("link_modified", INSTANT),
        sa.Column("first_seen", INSTANT, nullable=False),
        sa.Column("first_passed_at", INSTANT),
        sa.Column("passed_at", INSTANT),
        sa.Column("fetched_at", INSTANT),
        sa.Column("last_reason", TEXT, nullable=False),
        sa.Column("last_detail", TEXT, nullable=False),
        sa.Column("last_status", sa.Integer(), nullable=False),
    )
    op.create_index("ix_urls_due_at", "urls", ["due_at"])
    op.create_index("ix_urls_last_reason", "urls", ["last_reason"])
    op.create_index("urls_due_at_host", "urls", ["host", "due_at"])
    op.create_index("urls_passed", "urls", ["source", "passed_at"])
