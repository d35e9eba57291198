"""Version 0006: articles are listed by when they were first seen, and the few that are unusual have an index."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
UNUSUAL = (("flagged", "flags <> '[]'"), ("in_other_languages", "language <> 'id'"), ("changed", "change <> 'first'"))


def upgrade() -> None:
    if not sa.inspect(op.get_bind()).has_table("articles"):
        return
    op.create_index("articles_seen", "articles", ["first_seen", "id"], if_not_exists=True)
    for name, which in UNUSUAL:
        where = sa.text(which)
        op.create_index(
            f"articles_{name}",
            "articles",
            ["sorted_at", "id"],
            if_not_exists=True,
            sqlite_where=where,
            postgresql_where=where,
        )
