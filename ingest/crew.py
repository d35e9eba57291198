"""Runs a source's units of work side by side and yields their results in order of completion."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Iterator
from contextlib import aclosing, contextmanager, suppress

from runtime.source import Emission


class Crew:
    """At most `size` units of work at a time. A failure in one of them is raised where the results are read."""

    def __init__(self, *, size: int) -> None:
        self._size = size
        self._leading: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._results: asyncio.Queue[Emission | Exception] = asyncio.Queue(maxsize=size)
        self._ended = asyncio.Event()
        self._aside = 0

    @property
    def free(self) -> int:
        # One that stood aside ends its wait before it is gone: for a moment there is one too many.
        return max(0, self._size - len(self._tasks) + self._aside)

    @property
    def working(self) -> int:
        return len(self._tasks)

    def start(self, work: AsyncGenerator[Emission, None]) -> None:
        task = asyncio.create_task(self._do(work))
        self._tasks.add(task)
        task.add_done_callback(self._leave)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """For a unit of work that only waits for its results to be taken: meanwhile its place is another's."""
        self._aside += 1
        self._ended.set()
        try:
            yield
        finally:
            self._aside -= 1

    async def wait_ended(self, timeout_s: float) -> None:
        """Until a unit of work has ended or stands aside, or the time is up."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._ended.wait()
        self._ended.clear()

    async def results(self, lead: Coroutine[None, None, None]) -> AsyncGenerator[Emission, None]:
        """Runs `lead`, which starts the work, and yields for ever; all tasks have ended when this is closed."""
        self._leading = asyncio.create_task(self._lead(lead))
        try:
            while True:
                result = await self._results.get()
                if isinstance(result, Exception):
                    raise result
                yield result
        finally:
            await self.stop()

    async def stop(self) -> None:
        """Ends the lead first, so that nothing new starts; also where the reader of the results just went away."""
        if self._leading is not None:
            self._leading.cancel()
            await asyncio.gather(self._leading, return_exceptions=True)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _lead(self, lead: Coroutine[None, None, None]) -> None:
        try:
            await lead
        except Exception as error:
            # Not answered here but moved to the reader, who would otherwise wait for ever.
            await self._results.put(error)

    async def _do(self, work: AsyncGenerator[Emission, None]) -> None:
        try:
            async with aclosing(work):
                async for emission in work:
                    await self._results.put(emission)
        except Exception as error:
            # As in _lead.
            await self._results.put(error)

    def _leave(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._ended.set()
