"""The tables of operating: what is paused, the backups that were taken, and how large everything was."""

from sqlalchemy import BigInteger, Column, Float, Table

from stores.column_types import Characters, InstantColumn
from stores.common_tables import METADATA

# `kind` is step, source or host. They stand beside the frontier, which leases nothing of what is paused.
pauses = Table(
    "pauses",
    METADATA,
    Column("kind", Characters, primary_key=True),
    Column("name", Characters, primary_key=True),
    # Of a host: the source that it was paused with, empty where it was named itself.
    Column("of", Characters, primary_key=True),
    Column("at", InstantColumn, nullable=False),
    Column("by", Characters, nullable=False),
    Column("reason", Characters, nullable=False),
)
backups = Table(
    "backups",
    METADATA,
    Column("at", InstantColumn, primary_key=True),
    Column("target", Characters, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False),
)

# What each store and topic took, about once an hour: growth is told from it.
sizes = Table(
    "sizes",
    METADATA,
    Column("at", InstantColumn, primary_key=True),
    Column("name", Characters, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
)

OPERATIONS = (pauses, backups, sizes)
