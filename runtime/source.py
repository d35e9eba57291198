"""The port of a source: what leases work from the outside, does it, and hands over records to publish.

A source promises at least once with deterministic ids: `finish` runs after the publish, so a crash in between makes
the lease expire and the same records, under the same ids, come again.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from schemas.fate import Fate
from schemas.record import Record


@dataclass(frozen=True)
class Emission:
    """One finished unit of work: `records` and `fate` are published in one go, then `done` goes back to the source."""

    records: tuple[Record, ...]
    fate: Fate
    done: object


class SourceWork(Protocol):
    name: str

    async def open(self) -> None:
        """Raises StoreUnavailableError with nothing open; then it is called again."""

    async def close(self) -> None:
        """Give leases back, so that another process can go on at once. Raises StoreUnavailableError with all closed."""

    def emissions(self) -> AsyncIterator[Emission]:
        """Leases due work, does it concurrently, yields each unit as it completes; waits when idle.

        Runs for ever, or to the end of what there is where it is run to its end.
        """

    def finish(self, done: Sequence[object]) -> None:
        """Blocking; called in a thread after the publish. Raises StaleOwnerError, StoreUnavailableError."""

    def waiting(self) -> str | None:
        """Why nothing moves, while nothing is due; None while working."""
