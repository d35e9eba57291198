"""Copies of a SQLite file that others write to: one moment of it is held, and copied at leisure."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

# Of SQLite's usual 4 KiB: a step of 8 MiB is long enough for the disk, and short enough for a progress bar.
PAGES_A_STEP = 2048
# Of full-text search: what it keeps for itself is counted with the table it belongs to.
SHADOWS = ("article_fts_", "article_vocabulary")
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
OnProgress = Callable[[int, int], None]
"""What is done of what is to be done."""


@dataclass(frozen=True)
class SqliteMoment:
    """The file as it was when this was made, whatever is written meanwhile: an open read of its write-ahead log."""

    connection: sqlite3.Connection

    def counts(self) -> Mapping[str, int]:
        return counts(self.connection)

    def has(self, table: str) -> bool:
        found = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        return self.connection.execute(found, (table,)).fetchone() is not None

    def rows(self, query: str) -> Sequence[tuple[object, ...]]:
        return self.connection.execute(query).fetchall()

    def copy_to(self, target: Path, told: OnProgress) -> None:
        """Whole, checked by SQLite's own count of pages. Raises sqlite3.Error, as when the disk is full."""
        with closing(sqlite3.connect(target)) as made:
            self.connection.backup(made, pages=PAGES_A_STEP, progress=lambda _, left, all_: told(all_ - left, all_))


@contextmanager
def moment(path: Path) -> Iterator[SqliteMoment]:
    """Raises sqlite3.Error where the file is none, or cannot be read."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        # Only a first read holds the moment.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield SqliteMoment(connection)


def counts(connection: sqlite3.Connection) -> Mapping[str, int]:
    """Rows by table."""
    names = [name for (name,) in connection.execute(TABLES).fetchall() if not name.startswith(SHADOWS)]
    return {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}
