"""`python -m newsroom`: serves the six outlets until SIGTERM, SIGINT or, if asked, the end of stdin."""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from newsroom.desk import Desk
from newsroom.expected import expected_lines
from newsroom.outlets import OUTLETS
from newsroom.serving import HOST, Ports, bind, serving
from newsroom.sources import source_toml
from newsroom.stories.edition import STORIES

STDIN = 0


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="newsroom", description="A local web of six invented Indonesian outlets.")
    parser.add_argument("--host", default=HOST, help="IPv4 address to listen on and to announce; default: %(default)s")
    parser.add_argument("--base-port", type=int, default=0, help="first of seven ports; 0 takes free ones")
    parser.add_argument("--publish-seconds", type=float, default=25.0, help="time over which stories come out")
    parser.add_argument(
        "--now", type=_instant, default=None, help="ISO instant the start counts as; default: the clock"
    )
    parser.add_argument("--sources", type=Path, help="folder for one TOML declaration an outlet")
    parser.add_argument("--expected", type=Path, help="file for the records that ought to come out, JSON Lines")
    parser.add_argument("--until-stdin-closes", action="store_true", help="also stop at the end of stdin")
    return parser.parse_args(arguments)


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} names no zone: write 2025-04-28T14:05:00+07:00")
    return at


def write_files(options: argparse.Namespace, ports: Ports, start: datetime) -> None:
    if options.sources is not None:
        options.sources.mkdir(parents=True, exist_ok=True)
        for outlet in OUTLETS:
            (options.sources / f"{outlet.id}.toml").write_text(source_toml(outlet, ports.bases[outlet.id]), "utf-8")
    if options.expected is not None:
        lines = expected_lines(STORIES, bases=ports.bases, start=start, publish_s=options.publish_seconds)
        options.expected.parent.mkdir(parents=True, exist_ok=True)
        options.expected.write_text("".join(f"{line}\n" for line in lines), "utf-8")


async def run(options: argparse.Namespace, ports: Ports) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if options.until_stdin_closes:
        # A thread, because the event loop cannot watch every kind of stdin; a daemon, because read() may never return.
        threading.Thread(target=_wait_for_stdin, args=(loop, stop), daemon=True).start()
    start = options.now or datetime.now(UTC)
    began_s = time.monotonic()
    desk = Desk(STORIES, start, options.publish_seconds, elapsed=lambda: time.monotonic() - began_s)
    write_files(options, ports, start)
    async with serving(ports, desk):
        print(json.dumps({"status_url": ports.status_url, "outlets": ports.bases}), flush=True)  # noqa: T201
        await stop.wait()


def _wait_for_stdin(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    # Not sys.stdin: a daemon thread that holds its lock would abort the interpreter's exit.
    while os.read(STDIN, 4096):
        pass
    # The loop is closed already when a signal came first: then there is nothing left to stop.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(stop.set)


def main(arguments: Sequence[str]) -> int:
    options = parse(arguments)
    try:
        ports = bind(options.base_port, options.host)
    except OSError as error:
        print(f"newsroom: cannot listen: {error}; choose another --base-port or --host", file=sys.stderr)  # noqa: T201
        return 1
    asyncio.run(run(options, ports))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
