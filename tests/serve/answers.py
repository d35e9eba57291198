"""What every route of the API answers of a small newsroom: the examples of its description.

    python -m tests.serve.answers

writes `serve/answers.json` anew.
"""

import asyncio
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from broker.port import PartitionLag
from serve.described import ANSWERS
from stores.archive.files import Folder
from stores.archive.reader import ArchiveReader
from stores.archive.store import ArchiveStore, Rotation
from stores.articles import ArticleStore
from stores.database import insert, open_engine, writing
from stores.fates import FateStore
from stores.frontier.store import Frontier
from stores.stories import StoryStore
from stores.webhook_rows import Course, Secret, Shape, Webhook, row_of
from stores.webhook_tables import webhooks
from stores.webhooks import WebhookStore
from tests.serve.conftest import Newsroom, fill, stem
from tests.serve.samples import NOON, OUTLET, URL, article
from tests.serve.test_letters_page import letter
from tests.serve.test_lists import WATCH
from tests.serve.test_one_article import PAGE
from tests.serve.test_said import SAYS
from tests.stores.storied import story

ID = article().id
WEBHOOK = Webhook(
    id="5f0c2ab1",
    name="meja",
    address="https://desk.example/hooks/1",
    shape=Shape.CLOUDEVENTS,
    filters={"kind": ("stored", "revised"), "watch": ("rusia-korut",)},
    by="meja",
    created_at=NOON,
    secret=Secret(""),
    course=Course(cursor=3, delivered=2),
)
# By the path of the description: what is asked. Streams and files have no answer in JSON.
ASKED: Mapping[str, str] = {
    "/v1/archive": "/v1/archive",
    "/v1/articles": "/v1/articles?count=true",
    "/v1/articles/{article_id}": f"/v1/articles/{ID}",
    "/v1/articles/{article_id}/diff": f"/v1/articles/{ID}/diff?from=1&to=2",
    "/v1/articles/{article_id}/stories": f"/v1/articles/{ID}/stories",
    "/v1/changes": "/v1/changes",
    "/v1/entities": "/v1/entities?since=2025-04-01T00:00:00Z",
    "/v1/fates": "/v1/fates?limit=2",
    "/v1/flow": "/v1/flow",
    "/v1/health": "/v1/health",
    "/v1/letters": "/v1/letters",
    "/v1/quotes": "/v1/quotes",
    "/v1/search": "/v1/search?q=kursk",
    "/v1/sources": "/v1/sources",
    "/v1/stories": "/v1/stories",
    "/v1/stories/{story_id}": "/v1/stories/s-1",
    "/v1/topics": "/v1/topics",
    "/v1/trace": f"/v1/trace?url={URL}",
    "/v1/watches": "/v1/watches",
    "/v1/webhooks": "/v1/webhooks",
    "/v1/webhooks/{webhook_id}": "/v1/webhooks/5f0c2ab1",
}


def newsroom_in(folder: Path) -> Newsroom:
    """With something to answer on every route, all of it at noon of one day."""
    engine = open_engine(f"sqlite:///{folder / 'warta.db'}", busy_timeout_s=5)
    stores = (
        ArticleStore(engine, stem=stem, now=lambda: NOON),
        FateStore(engine),
        Frontier.open(engine),
        StoryStore(engine, stem=stem, now=lambda: NOON),
    )
    made = Newsroom(*stores, engine)
    fill(made)
    again = article(revision=2, title="Pyongyang mengakui prajuritnya bertempur di Kursk")
    made.publish(again.model_copy(update={"layers": SAYS, "page_id": PAGE.event_id()}))
    known = story(1, 2)
    first = known.members[0].model_copy(update={"article": ID})
    told = known.model_copy(update={"members": (first, *known.members[1:]), "articles": (ID, "a2")})
    made.stories.write(made.stories.claim("stories", "stories", 0), [told])
    archive = ArchiveStore(engine, Folder(folder / "archive"), now=lambda: NOON, rotation=Rotation())
    archive.write(archive.claim("archive", "warta.pages", 0), [PAGE])
    made.archive = ArchiveReader(engine, Folder(folder / "archive"))
    made.outlets, made.watches, made.letters = {OUTLET.id: OUTLET}, [WATCH], [letter(6)]
    WebhookStore(engine)
    with writing(engine) as connection:
        connection.execute(insert(engine, webhooks), row_of(WEBHOOK))
    made.lags = lambda: [PartitionLag("clean", "warta.pages", 0, settled=6, end=9, oldest_at=None)]
    return made


async def answers(newsroom: Newsroom) -> dict[str, Any]:
    client = httpx.AsyncClient(transport=httpx.ASGITransport(newsroom.app()), base_url="http://127.0.0.1")
    found = {path: await client.get(asked) for path, asked in ASKED.items()}
    wrong = {path: answer.text for path, answer in found.items() if answer.status_code != 200}
    assert wrong == {}
    return {path: answer.json() for path, answer in found.items()}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = asyncio.run(answers(newsroom_in(Path(folder))))
    ANSWERS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
