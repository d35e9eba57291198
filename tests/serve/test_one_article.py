"""One article: how its revisions differ, its page as it was fetched, and what the rights let go without the text."""

import gzip
from pathlib import Path

import httpx
import pytest
from httpx import ASGITransport

from schemas.layers import Layers, Quote
from schemas.outlet import Outlet, Rights
from schemas.page import Page
from serve.access import Scope
from stores.archive.files import Folder
from stores.archive.reader import ArchiveReader
from stores.archive.store import ArchiveStore, Rotation
from stores.tokens import TokenStore
from tests.serve.conftest import Newsroom
from tests.serve.samples import KEY, NOON, PARAGRAPHS, URL, article
from tests.serve.test_api import ID, read

PAGE = Page(url=URL, final_url=URL, url_key=KEY, slot="1", source="kabar", fetched_at=NOON, body=b"<script>x</script>")


@pytest.fixture
def archived(newsroom: Newsroom, tmp_path: Path) -> Newsroom:
    newsroom.publish(article().model_copy(update={"page_id": PAGE.event_id()}))
    folder = Folder(tmp_path / "archive")
    store = ArchiveStore(newsroom.engine, folder, rotation=Rotation(), now=lambda: NOON)
    store.write(store.claim("archive", "warta.pages", 0), [PAGE])
    newsroom.archive = ArchiveReader(newsroom.engine, folder)
    return newsroom


def limited(newsroom: Newsroom, *scopes: Scope) -> httpx.AsyncClient:
    """As somebody whose token has these scopes alone."""
    _, secret = TokenStore(newsroom.engine).create("pembaca", scopes, per_minute=100)
    headers = {"authorization": f"Bearer {secret}"}
    return httpx.AsyncClient(transport=ASGITransport(newsroom.app()), base_url="http://127.0.0.1", headers=headers)


async def test_revisions_differ_by_words(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(
        article(paragraphs=("Dua orang tewas di Kursk.", "Begitu kata pejabat.")),
        article(revision=2, paragraphs=("Tiga orang tewas di Kursk.", "Begitu kata pejabat.")),
    )
    diff = await read(client, f"/v1/articles/{ID}/diff?from=1&to=2")
    back = await read(client, f"/v1/articles/{ID}/diff?from=2&to=1")

    same = {"kind": "same", "text": "orang tewas di Kursk.\nBegitu kata pejabat."}
    assert diff["text"] == [{"kind": "removed", "text": "Dua "}, {"kind": "added", "text": "Tiga "}, same]
    assert back["text"][:2] == [{"kind": "removed", "text": "Tiga "}, {"kind": "added", "text": "Dua "}]
    assert [piece["kind"] for piece in diff["title"]] == ["same"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/v1/articles/{ID}/diff?from=1", 422),
        (f"/v1/articles/{ID}/diff?from=1&to=0", 422),
        (f"/v1/articles/{ID}/diff?from=1&to=9", 404),
        (f"/v1/articles/{ID}/raw", 404),
        (f"/v1/articles/{ID}/warc?revision=2", 404),
        ("/v1/articles/none/raw", 404),
        ("/v1/archive", 404),
    ],
)
async def test_what_is_not_there_is_said(client: httpx.AsyncClient, filled: Newsroom, path: str, status: int) -> None:
    assert (await read(client, path, status))["detail"]


async def test_a_page_leaves_as_a_file_that_no_browser_shows(client: httpx.AsyncClient, archived: Newsroom) -> None:
    raw, warc = [await client.get(f"/v1/articles/{ID}/{kind}") for kind in ("raw", "warc")]

    assert raw.content == PAGE.body
    assert raw.headers["content-type"] == "application/octet-stream"
    assert raw.headers["content-disposition"].startswith("attachment; ")
    assert gzip.decompress(warc.content).startswith(b"WARC/1.")
    assert PAGE.body in gzip.decompress(warc.content)


async def test_the_archive_tells_what_it_holds(client: httpx.AsyncClient, archived: Newsroom) -> None:
    told = await read(client, "/v1/archive")

    assert (told["open"]["pages"], told["closed"]["pages"], told["oldest"]) == (1, 0, "2025-04-28T12:00:00Z")


@pytest.mark.parametrize(
    ("rights", "text", "lead"),
    [
        (Rights.FULL_TEXT, list(PARAGRAPHS), PARAGRAPHS[0]),
        (Rights.SNIPPET, [PARAGRAPHS[0]], PARAGRAPHS[0]),
        (Rights.NONE, [], ""),
    ],
)
async def test_rights_bind_what_leaves_without_the_text(
    archived: Newsroom, rights: Rights, text: list[str], lead: str
) -> None:
    archived.outlets = {"kabar": Outlet(id="kabar", name="Kabar", hosts=("kabar.example",), rights=rights)}
    asking = limited(archived, Scope.READ)
    (item,) = (await read(asking, "/v1/articles?include=text"))["items"]
    detail = await read(asking, f"/v1/articles/{ID}")
    traced = await read(asking, f"/v1/trace?url={URL}")

    assert (item["text"], item["lead"], traced["article"]["lead"]) == (text, lead, lead)
    assert detail["article"]["paragraphs"] == text
    assert bool(detail["article"]["removed"]) == (rights is Rights.FULL_TEXT)
    for path in ("diff?from=1&to=1", "raw", "warc"):
        assert (await read(asking, f"/v1/articles/{ID}/{path}", 403))["error"] == "forbidden"


@pytest.mark.parametrize("rights", [Rights.SNIPPET, Rights.NONE])
async def test_rights_bind_what_a_search_and_a_list_of_quotes_show(newsroom: Newsroom, rights: Rights) -> None:
    newsroom.outlets = {"kabar": Outlet(id="kabar", name="Kabar", hosts=("kabar.example",), rights=rights)}
    quote = Quote(0, len(PARAGRAPHS[0]), PARAGRAPHS[0], "direct", "seorang pejabat", None, "kata")
    newsroom.publish(article().model_copy(update={"layers": Layers(quotes=(quote,))}))
    asking, everything = limited(newsroom, Scope.READ), limited(newsroom, Scope.READ, Scope.TEXT)
    told = []
    for client in (asking, everything):
        (hit,) = (await read(client, "/v1/search?q=Kursk"))["items"]
        (said,) = (await read(client, "/v1/quotes"))["items"]
        told.append([bool(hit["title"]), bool(hit["lead"]), bool(hit["snippet"]["text"]), bool(said["text"])])

    assert told == [[True] + [rights is not Rights.NONE] * 3, [True] * 4]


async def test_the_scope_of_texts_lets_the_whole_text_go(archived: Newsroom) -> None:
    asking = limited(archived, Scope.READ, Scope.TEXT)

    assert (await read(asking, "/v1/articles?include=text"))["items"][0]["text"] == list(PARAGRAPHS)
    assert (await asking.get(f"/v1/articles/{ID}/raw")).content == PAGE.body
