"""The tables that every database may have beside those of its stores."""

from sqlalchemy import Column, Integer, MetaData, Table

from stores.column_types import Characters, InstantColumn

METADATA = MetaData()

owners = Table(
    "owners",
    METADATA,
    Column("stage", Characters, primary_key=True),
    Column("topic", Characters, primary_key=True),
    Column("partition", Integer, primary_key=True, autoincrement=False),
    Column("epoch", Integer, nullable=False),
)
# What a new version has yet to do to the rows of an earlier one: see stores/passes.py.
passes = Table(
    "passes",
    METADATA,
    Column("name", Characters, primary_key=True),
    Column("cursor", Characters, nullable=False),
)
# Keys and ids that were taken down: in each database, beside what it refuses. Kept for good.
taken_down = Table(
    "taken_down",
    METADATA,
    Column("name", Characters, primary_key=True),
    Column("takedown", Characters, nullable=False),
    Column("at", InstantColumn, nullable=False),
    Column("reason", Characters, nullable=False),
)
