"""The tables of the text store: the newest text of every article, and the applications of watches to them."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table

from stores.column_types import Characters, InstantColumn
from stores.common_tables import METADATA, owners, passes, taken_down

texts = Table(
    "texts",
    METADATA,
    Column("id", Characters, primary_key=True),
    Column("url_key", Characters, nullable=False),
    Column("source", Characters, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("fetched_at", InstantColumn, nullable=False),
    Column("kept_at", InstantColumn, nullable=False),
    Column("size", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
# Retention asks by time; figures count and add up without reading a body.
Index("texts_kept", texts.c.kept_at, texts.c.size)
# A hash takes an address of any length, where a sorted index of PostgreSQL ends at 2,704 bytes.
Index("texts_of_url_key", texts.c.url_key, postgresql_using="hash")
# How far an application has come: it goes on from here. `pending` is what was about to be published, `counts` has it.
applications = Table(
    "applications",
    METADATA,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("asked", Characters, nullable=False),
    Column("watches", Characters, nullable=False),
    Column("phase", Characters, nullable=False),
    Column("after", Characters, nullable=False),
    Column("pending", Characters, nullable=False),
    Column("counts", Characters, nullable=False),
    Column("began_at", InstantColumn, nullable=False),
    Column("ended_at", InstantColumn),
)

TEXTS = (owners, passes, taken_down, texts, applications)
