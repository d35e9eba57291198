"""Version 0007: the search knows which words follow each other, and which words there are.

SQLite's index has both already and gets a view of its words. PostgreSQL gets columns and a table, which the pass
`articles.tokens` fills: until it is done phrases find nothing there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
COLUMNS = ("title_words", "body_words")
PASS = sa.text("INSERT INTO passes VALUES ('articles.tokens', '') ON CONFLICT (name) DO UPDATE SET cursor = ''")


def upgrade() -> None:
    connection = op.get_bind()
    there = sa.inspect(connection)
    if not there.has_table("articles"):
        return
    if connection.dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE IF NOT EXISTS article_vocabulary USING fts5vocab(article_fts, 'row')")
        return
    for name in COLUMNS:
        op.execute(f"ALTER TABLE article_tokens ADD COLUMN IF NOT EXISTS {name} TEXT COLLATE \"C\" NOT NULL DEFAULT ''")
    op.execute('CREATE TABLE IF NOT EXISTS article_vocabulary (term TEXT COLLATE "C" PRIMARY KEY)')
    if connection.execute(sa.text("SELECT 1 FROM articles LIMIT 1")).first() is not None:
        connection.execute(PASS)
