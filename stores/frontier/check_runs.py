"""Checks of all lists: which a run has asked already, and what the last check of each list found."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, RowMapping, insert, select, update

from schemas.checked import ListCheck, RobotsSay
from stores.database import reading, upsert, writing
from stores.frontier import checks
from stores.tables import check_runs, checked_lists, list_checks

NO_RUN = 0
"""The run of a check of some lists alone."""
ListKey = tuple[str, str]
"""Outlet and declared address of a list."""


@dataclass(frozen=True)
class CheckRun:
    """`done`: the lists that it need not ask again."""

    n: int
    started_at: datetime
    done: Set[ListKey] = frozenset()


class SqlCheckRuns:
    """Every method raises StoreUnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, *, now: datetime, resume_from: datetime) -> CheckRun:
        """The last run where it has no end and was begun after `resume_from`; else a new one."""
        last = select(check_runs).order_by(check_runs.c.n.desc()).limit(1)
        with writing(self._engine) as connection:
            row = connection.execute(last).one_or_none()
            if row is None or row.ended_at is not None or row.started_at < resume_from:
                made = connection.execute(insert(check_runs).returning(check_runs.c.n), {"started_at": now})
                return CheckRun(made.scalar_one(), now)
            asked = select(checked_lists.c.source, checked_lists.c.url).where(checked_lists.c.run == row.n)
            return CheckRun(row.n, row.started_at, {(each.source, each.url) for each in connection.execute(asked)})

    def record(self, run: int, check: ListCheck) -> None:
        """Write the audit row, and what is known of the list from now on, in one transaction."""
        row = checks.row_of(check.entry)
        known = row | {
            "run": run,
            "status": check.status,
            "latest": check.latest,
            "robots": check.robots.value,
            "delay_s": check.delay_s,
        }
        with writing(self._engine) as connection:
            connection.execute(insert(list_checks), row)
            connection.execute(upsert(self._engine, checked_lists, key=("source", "url")), known)

    def end(self, run: int, *, at: datetime) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(check_runs).where(check_runs.c.n == run).values(ended_at=at))

    def last(self) -> Sequence[ListCheck]:
        """The last check of every list that was ever checked, by outlet, channel and address."""
        order = (checked_lists.c.source, checked_lists.c.channel, checked_lists.c.url)
        with reading(self._engine) as connection:
            return [_check(row) for row in connection.execute(select(checked_lists).order_by(*order)).mappings()]


def _check(row: RowMapping) -> ListCheck:
    return ListCheck(checks.entry(row), row["status"], row["latest"], RobotsSay(row["robots"]), row["delay_s"])
