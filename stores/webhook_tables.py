"""The tables of webhooks: who is told, how far each has come, and the last of what was sent."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Integer, Table

from stores.column_types import Characters, InstantColumn, json_checks
from stores.common_tables import METADATA

webhooks = Table(
    "webhooks",
    METADATA,
    Column("id", Characters, primary_key=True),
    Column("name", Characters, nullable=False),
    Column("address", Characters, nullable=False),
    Column("shape", Characters, nullable=False),
    Column("filters", Characters, nullable=False),
    Column("created_at", InstantColumn, nullable=False),
    Column("created_by", Characters, nullable=False),
    # Kept so that they can sign: a hash cannot. Of two the former signs too, until its time is over.
    Column("secret", Characters, nullable=False),
    Column("former_secret", Characters, nullable=False),
    Column("former_until", InstantColumn),
    Column("state", Characters, nullable=False),
    Column("reason", Characters, nullable=False),
    Column("detail", Characters, nullable=False),
    # Raised by whoever moves the cursor by hand: what was sent before says nothing any more.
    Column("generation", Integer, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failing_since", InstantColumn),
    Column("due_at", InstantColumn, nullable=False),
    Column("behind_at", InstantColumn),
    Column("delivered", BigInteger, nullable=False),
    Column("failed", BigInteger, nullable=False),
    *json_checks("filters"),
)
# Two rings of so many places for each webhook: what was taken cannot push out what was refused.
webhook_log = Table(
    "webhook_log",
    METADATA,
    Column("webhook", Characters, primary_key=True),
    Column("is_delivered", Boolean, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("change", BigInteger, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("at", InstantColumn, nullable=False),
    Column("status", Integer, nullable=False),
    Column("reason", Characters, nullable=False),
    Column("detail", Characters, nullable=False),
    Column("ms", Float, nullable=False),
)
# One row: who sends, until when, and how often anything was changed by hand.
webhook_sender = Table(
    "webhook_sender",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("owner", Characters, nullable=False),
    Column("until", InstantColumn, nullable=False),
    Column("edits", BigInteger, nullable=False),
)
WEBHOOKS = (webhooks, webhook_log, webhook_sender)
