"""The table of tokens: who may ask for what. Of a token itself only its hash is here."""

from sqlalchemy import Column, Integer, Table

from stores.column_types import Characters, InstantColumn
from stores.common_tables import METADATA

tokens = Table(
    "tokens",
    METADATA,
    Column("id", Characters, primary_key=True),
    Column("name", Characters, nullable=False),
    Column("hash", Characters, nullable=False, unique=True),
    Column("scopes", Characters, nullable=False),
    Column("per_minute", Integer, nullable=False),
    Column("created_at", InstantColumn, nullable=False),
    Column("revoked_at", InstantColumn),
)
