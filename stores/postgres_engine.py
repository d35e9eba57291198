"""Engines on a PostgreSQL server: every wait bounded, and which errors pass by waiting."""

import re
from typing import Any

from sqlalchemy import URL, Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError, OperationalError

from stores.errors import TO_READ

CONNECT_S = 5
# So many of a process's connections stay open when nobody uses them; a worker uses one or two.
KEPT_CONNECTIONS = 5
# The server then ends a connection that nobody uses, and the pool makes another when one is asked for: else each of a
# dozen supervisors keeps for good what it looked at its stores with at its start.
IDLE_MS = 30_000
# A statement of ours takes milliseconds; a migration lifts the limit for itself.
STATEMENT_MS = 60_000
# A writer that was stopped inside a transaction would hold its rows, and its heir, for ever.
IDLE_IN_TRANSACTION_MS = 30_000
# A peer that vanished without a word is noticed after about this long.
DEAD_PEER_S = 20
# By SQLSTATE, or by its class, the first two characters. Any other error is a fault and must crash.
PASSING = {
    "08": "the connection was lost",
    "25006": "the database is read-only",
    "25P03": "the transaction was idle for too long",
    "40001": "another transaction came first",
    "40P01": "two transactions waited for each other",
    "53100": "the disk is full",
    "53200": "out of memory",
    "53300": "the server has too many connections",
    "53400": "a limit of the server is reached",
    "55P03": "the rows are locked by another process",
    "57014": "the statement took too long",
    "57P01": "the server is shutting down",
    "57P02": "the server crashed",
    "57P03": "the server is starting or stopping",
    "57P05": "the connection was idle for too long",
    "58030": "the disk reports an input/output error",
}
# A connection that was not made carries no SQLSTATE, only words. These stay true until somebody mends them; a server
# that says them in another language is waited for, and the wait repeats what it says.
REFUSED = re.compile(
    r"authentication failed|no password supplied|no pg_hba\.conf entry|(?:role|database) .* does not exist"
    r"|is not permitted to log in|permission denied for database|unrecognized configuration parameter"
    r"|invalid |does not support SSL|certificate"
)


def open_postgres(url: URL, *, synchronous: str, lock_timeout_s: float, connections: int, to_read: bool) -> Engine:
    settings = {
        "lock_timeout": f"{max(1, round(lock_timeout_s * 1000))}ms",
        "statement_timeout": f"{STATEMENT_MS}ms",
        "idle_in_transaction_session_timeout": f"{IDLE_IN_TRANSACTION_MS}ms",
        "idle_session_timeout": f"{IDLE_MS}ms",
        "synchronous_commit": "on" if synchronous == "FULL" else "off",
        "client_encoding": "UTF8",
        "default_transaction_read_only": "on" if to_read else "off",
    }
    asked = url.query.get("options", ())
    options = [*([asked] if isinstance(asked, str) else asked), *(f"-c {name}={to}" for name, to in settings.items())]
    return create_engine(
        url.set(drivername="postgresql+psycopg").difference_update_query(["options"]),
        connect_args={
            "connect_timeout": CONNECT_S,
            "keepalives_idle": DEAD_PEER_S // 2,
            "keepalives_interval": DEAD_PEER_S // 4,
            "keepalives_count": 2,
            "tcp_user_timeout": DEAD_PEER_S * 1000,
            "application_name": "warta",
            "options": " ".join(options),
        },
        **_pool(connections, lock_timeout_s),
        execution_options={TO_READ: to_read},
    )


def _pool(connections: int, wait_s: float) -> dict[str, Any]:
    if not connections:
        return {"poolclass": NullPool}
    return {
        "pool_size": min(KEPT_CONNECTIONS, connections),
        "max_overflow": max(0, connections - KEPT_CONNECTIONS),
        "pool_timeout": wait_s,
        # The last that was used is the first that is used again, so that what is more than needed grows idle.
        "pool_use_lifo": True,
        "pool_pre_ping": True,
    }


def passing(error: DBAPIError) -> str | None:
    """The cause of an error that waiting may mend, else None."""
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate is not None:
        return PASSING.get(sqlstate) or PASSING.get(sqlstate[:2])
    if isinstance(error, OperationalError) and not REFUSED.search(str(error.orig)):
        return "the server cannot be reached or closed the connection"
    return None


def refused(error: DBAPIError) -> bool:
    """Whether the server, or the client library, wants nothing to do with us as we are set up."""
    no_state = getattr(error.orig, "sqlstate", None) is None
    return no_state and isinstance(error, OperationalError) and REFUSED.search(str(error.orig)) is not None
