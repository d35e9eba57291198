"""Checks of lists that somebody asked for, and the history that these make with the polls."""

from collections.abc import Sequence, Set

from sqlalchemy import Connection, RowMapping, insert, select

from schemas.frontier import PollEntry, PollResult
from stores.tables import list_checks, poll_log


def record(connection: Connection, entries: Sequence[PollEntry]) -> None:
    for entry in entries:
        row = {
            "url": entry.url,
            "source": entry.source,
            "channel": entry.channel,
            "at": entry.at,
            "result": entry.result.value,
            "reason": entry.reason,
            "detail": entry.detail,
            "found": entry.found,
        }
        connection.execute(insert(list_checks), row)


def verified(connection: Connection) -> Set[str]:
    """The addresses whose last check found a list with links in it."""
    rows = connection.execute(select(list_checks.c.url, list_checks.c.result).order_by(list_checks.c.n))
    last = {row.url: row.result for row in rows}
    return {url for url, result in last.items() if result == PollResult.READ}


def checks(connection: Connection, source: str, *, limit: int) -> Sequence[PollEntry]:
    """The newest first; of every source where `source` is empty."""
    query = select(list_checks).order_by(list_checks.c.n.desc()).limit(limit)
    if source:
        query = query.where(list_checks.c.source == source)
    return [_entry(row) for row in connection.execute(query).mappings()]


def polls(connection: Connection, source: str, *, limit: int) -> Sequence[PollEntry]:
    """The newest first; of every source where `source` is empty."""
    query = select(poll_log).order_by(poll_log.c.n.desc()).limit(limit)
    if source:
        query = query.where(poll_log.c.source == source)
    counted = ("new", "known", "refused")
    return [_entry(row, **{name: row[name] for name in counted}) for row in connection.execute(query).mappings()]


def _entry(row: RowMapping, **counted: int) -> PollEntry:
    return PollEntry(
        url=row["url"],
        source=row["source"],
        channel=row["channel"],
        at=row["at"],
        result=PollResult(row["result"]),
        reason=row["reason"],
        detail=row["detail"],
        found=row["found"],
        **counted,
    )
