"""A receiver of webhooks that costs as little as can be: `python -m bench.webhook_receiver` prints its port and answers
204 at once, and to `/hangs` never. It ends with its standard input."""

import asyncio
import re
import sys

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)
HEAD_END = b"\r\n\r\n"
TAKEN = b"HTTP/1.1 204 No Content\r\n\r\n"
HANGS = b"POST /hangs "


class Taking(asyncio.Protocol):
    """One connection; requests come one after the other."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._got = bytearray()

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, mark, body = bytes(self._got).partition(HEAD_END)
        found = LENGTH.search(head + b"\r\n")
        if not mark or found is None or len(body) < int(found[1]):
            return
        self._got.clear()
        if not head.startswith(HANGS) and isinstance(self._transport, asyncio.WriteTransport):
            self._transport.write(TAKEN)


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Taking, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
