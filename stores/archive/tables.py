"""The tables of the archive: its files, where each page lies in them, and how far replays have come."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table

from stores.column_types import Characters, InstantColumn, RowNumber
from stores.common_tables import METADATA, owners, passes, taken_down

# WARC files of fetched pages. A file's row outlives it: what retention removed stays counted.
archive_files = Table(
    "archive_files",
    METADATA,
    Column("name", Characters, primary_key=True),
    Column("topic", Characters, nullable=False),
    Column("partition", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("state", Characters, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("opened_at", InstantColumn, nullable=False),
    Column("written_at", InstantColumn, nullable=False),
)
Index("archive_files_of_partition", archive_files.c.topic, archive_files.c.partition, archive_files.c.epoch)
archive_pages = Table(
    "archive_pages",
    METADATA,
    Column("n", RowNumber, primary_key=True),
    Column("event_id", Characters, nullable=False, unique=True),
    Column("url_key", Characters, nullable=False),
    Column("source", Characters, nullable=False),
    Column("lane", Characters, nullable=False),
    Column("fetched_at", InstantColumn, nullable=False),
    Column("file", Characters, ForeignKey(archive_files.c.name), nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("length", BigInteger, nullable=False),
)
Index("archive_pages_in_time", archive_pages.c.fetched_at, archive_pages.c.n)
Index("archive_pages_of_url", archive_pages.c.url_key, postgresql_using="hash")
Index("archive_pages_of_file", archive_pages.c.file, archive_pages.c.offset)
# How far a replay has come: it goes on from here.
replays = Table(
    "replays",
    METADATA,
    Column("id", Characters, primary_key=True),
    Column("until", InstantColumn, nullable=False),
    Column("fetched_at", InstantColumn, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("published", BigInteger, nullable=False),
)

ARCHIVE = (owners, passes, taken_down, archive_files, archive_pages, replays)
