"""A frontier filled by the database itself: rows as they are after months, in seconds instead of days."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime

import psycopg

from pipeline.settings import Settings

HOSTS = 500
# As many addresses are due now, and later, whatever the size: equal work among more that is done with.
DUE, LATER = 10_000, 40_000
# The host as part of the address: rows come in the order of the key, which is how a bulk load is fast.
FILL = """
INSERT INTO urls (url_key, url, source, host, lane, requested, slot, due_at, taken_epoch, tries, tombstone, etag,
    last_modified, body_hash, link_title, first_seen, first_passed_at, passed_at, fetched_at, last_reason, last_detail,
    last_status)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {rows})
SELECT {host} || '/berita/' || CAST(i AS TEXT) || '/judul-berita-yang-cukup-panjang',
    'https://' || {host} || '/berita/' || CAST(i AS TEXT) || '/judul-berita-yang-cukup-panjang',
    'sumber-' || CAST(i / {per_host} AS TEXT), {host}, 'live', {false}, 4,
    CASE WHEN i % {due} = 0 THEN {now} - i WHEN i % {later} = 1 THEN {now} + 3600000000 + i ELSE NULL END,
    0, 0, {false}, '"0123456789abcdef"', '', '0123456789abcdef0123456789abcdef', 'Judul berita yang cukup panjang',
    {now} - 90000000000, {now} - 90000000000, {now} - 90000000000, {now} - 3600000000,
    CASE WHEN i % 10 = 0 THEN 'unchanged' ELSE '' END, '', 200
FROM n
"""
ADD_HOSTS = """
INSERT INTO hosts (host, lease_owner, leased_until, epoch, ready_at, failures)
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {hosts})
SELECT 'h' || CAST(10000 + i AS TEXT) || '.example', '', 0, 0, 0, 0 FROM n
"""
# The last condition is what lets the index of what is due be used.
SCHEDULE = """
UPDATE hosts SET next_due_at = (SELECT min(due_at) FROM urls WHERE urls.host = hosts.host AND due_at IS NOT NULL)
"""
HOST = "('h' || CAST(10000 + i / {per_host} AS TEXT) || '.example')"


def statements(rows: int, now: datetime, *, false: str) -> Iterator[str]:
    per_host = -(-rows // HOSTS)
    yield ADD_HOSTS.format(hosts=HOSTS)
    yield FILL.format(
        rows=rows,
        per_host=per_host,
        host=HOST.format(per_host=per_host),
        false=false,
        now=int(now.timestamp() * 1e6),
        due=max(1, rows // DUE),
        later=max(2, rows // LATER),
    )


def fill(settings: Settings, rows: int, now: datetime) -> None:
    """The tables are there and empty. Indexes are made after the rows, as in every bulk load."""
    if settings.database_url is None:
        _fill_sqlite(settings, rows, now)
    else:
        _fill_postgres(settings, rows, now)


def _fill_sqlite(settings: Settings, rows: int, now: datetime) -> None:
    connection = sqlite3.connect(settings.data_dir / "frontier.db", isolation_level=None)
    listed = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'urls' AND sql IS NOT NULL"
    indexes = connection.execute(listed).fetchall()
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -262144")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    for statement in (*statements(rows, now, false="0"), *(sql for _, sql in indexes), SCHEDULE):
        connection.execute(statement)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _fill_postgres(settings: Settings, rows: int, now: datetime) -> None:
    with psycopg.connect(plain(settings), autocommit=True) as connection:
        listed = (
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'urls'"
            " AND indexname <> 'urls_pkey'"
        )
        indexes = connection.execute(listed).fetchall()
        for name, _ in indexes:
            connection.execute(f'DROP INDEX "{name}"'.encode())
        for statement in (*statements(rows, now, false="false"), *(sql for _, sql in indexes), SCHEDULE):
            connection.execute(statement.encode())
        connection.execute("VACUUM ANALYZE urls")
        connection.execute("VACUUM ANALYZE hosts")


def plain(settings: Settings) -> str:
    """The address without the name of the driver."""
    assert settings.database_url is not None
    return settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
