"""Version 0002: both databases are given the tokens we split, so that they find the same; PostgreSQL gets its index."""

import sqlalchemy as sa
from alembic import op

from stores import full_text

revision = "0002"
down_revision = "0001"
ROWS = 1000


def upgrade() -> None:
    connection = op.get_bind()
    if sa.inspect(connection).has_table("articles"):
        if connection.dialect.name == "sqlite":
            _split_anew(connection)
        else:
            # No PostgreSQL database with articles was ever of version 0001: there is nothing to fill it from.
            _make("postgresql")
    # The version is Alembic's to keep.
    op.execute("DROP TABLE IF EXISTS schema_version")


def _make(dialect: str) -> None:
    for statement in DDL[dialect]:
        op.execute(statement)


def _split_anew(connection: sa.Connection) -> None:
    op.execute("ALTER TABLE article_fts RENAME TO article_fts_before")
    _make("sqlite")
    before = connection.exec_driver_sql("SELECT rowid, title, body FROM article_fts_before")
    while rows := before.fetchmany(ROWS):
        split = [(doc, *(" ".join(full_text.tokens(words)) for words in texts)) for doc, *texts in rows]
        connection.exec_driver_sql("INSERT INTO article_fts (rowid, title, body) VALUES (?, ?, ?)", split)
    op.execute("DROP TABLE article_fts_before")


# As it was in this version, whatever full_text says since.
DDL = {
    "sqlite": ("CREATE VIRTUAL TABLE article_fts USING fts5(title, body, tokenize = 'ascii')",),
    "postgresql": (
        "CREATE TABLE article_tokens (doc BIGINT PRIMARY KEY REFERENCES articles (doc) ON DELETE CASCADE,"
        ' title TEXT[] COLLATE "C" NOT NULL, anywhere TEXT[] COLLATE "C" NOT NULL)',
        "CREATE INDEX article_tokens_anywhere ON article_tokens USING gin (anywhere)",
        "CREATE INDEX article_tokens_title ON article_tokens USING gin (title)",
    ),
}
