"""The port of a notifier: what tells others, outside, of what is stored, and publishes nothing."""

from typing import Protocol


class NotifierWork(Protocol):
    name: str

    async def open(self) -> None:
        """Raises StoreUnavailableError with nothing open; then it is called again."""

    async def close(self) -> None:
        """Let what is under way end, so that another process can go on at once. Raises StoreUnavailableError."""

    async def run(self) -> None:
        """Works until it is cancelled; answers itself whatever passes by waiting."""

    def waiting(self) -> str | None:
        """Why nothing moves; None while working."""
