"""The result of a check of one list: what the table of all outlets shows of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from schemas.frontier import PollEntry, PollResult


class RobotsSay(StrEnum):
    """What robots.txt says of a list's address."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    """Nobody asked: the address may not be dialled, or its host rests."""


@dataclass(frozen=True)
class ListCheck:
    """`entry.url` is the address or template as it is declared."""

    entry: PollEntry
    status: int = 0
    """HTTP status of the list itself; 0 if it did not answer."""
    latest: datetime | None = None
    """The latest date of an entry that is not in the future; None if no entry has a date."""
    robots: RobotsSay = RobotsSay.UNKNOWN
    delay_s: float | None = None
    """Least seconds between two requests, by the outlet and its robots.txt; None if robots.txt says nothing known."""

    @property
    def passed(self) -> bool:
        return self.entry.result is PollResult.READ
