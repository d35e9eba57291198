"""Why a database is not opened at all; what mends itself is StoreUnavailableError."""


class DatabaseTooNewError(Exception):
    """The database was written by a newer Warta: update the program, it must not write here."""


class DatabaseRefusedError(Exception):
    """The server lets us in no more than it would tomorrow: wrong password, no such database, no such role."""
