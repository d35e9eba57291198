"""Fetches that brought no page, counted by source and reason in the transaction that schedules what comes next."""

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from schemas.outcomes import Reason
from stores.database import insert
from stores.tables import unbrought

Counts = Mapping[tuple[str, str], int]


def count(connection: Connection, fetches: Iterable[tuple[str, Reason]]) -> None:
    """`fetches`: source and reason of each that just ended."""
    counts = Counter((source, reason.value) for source, reason in fetches)
    if not counts:
        return
    adding = insert(connection.engine, unbrought)
    adding = adding.on_conflict_do_update(
        index_elements=list(unbrought.primary_key.columns),
        set_={"fetches": unbrought.c.fetches + adding.excluded.fetches},
    )
    # In one order everywhere: the hosts of a source are in many hands, and their writers take turns for its rows.
    rows = [
        {"source": source, "reason": reason, "fetches": number} for (source, reason), number in sorted(counts.items())
    ]
    connection.execute(adding, rows)


def counted(connection: Connection) -> Counts:
    """Of every source that had any, since ever."""
    return {(row.source, row.reason): row.fetches for row in connection.execute(select(unbrought))}
