"""The crew of a source: places for units of work, and who stands aside leaves its place to another."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from ingest.crew import Crew
from runtime.source import Emission
from schemas.fate import Fate
from schemas.outcomes import Outcome


def emission(name: str) -> Emission:
    return Emission(records=(), fate=Fate(id=name, subject=name, outcome=Outcome.PASSED), done=name)


async def nothing() -> None:
    """Leads by hand: the test starts the work itself."""


async def test_work_that_stands_aside_leaves_its_place_to_another() -> None:
    crew, settled = Crew(size=1), asyncio.Event()
    places: list[tuple[str, int]] = []

    async def work(name: str) -> AsyncGenerator[Emission, None]:
        places.append((f"{name} works", crew.free))
        yield emission(name)
        with crew.aside():
            places.append((f"{name} stands aside", crew.free))
            await settled.wait()
        places.append((f"{name} is back", crew.free))

    async with aclosing(crew.results(nothing())) as results:
        crew.start(work("satu"))
        assert (await anext(results)).done == "satu"
        await crew.wait_ended(10)
        assert crew.free == 1
        crew.start(work("dua"))
        assert (await anext(results)).done == "dua"
        await crew.wait_ended(10)
        settled.set()
        while crew.working:
            await crew.wait_ended(10)

    # Two that come back at once hold more than there are places: still none is free, and never fewer than none.
    assert places == [
        ("satu works", 0),
        ("satu stands aside", 1),
        ("dua works", 0),
        ("dua stands aside", 1),
        ("satu is back", 0),
        ("dua is back", 0),
    ]
    assert crew.free == 1
