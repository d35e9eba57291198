"""The walks of a backfill as a source: outlets side by side, the walks of one after each other."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime

from ingest.discover.polite_get import polite_get
from ingest.discover.title_filter import Admit
from ingest.discover.walk import Walk, WalkedPage, walk
from ingest.ports import Walks
from ingest.web.web import Web
from runtime.source import Emission
from schemas.fate import Fate
from schemas.frontier import WalkState
from schemas.ids import digest, url_key
from schemas.outcomes import Outcome, Reason
from schemas.record import Lane


@dataclass
class Progressed:
    """How far a walk has come in this run: what is counted is published."""

    walk: Walk
    state: WalkState
    published: int = 0
    refused: Counter[Reason] = field(default_factory=Counter)
    problem: str = ""


@dataclass(frozen=True)
class StepDone:
    of: Progressed
    step: WalkedPage


class BackfillSource:
    """Implements `runtime.source.SourceWork`; it ends when every walk has ended, or cannot go on.

    A page's links are published before its walk's place is saved: a walk that is cut off reads that page once more.
    """

    name = "backfill"

    def __init__(
        self,
        walks: Sequence[Progressed],
        *,
        kept: Walks,
        web: Web,
        admit: Admit,
        told: Callable[[Progressed], None],
        now: Callable[[], datetime],
    ) -> None:
        self._by_outlet: dict[str, list[Progressed]] = {}
        for each in walks:
            self._by_outlet.setdefault(each.walk.outlet.id, []).append(each)
        self._kept = kept
        self._web = web
        self._admit = admit
        self._told = told
        self._now = now

    async def open(self) -> None:
        await self._web.open()

    async def close(self) -> None:
        await self._web.close()

    async def emissions(self) -> AsyncIterator[Emission]:
        found: asyncio.Queue[Emission] = asyncio.Queue(1)
        walking = asyncio.gather(*(self._walk(of_outlet, found) for of_outlet in self._by_outlet.values()))
        try:
            while not (walking.done() and found.empty()):
                getting = asyncio.ensure_future(found.get())
                await asyncio.wait((getting, walking), return_when=asyncio.FIRST_COMPLETED)
                if getting.done():
                    yield getting.result()
                else:
                    getting.cancel()
            walking.result()
        finally:
            walking.cancel()
            await asyncio.gather(walking, return_exceptions=True)

    async def _walk(self, of_outlet: Sequence[Progressed], found: asyncio.Queue[Emission]) -> None:
        for each in of_outlet:
            get = polite_get(self._web, each.walk.outlet.crawl)
            steps = walk(each.walk, each.state, get=get, now=self._now(), admit=self._admit)
            async with aclosing(steps):
                async for step in steps:
                    await found.put(Emission(step.links, _fate(each.walk, step), StepDone(each, step)))

    def finish(self, done: Sequence[object]) -> None:
        for each in done:
            if not isinstance(each, StepDone):
                continue
            of, step = each.of, each.step
            if not step.problem:
                self._kept.save(of.walk.id, of.walk.outlet.id, step.state, at=self._now())
            of.state, of.problem = step.state, step.problem
            of.published += len(step.links)
            of.refused += step.refused or Counter()
            self._told(of)

    def waiting(self) -> str | None:
        return None


def _fate(way: Walk, step: WalkedPage) -> Fate:
    return Fate(
        id=digest("step", way.id, step.url),
        subject=url_key(step.url),
        outcome=Outcome.PASSED if step.reason is None else Outcome.DROPPED,
        reason=step.reason,
        detail=step.problem,
        lane=Lane.BACKFILL,
    )
