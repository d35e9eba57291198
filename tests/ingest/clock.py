"""A clock that moves only while somebody sleeps by it: what is waited for costs a test no time."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        await asyncio.sleep(0)
