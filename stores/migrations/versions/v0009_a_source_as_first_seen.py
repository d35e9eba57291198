"""Version 0009: a source's articles are listed by when they were first seen without a walk through all others."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    if sa.inspect(op.get_bind()).has_table("articles"):
        op.create_index("articles_of_source_seen", "articles", ["source", "first_seen", "id"], if_not_exists=True)
