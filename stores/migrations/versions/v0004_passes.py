"""Version 0004: rows are brought to the second version of URL keys, and articles to folded tokens, by passes.

The passes run outside of this transaction (`stores/passes.py`): over millions of rows they take minutes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
PASSES = (
    ("archive_pages.keys", "archive_pages"),
    ("articles.keys", "articles"),
    ("articles.tokens", "articles"),
    ("fates.keys", "fates"),
    ("urls.keys", "urls"),
)


def upgrade() -> None:
    connection = op.get_bind()
    # A store that was opened beside an older one has made the table already.
    if not sa.inspect(connection).has_table("passes"):
        op.create_table("passes", sa.Column("name", TEXT, primary_key=True), sa.Column("cursor", TEXT, nullable=False))
    for name, table in PASSES:
        if sa.inspect(connection).has_table(table) and _has_rows(connection, table):
            connection.execute(sa.text("INSERT INTO passes VALUES (:name, '')"), {"name": name})
    there = sa.inspect(connection)
    if there.has_table("articles") and not there.has_table("article_aliases"):
        op.create_table(
            "article_aliases",
            sa.Column("id", TEXT, primary_key=True),
            sa.Column("lives_as", TEXT, nullable=False),
        )
        op.create_index("article_aliases_of", "article_aliases", ["lives_as"])


def _has_rows(connection: sa.Connection, table: str) -> bool:
    return connection.execute(sa.text(f"SELECT 1 FROM {table} LIMIT 1")).first() is not None
