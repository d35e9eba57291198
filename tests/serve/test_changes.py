"""The feed of changes over the API, and answers that are still fresh."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from schemas.story import StoryEvent
from stores import outbox
from stores.takedown import Takedown
from tests.serve.conftest import Newsroom
from tests.serve.samples import KEY, NOON, PARAGRAPHS, URL, article
from tests.serve.test_api import ID, read
from tests.stores.storied import story

ALL_TIME = NOON + timedelta(days=36500)


def numbered(number: int, **others: Any) -> Any:
    return article(f"https://kabar.example/{number}", published=NOON + timedelta(hours=number), **others)


async def follow(client: httpx.AsyncClient, path: str) -> list[Any]:
    """What a reader gets that asks until it has come to the head."""
    found: list[Any] = []
    last, head = 0, 1
    while last < head:
        page = await read(client, f"{path}&after={last}")
        found += page["items"]
        last, head = page["last"], page["head"]
    return found


async def test_changes_come_once_in_one_order(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(*(numbered(number) for number in range(5)), numbered(3, revision=2))

    found = await follow(client, "/v1/changes?limit=2")

    assert [item["n"] for item in found] == [1, 2, 3, 4, 5, 6]
    assert [item["kind"] for item in found] == ["stored"] * 5 + ["revised"]
    assert found[3]["article"]["revision"] == 2
    assert found[3]["revision"] == 1
    assert (await read(client, "/v1/changes?after=6")) == {"items": [], "last": 6, "head": 6}


async def test_what_is_not_wanted_is_passed_over(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(*(numbered(n, source="lain" if n == 8 else "kabar") for n in range(10)))

    found = await follow(client, "/v1/changes?source=lain&watch=rusia-korut&kind=stored&language=id&lane=live")

    assert [item["n"] for item in found] == [9]


async def test_stories_are_told_between_the_articles(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(article())
    store = newsroom.stories
    merged = story(id_="s-2", version=2, number=9, event=StoryEvent.MERGED, other="s-1")
    store.write(store.claim("stories", "stories", 0), [story(1), story(2, id_="s-2"), merged])
    newsroom.publish(article(revision=2))

    found = await follow(client, "/v1/changes?limit=2")
    of_stories = await follow(client, "/v1/changes?kind=story_created&kind=story_merged&watch=" + story(1).watch)

    assert [item["kind"] for item in found] == ["stored", "story_created", "story_created", "story_merged", "revised"]
    assert (found[1]["story"]["id"], found[1]["story"]["size"], found[1]["article"]) == ("s-1", 1, None)
    assert (found[2]["story"], found[3]["detail"]) == (None, "s-1")
    assert [item["n"] for item in of_stories] == [2, 3, 4]
    assert await follow(client, "/v1/changes?source=kabar&kind=story_created") == []


async def test_what_was_taken_down_is_told_without_the_article(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(article())
    newsroom.articles.forget(Takedown("t1", NOON, "redaksi", "permintaan", URL, (KEY,), (ID,), {}))

    stored, gone = await follow(client, "/v1/changes?include=text")

    assert (gone["kind"], gone["article_id"], gone["detail"], gone["article"]) == ("taken_down", ID, "permintaan", None)
    assert stored["article"] is None


async def test_an_article_comes_as_it_was_asked_for(client: httpx.AsyncClient, filled: Newsroom) -> None:
    (item,) = await follow(client, "/v1/changes?fields=title,text")

    assert item["article"] == {"title": article().title, "text": list(PARAGRAPHS)}


async def test_a_reader_that_comes_too_late_is_told_so(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(numbered(1), numbered(2))
    outbox.forget(newsroom.engine, before=ALL_TIME)
    newsroom.publish(numbered(3))

    assert (await read(client, "/v1/changes?after=1", 410))["error"] == "changes_forgotten"
    assert (await read(client, "/v1/changes?after=4", 410))["error"] == "changes_unknown"
    assert [item["n"] for item in (await read(client, "/v1/changes?after=2"))["items"]] == [3]
    assert [item["n"] for item in (await read(client, "/v1/changes"))["items"]] == [3]


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "kind=new", "lane=fast", "limit=0", "since=1", f"after={2**63}"]
)
async def test_what_cannot_be_followed_is_refused(client: httpx.AsyncClient, query: str) -> None:
    await read(client, f"/v1/changes?{query}", 422)


@pytest.mark.parametrize("path", ["/v1/articles?limit=1", f"/v1/articles/{ID}", "/v1/search?q=kursk", "/v1/quotes"])
async def test_what_has_not_changed_is_not_sent_again(client: httpx.AsyncClient, filled: Newsroom, path: str) -> None:
    first = await client.get(path)
    tag = first.headers["etag"]
    again = await client.get(path, headers={"if-none-match": f'"x", {tag}'})
    since = await client.get(path, headers={"if-modified-since": first.headers.get("last-modified", "")})
    filled.publish(numbered(9))
    later = await client.get(path, headers={"if-none-match": tag})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert since.status_code == (304 if "last-modified" in first.headers else 200)
    assert (later.status_code, later.headers["etag"] != tag) == (200, True)


async def test_errors_have_no_tag(client: httpx.AsyncClient, filled: Newsroom) -> None:
    assert "etag" not in (await client.get("/v1/articles?x=1")).headers
