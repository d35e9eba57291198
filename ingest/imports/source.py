"""The records that somebody brings in, as a source: each with its fate, and each refusal with its reason."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence

from ingest.imports.problem import ImportProblem
from runtime.source import Emission
from schemas.fate import Fate
from schemas.ids import digest
from schemas.link import Link
from schemas.outcomes import Outcome
from schemas.page import Page

Found = Link | Page | ImportProblem


class ImportSource:
    """Implements `runtime.source.SourceWork` over what is read in a thread; it ends with it.

    `taken` and `problems` hold what is published already; pages without their bodies, since a file may exceed memory.
    """

    name = "import"

    def __init__(self, found: Iterator[Found]) -> None:
        self._found = found
        self.taken: list[Link | Page] = []
        self.problems: list[ImportProblem] = []

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def emissions(self) -> AsyncIterator[Emission]:
        while (found := await asyncio.to_thread(next, self._found, None)) is not None:
            yield _refused(found) if isinstance(found, ImportProblem) else _taken(found)

    def finish(self, done: Sequence[object]) -> None:
        for found in done:
            if isinstance(found, ImportProblem):
                self.problems.append(found)
            elif isinstance(found, Link | Page):
                self.taken.append(found)

    def waiting(self) -> str | None:
        return None


def _taken(record: Link | Page) -> Emission:
    fate = Fate(id=record.event_id(), subject=record.url_key, outcome=Outcome.PASSED, lane=record.lane)
    done = record.model_copy(update={"body": b""}) if isinstance(record, Page) else record
    return Emission((record,), fate, done)


def _refused(problem: ImportProblem) -> Emission:
    """Its subject is the line or the file: what was refused may have no address."""
    fate = Fate(
        id=digest("import", problem.where, problem.reason.value),
        subject=problem.where,
        outcome=Outcome.DROPPED,
        reason=problem.reason,
        detail=problem.detail,
    )
    return Emission((), fate, problem)
