"""The tables of the outbox: what was done to articles and stories, numbered in the order of the commits."""

from sqlalchemy import BigInteger, Column, Integer, Table

from stores.column_types import Characters, InstantColumn, json_checks
from stores.common_tables import METADATA

outbox = Table(
    "outbox",
    METADATA,
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("at", InstantColumn, nullable=False),
    Column("kind", Characters, nullable=False),
    Column("article_id", Characters, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("change", Characters, nullable=False),
    Column("source", Characters, nullable=False),
    Column("language", Characters, nullable=False),
    Column("lane", Characters, nullable=False),
    Column("watches", Characters, nullable=False),
    Column("detail", Characters, nullable=False),
    # Of what became of a story; empty where it is an article's, as `article_id` is where it is a story's.
    Column("story_id", Characters, nullable=False, server_default=""),
    *json_checks("watches"),
)
# One row. Who holds it gives the next numbers, until the commit: no number is seen before a lower one.
outbox_head = Table(
    "outbox_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("n", BigInteger, nullable=False),
    Column("at", InstantColumn, nullable=False),
)

OUTBOX = (outbox, outbox_head)
