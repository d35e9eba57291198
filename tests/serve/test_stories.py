"""Stories in the API and on the pages: lists, one story, ids of before a merge, and the story of an article."""

import httpx
import pytest

from schemas.outlet import Outlet, Rights
from schemas.story import StoryClaim, StoryEvent, StoryFigure, StoryQuote
from serve.access import Scope
from stores.tokens import TokenStore
from tests.serve.conftest import Newsroom
from tests.serve.samples import article
from tests.stores.storied import member, story


@pytest.fixture
def storied(newsroom: Newsroom) -> Newsroom:
    store, one = newsroom.stories, article()
    newsroom.publish(one)
    known = member(1).model_copy(update={"article": one.id})
    copy = member(2, near_dup_of=one.id, kind="wire", credit="antara", confidence=0.8)
    told = story(1, 2).model_copy(update={"members": (known, copy), "headline": "Tiba <di> Kursk"})
    merged = story(id_="s-2", version=2, number=9, event=StoryEvent.MERGED, other="s-1")
    store.write(store.claim("stories", "stories", 0), [told, story(3, id_="s-2"), story(4, id_="s-4"), merged])
    return newsroom


async def test_stories_are_listed_by_their_last_article(storied: Newsroom, client: httpx.AsyncClient) -> None:
    first = (await client.get("/v1/stories", params={"limit": 1})).json()
    then = (await client.get("/v1/stories", params={"limit": 1, "cursor": first["next"]})).json()

    assert [each["id"] for each in (*first["items"], *then["items"])] == ["s-4", "s-1"]
    assert then["next"] is None
    assert [each["id"] for each in (await client.get("/v1/stories?disputed=true")).json()["items"]] == ["s-1"]
    assert [each["id"] for each in (await client.get("/v1/stories?q=4+peleton")).json()["items"]] == ["s-4"]


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        pytest.param("/v1/stories/s-9", 404, "not_found", id="no such story"),
        pytest.param("/v1/stories?cursor=x", 422, "bad_cursor", id="no cursor of ours"),
        pytest.param("/v1/stories?q=%21%21", 422, "empty_query", id="no word"),
        pytest.param(f"/v1/stories?q={'a' * 201}", 422, "query_too_long", id="too long"),
    ],
)
async def test_a_bad_question_is_answered_with_a_reason(
    storied: Newsroom, client: httpx.AsyncClient, asked: str, status: int, code: str
) -> None:
    answer = await client.get(asked)

    assert (answer.status_code, answer.json()["error"]) == (status, code)


async def test_a_story_is_told_whole_under_every_id_that_it_had(storied: Newsroom, client: httpx.AsyncClient) -> None:
    told = (await client.get("/v1/stories/s-2")).json()

    assert (told["id"], len(told["members"]), told["members"][1]["credit"]) == ("s-1", 3, "antara")
    assert [claim["stand"] for claim in told["figures"][0]["claims"]] == ["disagrees", "disagrees"]
    assert [each["event"] for each in told["versions"]] == ["created"]


@pytest.mark.parametrize(
    ("rights", "scopes", "is_shown"),
    [
        (Rights.SNIPPET, [Scope.READ], True),
        (Rights.NONE, [Scope.READ], False),
        (Rights.NONE, [Scope.READ, Scope.TEXT], True),
    ],
)
async def test_rights_bind_the_words_of_a_story(
    storied: Newsroom, rights: Rights, scopes: list[Scope], is_shown: bool
) -> None:
    storied.outlets = {"kabar": Outlet(id="kabar", name="Kabar", hosts=("kabar.example",), rights=rights)}
    quote = StoryQuote(speaker="Kim", text="Kami kirim 3 peleton", outlet="Kabar", carriers=("a0", article().id))
    claim = StoryClaim(value=3, text="3 peleton", carriers=("a0", article().id))
    figures = (StoryFigure(what="peleton", claims=(claim,)),)
    said = story(5, id_="s-5").model_copy(update={"quotes": (quote,), "figures": figures})
    storied.stories.write(storied.stories.claim("stories", "stories", 0), [said])
    secret = TokenStore(storied.engine).create("uji", scopes, per_minute=9)[1]
    transport = httpx.ASGITransport(storied.app())
    headers = {"authorization": f"Bearer {secret}"}
    reader = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=headers)
    told = (await reader.get("/v1/stories/s-5")).json()
    (quoted,), (claimed,) = told["quotes"], told["figures"][0]["claims"]

    assert (quoted["speaker"], bool(quoted["text"])) == ("Kim", is_shown)
    assert (claimed["value"], bool(claimed["text"])) == (3, is_shown)


async def test_an_article_leads_to_its_story_and_copies(storied: Newsroom, client: httpx.AsyncClient) -> None:
    told = (await client.get(f"/v1/articles/{article().id}/stories")).json()["items"]
    page = (await client.get(f"/articles/{article().id}")).text

    assert [(each["story_id"], [copy["article_id"] for copy in each["copies"]]) for each in told] == [("s-1", ["a2"])]
    assert 'href="/stories/s-1"' in page
    assert 'href="/articles/a2"' in page


async def test_the_pages_show_stories_escaped(storied: Newsroom, client: httpx.AsyncClient) -> None:
    listed, one = (await client.get("/stories?q=kursk")).text, (await client.get("/stories/s-1")).text

    assert "Tiba &lt;di&gt; Kursk" in listed
    assert "Tiba &lt;di&gt; Kursk" in one
    assert "disagrees" in one
    assert (await client.get("/stories/s-9")).status_code == 404
    assert "has no word to look for" in (await client.get("/stories?q=%21%21")).text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param("story=s-1", 1, id="of a story"),
        pytest.param("story=s-2", 1, id="under the id of before a merge"),
        pytest.param("story=s-4&story=s-1", 1, id="of any of two"),
        pytest.param("story=s-4", 0, id="of a story of others"),
        pytest.param("story=s-9", 0, id="no such story"),
        pytest.param("story=s-1&id=other", 0, id="and with this id"),
    ],
)
async def test_articles_are_narrowed_to_those_of_a_story(
    storied: Newsroom, client: httpx.AsyncClient, asked: str, found: int
) -> None:
    storied.publish(article("https://kabar.example/lain"))

    items = (await client.get(f"/v1/articles?{asked}")).json()["items"]

    assert [each["id"] for each in items] == [article().id] * found
