"""Runs a source as the engine would, for as many emissions as a test wants."""

import asyncio
from contextlib import aclosing

from ingest.discover.poll import Discover
from ingest.fetch.fetch import Fetch
from runtime.source import Emission


async def run(source: Discover | Fetch, count: int) -> list[Emission]:
    """Takes `count` emissions, each finished at once as the engine would after its publish, and stops."""
    taken: list[Emission] = []
    await source.open()
    async with aclosing(source.emissions()) as emissions:
        async for emission in emissions:
            taken.append(emission)
            await asyncio.to_thread(source.finish, [emission.done])
            if len(taken) == count:
                break
    await source.close()
    return taken
