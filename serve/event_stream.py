"""An answer without an end: what is sent and not taken in time cuts it, and the reader resumes where it was."""

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

# Of the sockets' buffers nothing moved for so long: that is no slow reader, it is none.
CUT_S = 20.0


class EventStream(Response):
    media_type = "text/event-stream"

    def __init__(
        self, events: AsyncIterator[bytes], *, cut_s: float = CUT_S, on_cut: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(media_type=self.media_type)
        # Proxies are not to gather what is meant for now.
        self.raw_headers = [(name, value) for name, value in self.raw_headers if name != b"content-length"]
        self.raw_headers.append((b"x-accel-buffering", b"no"))
        self._events = events
        self._cut_s = cut_s
        self._on_cut = on_cut

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        sending, gone = asyncio.ensure_future(self._send(send)), asyncio.ensure_future(_gone(receive))
        done, pending = await asyncio.wait((sending, gone), return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        for task in done:
            task.result()

    async def _send(self, send: Send) -> None:
        try:
            async for lines in self._events:
                await asyncio.wait_for(
                    send({"type": "http.response.body", "body": lines, "more_body": True}), self._cut_s
                )
        except TimeoutError:
            self._on_cut()
            return
        finally:
            await self._events.aclose()  # type: ignore[attr-defined]
        await send({"type": "http.response.body", "body": b""})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
