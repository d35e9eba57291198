"""The archived pages that a replay publishes again, as a source."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from formats.warc.record import BrokenRecordError
from runtime.source import Emission
from schemas.fate import Fate
from schemas.outcomes import Outcome, Reason
from schemas.record import Lane
from stores.archive.index import ArchivedPage
from stores.archive.reader import ArchiveRange, ArchiveReader, ReplayState
from stores.archive.warc_reading import PayloadMissingError


class ReplaySource:
    """Implements `runtime.source.SourceWork`; it ends with the last page of the span, and goes on behind `state`.

    A page is published before its place is saved: its id allows a repeat. A page that cannot be read is dropped with
    its reason, and a line of `broken`: the others can still be replayed.
    """

    name = "replay"

    def __init__(
        self,
        reader: ArchiveReader,
        span: ArchiveRange,
        *,
        id_: str,
        state: ReplayState,
        told: Callable[[ReplayState], None],
    ) -> None:
        self._reader = reader
        self._span = span
        self._id = id_
        self._told = told
        self.state = state
        self.broken: list[str] = []

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def emissions(self) -> AsyncIterator[Emission]:
        pages = self._reader.pages(self._span, after=(self.state.fetched_at, self.state.n))
        while (archived := await asyncio.to_thread(next, pages, None)) is not None:
            yield await asyncio.to_thread(self._emission, archived)

    def _emission(self, archived: ArchivedPage) -> Emission:
        fate = Fate(id=archived.event_id, subject=archived.url_key, outcome=Outcome.PASSED, lane=Lane.REPLAY)
        try:
            page = self._reader.read(archived).model_copy(update={"lane": Lane.REPLAY})
        except BrokenRecordError as error:
            reason = Reason.PAYLOAD_MISSING if isinstance(error, PayloadMissingError) else Reason.UNDECODABLE
            self.broken.append(f"{archived.file} at {archived.offset}: {archived.url_key}: {reason.value}: {error}")
            dropped = {"outcome": Outcome.DROPPED, "reason": reason, "detail": str(error)}
            return Emission((), fate.model_copy(update=dropped), archived)
        return Emission((page,), fate, archived)

    def finish(self, done: Sequence[object]) -> None:
        pages = [each for each in done if isinstance(each, ArchivedPage)]
        last = pages[-1]
        self.state = ReplayState(self.state.until, last.fetched_at, last.n, self.state.published + len(pages))
        self._reader.save_replay(self._id, self.state)
        self._told(self.state)

    def waiting(self) -> str | None:
        return None
