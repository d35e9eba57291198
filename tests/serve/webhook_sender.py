"""A process that sends to webhooks until it is killed; it is given both databases and who may be asked."""

import asyncio
import os
import sys

from serve.views import ChangeViews
from stores.articles import ArticleStore
from stores.database import open_engine
from stores.outbox import OutboxReads
from stores.story_reads import StoryReads
from tests.serve.receiving import Desk, HeardStore


async def main(articles: str, store: str, allowed: str) -> None:
    reading = open_engine(articles, to_read=True)
    views = ChangeViews(
        articles=ArticleStore(reading, stem=str.lower), stories=StoryReads(reading), changes=OutboxReads(reading)
    )
    engine = open_engine(store)
    # A process that was killed keeps the next one from sending for so long.
    desk = Desk(views, engine, HeardStore(engine), [allowed], lease_s=0.3)
    async with desk.sending(f"uji-0.{os.getpid()}"):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
