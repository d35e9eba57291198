"""Saves what webhooks move in the background: whatever comes while one transaction runs shares the next."""

import asyncio
from collections.abc import Callable, Sequence

from runtime.state import StoreUnavailableError
from stores.webhook_rows import Move

# So many that are sent and not saved would be sent again after a kill.
MOST_UNSAVED = 500
AWAY_S = 1.0


class Saving:
    """`save` blocks and is called in a thread. Lives in one event loop."""

    def __init__(self, save: Callable[[Sequence[Move]], None]) -> None:
        self._save = save
        self._moves: list[Move] = []
        self._unsaved = 0
        self._more, self._done = asyncio.Event(), asyncio.Event()

    def put(self, move: Move) -> None:
        self._moves.append(move)
        self._unsaved += 1
        self._more.set()

    async def room(self) -> None:
        """Until what is not saved is little enough: while the store is away nothing more is sent."""
        await self._fewer_than(MOST_UNSAVED)

    async def flushed(self) -> None:
        await self._fewer_than(1)

    async def _fewer_than(self, count: int) -> None:
        while self._unsaved >= count:
            self._done.clear()
            await self._done.wait()

    async def run(self) -> None:
        """Until it is cancelled. Raises StaleOwnerError where another owner sends now."""
        while True:
            await self._more.wait()
            self._more.clear()
            moves, self._moves = self._moves, []
            while True:
                try:
                    await asyncio.to_thread(self._save, moves)
                    break
                except StoreUnavailableError:
                    # It comes back, and everything is still known here.
                    await asyncio.sleep(AWAY_S)
            self._unsaved -= len(moves)
            self._done.set()
