"""`python -m bench.crawl_polls`: asks hosts for their sitemaps again and again, as fast as their turns allow.

It is a process of its own, as discovery is, and shares nothing with the fetching but the frontier.
"""

import argparse
import asyncio
import sys

from bench.crawl import client
from bench.crawl_process import CrawlWeb
from bench.crawl_web import SITEMAP, host_names
from ingest.discover.polite_get import polite_get
from ingest.web.errors import FetchRefused
from pipeline.settings import Settings
from pipeline.wiring.stores import open_frontier
from schemas.frontier import Validators
from schemas.outlet import Crawl


async def poll(web: CrawlWeb, settings: Settings) -> None:
    """Until its input ends. Prints a line when it begins."""
    asking = client(web, open_frontier(settings).turns)
    get = polite_get(asking, Crawl(delay_s=0.0))

    async def poll_host(host: str) -> None:
        try:
            while True:
                await get(web.base(host) + SITEMAP, Validators())
        except FetchRefused as refused:
            print(f"polled no more: {refused}", file=sys.stderr)  # noqa: T201

    await asking.open()
    polls = [asyncio.create_task(poll_host(host)) for host in web.hosts]
    print("polling", flush=True)  # noqa: T201
    await asyncio.to_thread(sys.stdin.read)
    for each in polls:
        each.cancel()
    await asyncio.gather(*polls, return_exceptions=True)
    await asking.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="crawl_polls")
    parser.add_argument("--hosts", type=int, required=True)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    web = CrawlWeb(tuple(host_names(options.hosts)), 0, options.port)
    asyncio.run(poll(web, Settings()))


if __name__ == "__main__":
    main()
