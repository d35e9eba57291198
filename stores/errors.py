"""Why a database is not opened at all; what mends itself is StoreUnavailableError."""

from runtime.state import StoreUnavailableError

# An engine's option: nothing is written through it, and no table is made or migrated.
TO_READ = "warta_to_read"


class DatabaseTooNewError(Exception):
    """The database was written by a newer Warta: update the program, it must not write here."""


class DatabaseRefusedError(Exception):
    """The server lets us in no more than it would tomorrow: wrong password, no such database, no such role."""


class StoreNotReadyError(StoreUnavailableError):
    """Who only reads finds no tables yet, or those of an earlier Warta: who writes makes them, or brings them up."""
