"""Checks of lists that somebody asked for: the last one of an address says whether it may be polled."""

from collections.abc import Mapping, Sequence, Set

from sqlalchemy import Connection, Engine, RowMapping, insert, select

from schemas.frontier import PollEntry, PollResult
from stores.database import reading, writing
from stores.tables import list_checks


class SqlChecks:
    """Implements ingest.ports.Checks. Every method raises StoreUnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, entries: Sequence[PollEntry]) -> None:
        with writing(self._engine) as connection:
            for entry in entries:
                connection.execute(insert(list_checks), row_of(entry))

    def history(self, source: str = "", *, limit: int) -> Sequence[PollEntry]:
        """The newest first; of every source where `source` is empty."""
        query = select(list_checks).order_by(list_checks.c.n.desc()).limit(limit)
        if source:
            query = query.where(list_checks.c.source == source)
        with reading(self._engine) as connection:
            return [entry(row) for row in connection.execute(query).mappings()]

    def results(self) -> Mapping[str, PollResult]:
        """The last result of each address that was ever checked or probed. Raises StoreUnavailableError."""
        with reading(self._engine) as connection:
            return _results(connection)


def row_of(entry: PollEntry) -> dict[str, object]:
    return {
        "url": entry.url,
        "source": entry.source,
        "channel": entry.channel,
        "at": entry.at,
        "result": entry.result.value,
        "reason": entry.reason,
        "detail": entry.detail,
        "found": entry.found,
    }


def verified(connection: Connection) -> Set[str]:
    """The addresses whose last check found a list with links in it."""
    return {url for url, result in _results(connection).items() if result is PollResult.READ}


def _results(connection: Connection) -> dict[str, PollResult]:
    rows = connection.execute(select(list_checks.c.url, list_checks.c.result).order_by(list_checks.c.n))
    return {row.url: PollResult(row.result) for row in rows}


def entry(row: RowMapping, **counted: int) -> PollEntry:
    """Of a row of either audit, of checks or of polls."""
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
