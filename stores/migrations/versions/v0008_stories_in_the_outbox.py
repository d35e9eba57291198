"""Version 0008: the outbox tells what became of stories too."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    there = sa.inspect(op.get_bind())
    if there.has_table("outbox") and "story_id" not in {column["name"] for column in there.get_columns("outbox")}:
        # The default is for writers of before, which run beside ours during an upgrade.
        op.add_column("outbox", sa.Column("story_id", TEXT, nullable=False, server_default=""))
