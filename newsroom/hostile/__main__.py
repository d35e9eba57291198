"""`python -m newsroom.hostile`: serves the hostile wing until SIGTERM, SIGINT or the end of stdin."""

import asyncio
import json
import os
import signal
import threading

from newsroom.hostile.serving import serving

STDIN = 0


async def run() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)

    def wait_for_stdin() -> None:
        while os.read(STDIN, 4096):
            pass
        loop.call_soon_threadsafe(stop.set)

    # A thread, because the event loop cannot watch every kind of stdin; a daemon, because read() may never return.
    threading.Thread(target=wait_for_stdin, daemon=True).start()
    async with serving() as addresses:
        print(json.dumps(addresses), flush=True)  # noqa: T201
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(run())
