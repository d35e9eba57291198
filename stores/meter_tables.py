"""The tables of the meter store: a value a source, and the articles that were counted."""

from sqlalchemy import Column, Integer, LargeBinary, Table

from stores.column_types import Characters, InstantColumn
from stores.common_tables import METADATA, owners, passes, taken_down

meters = Table(
    "meters",
    METADATA,
    Column("source", Characters, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
meter_seen = Table(
    "meter_seen",
    METADATA,
    Column("id", Characters, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("at", InstantColumn, nullable=False, index=True),
)

METER = (owners, passes, taken_down, meters, meter_seen)
