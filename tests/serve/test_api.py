"""The API: every route over real stores, paging while rows arrive, and one shape for every error."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from broker.port import PartitionLag
from schemas.outcomes import Outcome, Reason
from serve.cursors import to_word
from stores.takedown import Takedown
from tests.serve.conftest import Newsroom
from tests.serve.samples import KEY, NOON, URL, article, fates

ID = article().id


async def read(client: httpx.AsyncClient, path: str, status: int = 200) -> Any:
    answer = await client.get(path)
    assert answer.status_code == status, answer.text
    return answer.json()


async def read_all(client: httpx.AsyncClient, path: str, newsroom: Newsroom) -> list[Any]:
    """Every page to the end, while another article and another fate arrive before each."""
    items: list[Any] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await read(client, f"{path}&cursor={cursor}" if cursor else path)
        items += page["items"]
        cursor = page["next"]
        at = NOON + timedelta(days=1, minutes=len(items))
        newsroom.publish(article(f"https://kabar.example/baru/{len(items)}", published=at))
        newsroom.settle(fates("fetch", 1, at=at))
    return items


async def test_an_article_that_was_taken_down_is_gone_and_says_why(
    client: httpx.AsyncClient, newsroom: Newsroom
) -> None:
    newsroom.publish(article())
    order = Takedown("t1", NOON, "redaksi", "permintaan penulis", URL, (KEY,), (ID,), {})
    newsroom.articles.forget(order)
    gone = await read(client, f"/v1/articles/{ID}", status=410)

    assert gone == {"error": "taken_down", "detail": "the article was taken down: permintaan penulis"}


async def test_health_is_one_sentence(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    told = {"is_green": False, "sentence": "fetch does not run", "outlets": "2 polled"}
    newsroom.condition = newsroom.condition.model_copy(update=told)

    assert await read(client, "/v1/health") == {"at": "2025-04-28T12:00:00Z", **told}


async def test_articles_are_listed_newest_first(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(article(), article("https://kabar.example/2", title="Baru", published=NOON + timedelta(hours=1)))

    page = await read(client, "/v1/articles")

    assert [item["title"] for item in page["items"]] == ["Baru", article().title]
    assert page["next"] is None
    assert page["items"][1]["published_at"] == "2025-04-28T12:00:00Z"
    assert page["items"][1]["watches"] == {"rusia-korut": 2.5}


@pytest.mark.parametrize("path", ["/v1/articles?limit=2", "/v1/search?q=kursk&limit=2"])
async def test_paging_reaches_every_article_once_while_more_arrive(
    client: httpx.AsyncClient, newsroom: Newsroom, path: str
) -> None:
    stored = [article(f"https://kabar.example/{n}", published=NOON + timedelta(minutes=n)) for n in range(7)]
    newsroom.publish(*stored)

    items = await read_all(client, path, newsroom)

    assert [item["id"] for item in items] == [record.id for record in reversed(stored)]


async def test_paging_reaches_every_fate_once_while_more_arrive(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.settle(fates("fetch", 5))

    items = await read_all(client, "/v1/fates?limit=2", newsroom)

    assert [item["event_id"] for item in items] == [f"fetch-{n}" for n in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    ("query", "found"),
    [("source=kabar", 1), ("source=lain", 0), ("watch=rusia-korut", 1), ("watch=lain", 0)],
)
async def test_articles_are_filtered(client: httpx.AsyncClient, filled: Newsroom, query: str, found: int) -> None:
    page = await read(client, f"/v1/articles?{query}")

    assert len(page["items"]) == found


async def test_an_article_comes_with_its_revisions(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(article(), article(revision=2, title="Judul kedua"))

    newest = await read(client, f"/v1/articles/{ID}")
    first = await read(client, f"/v1/articles/{ID}?revision=1")

    assert newest["article"]["title"] == "Judul kedua"
    assert first["article"]["title"] == article().title
    assert [row["change"] for row in newest["revisions"]] == ["first", "figures"]
    assert newest["article"]["removed"][0]["rule"] == "dom.keterangan-foto"


@pytest.mark.parametrize(
    ("query", "found"),
    [("kursk", 1), ("KURSK prajurit", 1), ("kursk jakarta", 0), ("kursk -jakarta", 1), ("kursk OR jakarta", 1)],
)
async def test_search_stems_the_query_and_wants_every_word(
    client: httpx.AsyncClient, filled: Newsroom, query: str, found: int
) -> None:
    answer = await client.get("/v1/search", params={"q": query})

    assert len(answer.json()["items"]) == found


@pytest.mark.parametrize(
    ("query", "code"),
    [('"kursk', "open_quote"), ("kursk OR", "or_alone"), ("-kursk", "only_excluded"), ("k*", "short_prefix")],
)
async def test_a_query_that_cannot_be_asked_says_why(client: httpx.AsyncClient, query: str, code: str) -> None:
    answer = await client.get("/v1/search", params={"q": query})

    assert answer.status_code == 422
    assert answer.json()["error"] == code
    assert ":" in answer.json()["detail"]


async def test_hits_come_with_their_number_and_the_place_that_was_found(
    client: httpx.AsyncClient, newsroom: Newsroom
) -> None:
    texts = ("Sebuah kapal tiba.", "Kata mereka, kapal itu membawa rudal.")
    newsroom.publish(*(article(f"https://kabar.example/{n}", paragraphs=texts) for n in range(3)))

    page = await read(client, "/v1/search?q=rudal&limit=2")
    rest = await read(client, f"/v1/search?q=rudal&limit=2&cursor={page['next']}")
    found = page["items"][0]["snippet"]

    assert (page["count"], rest["count"], len(rest["items"])) == (3, None, 1)
    assert [found["text"][start:end] for start, end in found["marks"]] == ["rudal"]


async def test_a_misspelled_word_is_put_right(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(article(paragraphs=("Kapal itu tiba di dermaga.",)))

    wrong = await read(client, "/v1/search?q=kapal dremaga")
    right = await read(client, f"/v1/search?q={wrong['suggestion']}")

    assert (wrong["items"], wrong["count"], wrong["suggestion"]) == ([], 0, "kapal dermaga")
    assert (len(right["items"]), right["suggestion"]) == (1, None)


async def test_a_stemmed_form_is_found(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(article(paragraphs=("kirim bantuan",)))

    page = await read(client, "/v1/search?q=mengirim")

    assert len(page["items"]) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("stage=clean", 5, id="stage"),
        pytest.param("outcome=dropped", 3, id="outcome"),
        pytest.param("reason=too_short", 2, id="reason"),
        pytest.param(f"subject={URL}", 2, id="subject as a URL"),
        pytest.param(f"subject={KEY}", 2, id="subject as a key"),
        pytest.param(f"subject={URL}%3Futm_source=x&stage=clean", 1, id="another address of the same page"),
    ],
)
async def test_fates_are_filtered(client: httpx.AsyncClient, filled: Newsroom, query: str, found: int) -> None:
    page = await read(client, f"/v1/fates?{query}")

    assert len(page["items"]) == found


async def test_a_trace_is_found_by_the_address_that_an_article_states_as_its_own(
    client: httpx.AsyncClient, newsroom: Newsroom
) -> None:
    fetched = "kabar.example/baca/2423"
    newsroom.publish(article().model_copy(update={"url_key": fetched}))
    stored = fates("clean", 1)
    newsroom.settle(stored.model_copy(update={"fates": (stored.fates[0].model_copy(update={"subject": fetched}),)}))

    trace = await read(client, f"/v1/trace?url={URL}")

    assert trace["article"]["id"] == ID
    assert [(fate["stage"], fate["outcome"]) for fate in trace["fates"]] == [("clean", "passed")]


async def test_an_address_is_traced_to_the_article_it_became(client: httpx.AsyncClient, filled: Newsroom) -> None:
    trace = await read(client, f"/v1/trace?url={URL}%3Futm_source=x")

    assert trace["url_key"] == KEY
    assert trace["article"]["id"] == ID
    assert [fate["stage"] for fate in trace["fates"]] == ["fetch", "clean"]


async def test_sources_show_their_health_and_imports_theirs_too(client: httpx.AsyncClient, filled: Newsroom) -> None:
    filled.publish(article("https://lain.example/1", source="impor"))

    imported, polled = (await read(client, "/v1/sources"))["items"]

    assert imported == {"id": "impor", "articles": 1, "health": None}
    assert (polled["id"], polled["articles"], polled["health"]["found"]) == ("kabar", 1, 60)
    assert [poll["channel"] for poll in polled["health"]["polls"]] == ["news_sitemap", "feed"]


async def test_the_flow_counts_outcomes_and_what_is_unread(client: httpx.AsyncClient, filled: Newsroom) -> None:
    behind = [
        PartitionLag("clean", "warta.pages", partition, settled=1, end=end, oldest_at=NOON.timestamp() + partition)
        for partition, end in ((0, 4), (1, 3), (2, 1))
    ]
    filled.lags = lambda: [*behind, PartitionLag("other", "warta.pages", 0, 0, 50, NOON.timestamp())]

    flow = await read(client, "/v1/flow")

    clean = next(stage for stage in flow["stages"] if stage["name"] == "clean")
    assert [clean[name] for name in ("passed", "dropped", "rejected", "retried")] == [2, 2, 1, 0]
    assert (clean["lag"], clean["oldest_s"]) == (5, 60.0)
    assert clean["ms_per_record"] == pytest.approx((2 * 4.0 + 3 * 1.0) / 5)
    assert flow["articles"] == 1
    assert flow["topics"] == [{"name": "warta.links", "messages": 30}, {"name": "warta.pages", "messages": 9}]
    assert flow["not_passed"][0] == {"stage": "clean", "outcome": "dropped", "reason": "too_short", "records": 2}


async def test_the_flow_counts_only_its_window(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.settle(fates("fetch", 1, at=NOON - timedelta(hours=2)), fates("fetch", 2))

    hour, day = (await read(client, "/v1/flow?minutes=60"), await read(client, "/v1/flow"))

    assert [flow["stages"][2]["passed"] for flow in (hour, day)] == [2, 3]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        pytest.param("/v1/articles?limit=0", 422, "invalid_request", id="limit too small"),
        pytest.param("/v1/articles?limit=201", 422, "invalid_request", id="limit too large"),
        pytest.param("/v1/articles?cursor=", 422, "bad_cursor", id="empty cursor"),
        pytest.param("/v1/articles?cursor=%F0%9F%A6%86", 422, "bad_cursor", id="cursor that is no word"),
        pytest.param("/v1/articles?cursor=bm9uc2Vuc2U", 422, "bad_cursor", id="cursor that is no JSON"),
        pytest.param(f"/v1/articles?cursor={to_word((1, 'a', 'b'))}", 422, "bad_cursor", id="cursor too long"),
        pytest.param(f"/v1/articles?cursor={to_word((2**70, 'a'))}", 422, "bad_cursor", id="cursor beyond 64 bits"),
        pytest.param(f"/v1/fates?cursor={to_word((1, 'a'))}", 422, "bad_cursor", id="cursor of another listing"),
        pytest.param("/v1/search", 422, "invalid_request", id="no query"),
        pytest.param("/v1/search?q=", 422, "empty_query", id="empty query"),
        pytest.param("/v1/search?q=%20(*)", 422, "empty_query", id="query without a word"),
        pytest.param(f"/v1/search?q={'a' * 201}", 422, "query_too_long", id="query too long"),
        pytest.param("/v1/fates?outcome=lost", 422, "invalid_request", id="unknown outcome"),
        pytest.param("/v1/fates?reason=whatever", 422, "invalid_request", id="unknown reason"),
        pytest.param("/v1/fates?subject=ftp://x.example/", 422, "bad_url", id="subject of another scheme"),
        pytest.param("/v1/trace?url=https://[", 422, "bad_url", id="broken URL"),
        pytest.param("/v1/articles/none", 404, "not_found", id="unknown article"),
        pytest.param("/v1/nowhere", 404, "not_found", id="unknown route"),
    ],
)
async def test_errors_have_one_shape(client: httpx.AsyncClient, path: str, status: int, code: str) -> None:
    body = await read(client, path, status)

    assert body["error"] == code
    assert body["detail"]
    assert set(body) == {"error", "detail"}


async def test_a_revision_that_is_not_there_is_named(client: httpx.AsyncClient, filled: Newsroom) -> None:
    body = await read(client, f"/v1/articles/{ID}?revision=7", 404)

    assert "revision 7" in body["detail"]


async def test_writing_is_not_allowed(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/articles", json={})

    assert (answer.status_code, answer.json()["error"]) == (405, "method_not_allowed")


async def test_the_reasons_a_filter_takes_are_in_the_description(client: httpx.AsyncClient) -> None:
    description = await read(client, "/v1/openapi.json")

    assert "/v1/search" in description["paths"]
    assert Reason.OFF_WATCH.value in description["components"]["schemas"]["Reason"]["enum"]
    assert Outcome.RETRIED.value in description["components"]["schemas"]["Outcome"]["enum"]
