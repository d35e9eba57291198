"""The tables of state, fates and the frontier; times are whole microseconds since the epoch, read back in UTC.

The articles' stand in `article_tables.py`, the archive's in `archive/tables.py`: every table is declared once.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    text,
)

from stores.column_types import EPOCH, Characters, InstantColumn, RowNumber
from stores.common_tables import METADATA, owners, passes, taken_down
from stores.operation_tables import OPERATIONS

state = Table(
    "state",
    METADATA,
    Column("stage", Characters, primary_key=True),
    Column("key", Characters, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
applied = Table(
    "applied",
    METADATA,
    Column("stage", Characters, primary_key=True),
    Column("topic", Characters, primary_key=True),
    Column("partition", Integer, primary_key=True, autoincrement=False),
    Column("offset", BigInteger, primary_key=True, autoincrement=False),
    Column("event_id", Characters, nullable=False),
    Column("recorded", LargeBinary, nullable=False),
)

fates = Table(
    "fates",
    METADATA,
    Column("n", RowNumber, primary_key=True),
    Column("stage", Characters, nullable=False),
    Column("batch", Characters, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("event_id", Characters, nullable=False),
    Column("subject", Characters, nullable=False),
    Column("outcome", Characters, nullable=False),
    Column("reason", Characters, nullable=False),
    Column("detail", Characters, nullable=False),
    Column("ms", Float, nullable=False),
    Column("lane", Characters, nullable=False),
    Column("at", InstantColumn, nullable=False, index=True),
)
Index("fates_of_batch", fates.c.stage, fates.c.batch, fates.c.ordinal, unique=True)
Index("fates_of_subject", fates.c.subject, fates.c.at)
Index("fates_of_stage", fates.c.stage, fates.c.outcome, fates.c.n)
Index("fates_of_reason", fates.c.reason, fates.c.n)
# Kept beside the fates, so that a dashboard that asks every two seconds does not count millions of rows.
fate_counts = Table(
    "fate_counts",
    METADATA,
    Column("minute", InstantColumn, primary_key=True),
    Column("stage", Characters, primary_key=True),
    Column("outcome", Characters, primary_key=True),
    Column("reason", Characters, primary_key=True),
    Column("records", BigInteger, nullable=False),
    Column("ms", Float, nullable=False),
)

polls = Table(
    "polls",
    METADATA,
    Column("url", Characters, primary_key=True),
    Column("source", Characters, nullable=False, index=True),
    Column("channel", Characters, nullable=False),
    Column("next_due_at", InstantColumn, nullable=False, index=True),
    Column("lease_owner", Characters, nullable=False, default=""),
    Column("leased_until", InstantColumn, nullable=False, default=EPOCH),
    Column("etag", Characters, nullable=False, default=""),
    Column("last_modified", Characters, nullable=False, default=""),
    Column("body_hash", Characters, nullable=False, default=""),
    Column("failures", Integer, nullable=False, default=0),
    Column("last_at", InstantColumn),
    Column("last_reason", Characters),
    Column("last_detail", Characters, nullable=False, default=""),
    Column("found", BigInteger, nullable=False, default=0),
    Column("polled", BigInteger, nullable=False, server_default=text("0")),
    Column("seen", LargeBinary),
    Column("tempo", Characters, nullable=False, server_default=text("''")),
)
poll_log = Table(
    "poll_log",
    METADATA,
    Column("n", RowNumber, primary_key=True),
    Column("url", Characters, nullable=False),
    Column("slot", Characters, nullable=False),
    Column("source", Characters, nullable=False),
    Column("channel", Characters, nullable=False),
    Column("at", InstantColumn, nullable=False, index=True),
    Column("reason", Characters),
    Column("detail", Characters, nullable=False),
    Column("found", Integer, nullable=False),
    Column("result", Characters, nullable=False, server_default=text("''")),
    Column("new", Integer, nullable=False, server_default=text("0")),
    Column("known", Integer, nullable=False, server_default=text("0")),
    Column("refused", Integer, nullable=False, server_default=text("0")),
)
Index("poll_log_of_slot", poll_log.c.url, poll_log.c.slot, unique=True)
Index("poll_log_of_source", poll_log.c.source, poll_log.c.n)
# Checks that somebody asked for. Kept for good: the last of an address says whether it may be polled.
list_checks = Table(
    "list_checks",
    METADATA,
    Column("n", RowNumber, primary_key=True),
    Column("url", Characters, nullable=False),
    Column("source", Characters, nullable=False),
    Column("channel", Characters, nullable=False),
    Column("at", InstantColumn, nullable=False),
    Column("result", Characters, nullable=False),
    Column("reason", Characters),
    Column("detail", Characters, nullable=False),
    Column("found", Integer, nullable=False),
)
Index("list_checks_of_url", list_checks.c.url, list_checks.c.n)
Index("list_checks_of_source", list_checks.c.source, list_checks.c.n)
# Checks of all lists: one that was killed goes on from here.
check_runs = Table(
    "check_runs",
    METADATA,
    Column("n", RowNumber, primary_key=True),
    Column("started_at", InstantColumn, nullable=False),
    Column("ended_at", InstantColumn),
)
# What the last check of each list found.
checked_lists = Table(
    "checked_lists",
    METADATA,
    Column("source", Characters, primary_key=True),
    Column("url", Characters, primary_key=True),
    Column("channel", Characters, nullable=False),
    Column("run", Integer, nullable=False),
    Column("at", InstantColumn, nullable=False),
    Column("result", Characters, nullable=False),
    Column("reason", Characters),
    Column("detail", Characters, nullable=False),
    Column("found", Integer, nullable=False),
    Column("status", Integer, nullable=False),
    Column("latest", InstantColumn),
    Column("robots", Characters, nullable=False),
    Column("delay_s", Float),
)
# How far a backfill has come: it goes on from here.
walks = Table(
    "walks",
    METADATA,
    Column("id", Characters, primary_key=True),
    Column("source", Characters, nullable=False, index=True),
    Column("cursor", Characters, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("links", Integer, nullable=False),
    Column("at", InstantColumn, nullable=False),
    Column("ended", Characters, nullable=False),
)
hosts = Table(
    "hosts",
    METADATA,
    Column("host", Characters, primary_key=True),
    Column("next_due_at", InstantColumn, index=True),
    Column("lease_owner", Characters, nullable=False, default=""),
    Column("leased_until", InstantColumn, nullable=False, default=EPOCH),
    Column("epoch", Integer, nullable=False, default=0),
    Column("ready_at", InstantColumn, nullable=False, default=EPOCH),
    Column("failures", Integer, nullable=False, default=0),
)
# Who asks a host now, who is next, and when: of every host that is asked, whether it has pages that are due or not.
turns = Table(
    "turns",
    METADATA,
    Column("host", Characters, primary_key=True),
    Column("taken_by", Characters, nullable=False, default=""),
    Column("taken_until", InstantColumn, nullable=False, default=EPOCH),
    Column("next_by", Characters, nullable=False, default=""),
    Column("next_until", InstantColumn, nullable=False, default=EPOCH),
    Column("ready_at", InstantColumn, nullable=False, default=EPOCH),
)
urls = Table(
    "urls",
    METADATA,
    Column("url_key", Characters, primary_key=True),
    Column("url", Characters, nullable=False),
    Column("source", Characters, nullable=False),
    Column("host", Characters, ForeignKey(hosts.c.host), nullable=False),
    Column("lane", Characters, nullable=False),
    Column("requested", Boolean, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("due_at", InstantColumn),
    Column("taken_epoch", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("tombstone", Boolean, nullable=False),
    Column("etag", Characters, nullable=False),
    Column("last_modified", Characters, nullable=False),
    Column("body_hash", Characters, nullable=False),
    Column("link_title", Characters),
    Column("link_published", InstantColumn),
    Column("link_modified", InstantColumn),
    Column("first_seen", InstantColumn, nullable=False),
    Column("first_passed_at", InstantColumn),
    Column("passed_at", InstantColumn),
    Column("fetched_at", InstantColumn),
    Column("last_reason", Characters, nullable=False),
    Column("last_detail", Characters, nullable=False),
    Column("last_status", Integer, nullable=False),
)
# Most addresses are done with: only those still due some day are in these, a fortieth after months.
STILL_DUE: dict[str, Any] = {"sqlite_where": urls.c.due_at.is_not(None), "postgresql_where": urls.c.due_at.is_not(None)}
Index("urls_due", urls.c.due_at, **STILL_DUE)
Index("urls_due_at_host", urls.c.host, urls.c.due_at, **STILL_DUE)
Index("urls_due_on_lane", urls.c.host, urls.c.lane, urls.c.due_at, **STILL_DUE)
Index("urls_passed", urls.c.source, urls.c.passed_at)
# Fetches that brought no page. A pair of source and reason has one row, whatever happens.
unbrought = Table(
    "unbrought",
    METADATA,
    Column("source", Characters, primary_key=True),
    Column("reason", Characters, primary_key=True),
    Column("fetches", BigInteger, nullable=False),
)

STATE = (owners, taken_down, state, applied)
FATES = (owners, passes, taken_down, fates, fate_counts)
FRONTIER = (
    owners, passes, taken_down, polls, poll_log, list_checks, check_runs, checked_lists, walks, hosts, turns, urls,
    unbrought, *OPERATIONS,
)  # fmt: skip
