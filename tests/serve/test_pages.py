"""The web pages: what stands on them, that nothing a page says can act, and that they find what they need here."""

import re
from collections import Counter
from html.parser import HTMLParser

import httpx
import pytest

from broker.port import PartitionLag
from schemas.article import Change, Flag
from tests.serve.conftest import Newsroom
from tests.serve.samples import NOON, PARAGRAPHS, REMOVED, URL, article

ID = article().id
ATTACK = "<script>alert('x')</script><img src=x onerror=alert(1)> \" onmouseover=\"alert(2)"


class Elements(HTMLParser):
    """Every element of a page with its attributes, as a browser would read them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def can_act(html: str) -> list[tuple[str, dict[str, str]]]:
    """Elements that would run something that is not one of our own files."""
    return [
        (tag, attributes)
        for tag, attributes in Elements(html).found
        if any(name.startswith("on") or name == "style" for name in attributes)
        or (tag in ("script", "img") and not attributes.get("src", "").startswith("/static/"))
        or attributes.get("href", "").lower().startswith("javascript:")
    ]


async def page(client: httpx.AsyncClient, path: str, status: int = 200) -> str:
    answer = await client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


async def test_the_flow_shows_stages_topics_articles_and_reasons(client: httpx.AsyncClient, filled: Newsroom) -> None:
    filled.lags = lambda: [PartitionLag("clean", "warta.pages", 0, 1, 8, NOON.timestamp() - 3600)]

    html = await page(client, "/")

    stages = re.findall(r'data-stage="(\w+)"', html)
    assert stages == ["discover", "frontier", "fetch", "clean", "fates"]
    assert '<span data-field="lag">7</span> <small data-field="oldest">1 h</small>' in html
    assert '<b data-topic="warta.links">30</b>' in html
    assert article().title in html
    assert "<code>too_short</code>" in html


async def test_an_empty_warta_has_a_page_too(client: httpx.AsyncClient) -> None:
    html = await page(client, "/")

    assert "Nothing has come through yet." in html
    assert "Every record has passed." in html


@pytest.mark.parametrize("colour", ["green", "red"])
async def test_the_flow_says_first_whether_all_is_well(
    client: httpx.AsyncClient, newsroom: Newsroom, colour: str
) -> None:
    update = {"is_green": colour == "green", "sentence": "39 of 39 sources <b>cannot</b> be reached"}
    newsroom.condition = newsroom.condition.model_copy(update=update)
    html = await page(client, "/")

    assert f'<p class="condition is-{colour}" role="status" data-condition>' in html
    assert "39 of 39 sources &lt;b&gt;cannot&lt;/b&gt; be reached" in html
    assert "39 polled, 177 never verified, 31 paused" in html


async def test_an_article_stands_with_what_was_removed_from_it_in_page_order(
    client: httpx.AsyncClient, filled: Newsroom
) -> None:
    html = await page(client, f"/articles/{ID}")

    caption, first, second, code, unplaced = REMOVED
    order = (caption.text, PARAGRAPHS[0], first.text, PARAGRAPHS[1], second.text, PARAGRAPHS[2], code.text)
    places = [html.index(text) for text in (*order, "place not known", unplaced.text)]
    assert places == sorted(places)
    assert all(f"<del>{piece.text}</del>" in html for piece in REMOVED)
    assert "kept as the dateline" in html


async def test_what_is_known_of_an_article_says_where_it_comes_from(
    client: httpx.AsyncClient, filled: Newsroom
) -> None:
    html = await page(client, f"/articles/{ID}?tab=metadata")

    assert "2025-04-28T12:00+00:00</b> <small>from json-ld, confidence 100%" in html
    assert "Senin, 28 Apr 2025 19:05 WIB" in html
    assert "<td>later</td>" in html
    assert "korut: Korea Utara, Pyongyang" in html


async def test_rules_have_colours_of_their_own_and_say_what_they_take(
    client: httpx.AsyncClient, filled: Newsroom
) -> None:
    html = await page(client, f"/articles/{ID}")

    legend = re.findall(r'<li id="took-\d" class="(rule-\d)"><code>([^<]+)</code> <small>(\d) piece', html)
    assert {rule: int(pieces) for _, rule, pieces in legend} == Counter(piece.rule for piece in REMOVED)
    assert len({colour for colour, _, _ in legend}) == len(legend) == 4
    assert "A whole line, such as “" in html
    assert "A rule that this version does not have." in html


async def test_a_text_that_was_only_cleaned_again_is_not_told_as_a_change_of_the_outlet(
    client: httpx.AsyncClient, newsroom: Newsroom
) -> None:
    recleaned = article(revision=2).model_copy(update={"change": Change.RECLEANED})
    newsroom.publish(article(), recleaned)

    for path in ("/", f"/articles/{ID}"):
        html = await page(client, path)
        assert "only cleaned again" in html
        assert "recleaned" not in html


async def test_a_revision_can_be_looked_at(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(article(title="Judul pertama"), article(revision=2, title="Judul kedua"))

    assert '<h1 lang="id">Judul kedua</h1>' in await page(client, f"/articles/{ID}")
    assert '<h1 lang="id">Judul pertama</h1>' in await page(client, f"/articles/{ID}?revision=1")


async def test_an_article_without_a_date_says_so(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(article(published=None, flags=(Flag.PAYWALLED,)))

    for path in ("/", f"/articles/{ID}"):
        html = await page(client, path)
        assert "no date found" in html
        assert "paywalled" in html


def test_what_could_act_would_be_seen() -> None:
    acting = ["<script>x()</script>", '<a href="javascript:x()">', "<b onclick=x()>", '<p style="x">', "<img src=x>"]

    assert [len(can_act(html)) for html in acting] == [1] * 5


@pytest.mark.parametrize("path", ["/", f"/articles/{ID}", "/search?q=script", f"/trace?url={URL}"])
async def test_what_an_article_says_is_shown_and_never_run(
    client: httpx.AsyncClient, newsroom: Newsroom, path: str
) -> None:
    evil = article(title=ATTACK, paragraphs=(ATTACK,)).model_copy(
        update={"publisher": ATTACK, "authors": (ATTACK,), "canonical_url": f"javascript:{ATTACK}"}
    )
    newsroom.publish(evil)

    html = await page(client, path)

    assert "&lt;script&gt;alert" in html
    assert ATTACK not in html
    assert can_act(html) == []


async def test_an_address_that_does_not_lead_to_the_web_is_no_link(
    client: httpx.AsyncClient, newsroom: Newsroom
) -> None:
    newsroom.publish(article().model_copy(update={"url": "javascript:alert(1)"}))

    html = await page(client, f"/articles/{ID}")

    assert "javascript:alert(1)" in html
    assert can_act(html) == []


@pytest.mark.parametrize("query", [ATTACK, '"><script>', "{{ 7*7 }}"])
async def test_a_query_is_shown_and_never_run(client: httpx.AsyncClient, query: str) -> None:
    for path, name in (("/search", "q"), ("/trace", "url")):
        html = (await client.get(path, params={name: query})).text
        assert can_act(html) == []
        assert "49" not in html


async def test_search_finds_and_pages(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(*(article(f"https://kabar.example/{n}", title=f"Kursk nomor {n}") for n in range(21)))

    first = await page(client, "/search?q=kursk")
    more = re.search(r'href="(/search\?q=kursk&amp;cursor=[^"]+)"', first)
    assert more
    second = await page(client, more[1].replace("&amp;", "&"))

    titles = re.findall(r">(Kursk nomor \d+)<", first + second)
    assert len(titles) == len(set(titles)) == 21
    assert "More</a>" not in second


@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param("/search", "Type words", id="nothing asked"),
        pytest.param("/search?q=()", "no word to look for", id="no word"),
        pytest.param("/search?q=" + "a" * 300, "300 characters", id="too long"),
        pytest.param("/search?q=tidakada", "No article is so", id="nothing found"),
        pytest.param("/trace?url=https://[", "No usable URL", id="broken address"),
        pytest.param("/trace?url=https://x.example/", "Nothing is recorded", id="unknown address"),
    ],
)
async def test_what_finds_nothing_says_why(client: httpx.AsyncClient, path: str, said: str) -> None:
    assert said in await page(client, path)


async def test_a_trace_shows_every_stage(client: httpx.AsyncClient, filled: Newsroom) -> None:
    html = await page(client, f"/trace?url={URL}")

    assert html.index("<td>fetch</td>") < html.index("<td>clean</td>")


async def test_sources_show_their_polls(client: httpx.AsyncClient, filled: Newsroom) -> None:
    filled.publish(article("https://lain.example/1", source="impor"))

    html = await page(client, "/sources")

    assert "https://kabar.example/rss" in html
    assert "in 4 min" in html
    assert "import, not polled" in html


@pytest.mark.parametrize("path", ["/articles/none", "/nowhere"])
async def test_what_is_not_there_is_a_page_for_people(client: httpx.AsyncClient, path: str) -> None:
    assert "Not found" in await page(client, path, 404)


async def test_a_bad_cursor_is_a_page_for_people(client: httpx.AsyncClient) -> None:
    assert "Bad cursor" in await page(client, "/search?q=kursk&cursor=x", 422)


@pytest.mark.parametrize("path", ["/", "/v1/articles", "/nowhere", "/static/flow.js", "/health/live"])
async def test_every_answer_forbids_foreign_and_inline_code(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers

    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", f"/articles/{ID}", "/search?q=kursk", "/sources", "/trace"])
async def test_pages_keep_to_the_policy_and_find_their_files(
    client: httpx.AsyncClient, filled: Newsroom, path: str
) -> None:
    html = await page(client, path)

    assert can_act(html) == []
    files = re.findall(r'(?:src|href)="([^"]*static[^"]*)"', html)
    assert files
    for file in set(files):
        assert file.startswith("/static/")
        assert (await client.get(file)).status_code == 200


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        pytest.param("", ["Kabar B", "Kabar A"], id="all"),
        pytest.param("source=lain", ["Kabar B"], id="a source"),
        pytest.param("q=kabar+a", ["Kabar A"], id="words"),
        pytest.param("from=2025-04-29", ["Kabar B"], id="from a day"),
        pytest.param("to=2025-04-28", ["Kabar A"], id="to the end of a day"),
        pytest.param("flag=paywalled", ["Kabar B"], id="a flag"),
        pytest.param("watch=rusia-korut&language=id&change=first&sort=seen&owner=", ["Kabar B", "Kabar A"], id="many"),
        pytest.param("source=lain&to=2025-04-28", [], id="none"),
    ],
)
async def test_articles_are_listed_as_the_form_asks(
    client: httpx.AsyncClient, newsroom: Newsroom, query: str, titles: list[str]
) -> None:
    # In the evening of Jakarta: its day has begun while it was still the day before in UTC.
    later = NOON.replace(hour=18)
    newsroom.publish(
        article("https://kabar.example/a", title="Kabar A"),
        article("https://lain.example/b", title="Kabar B", source="lain", published=later, flags=(Flag.PAYWALLED,)),
    )
    html = await page(client, f"/articles?{query}")

    assert re.findall(r'class="headline"[^>]*>([^<]+)<', html) == titles
    assert f"{len(titles)} article{'s' if len(titles) != 1 else ''}</p>" in html


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=kemarin", "no day such as"),
        ("to=9999-12-31", "no day such as"),
        ("flag=aneh", "there are"),
        ("sort=x", "there are published, seen"),
        ("owner=tak-ada", "No outlet belongs to"),
        ("q=()", "no word to look for"),
    ],
)
async def test_what_cannot_be_asked_of_the_list_is_told_above_the_form_as_it_was_filled_in(
    client: httpx.AsyncClient, query: str, said: str
) -> None:
    html = await page(client, f"/articles?{query}")

    assert said in html
    assert 'role="alert"' in html


async def test_the_list_of_articles_pages(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(*(article(f"https://kabar.example/{n}", title=f"Nomor {n}") for n in range(31)))
    first = await page(client, "/articles?source=kabar")
    older = re.search(r'href="(/articles\?source=kabar&amp;cursor=[^"]+)"', first)
    assert older
    second = await page(client, older[1].replace("&amp;", "&"))

    assert len(set(re.findall(r">(Nomor \d+)<", first + second))) == 31


async def test_sources_are_told_in_a_sentence_and_narrowed(client: httpx.AsyncClient, filled: Newsroom) -> None:
    filled.publish(article("https://lain.example/1", source="impor"))
    told = "2 sources: 1 all read, 1 imported; 2 articles stored."

    assert told in await page(client, "/sources")
    narrowed = await page(client, "/sources?q=imp&state=imported")
    assert told in narrowed
    assert re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a>', narrowed) == ["impor"]
    assert "No source is so." in await page(client, "/sources?state=failing")


async def test_what_changed_between_two_revisions_is_marked(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    changed = ("Pemerintah Korea Utara mengakui 15.000 prajurit.",)
    newsroom.publish(
        article(paragraphs=("Pemerintah Korea Utara mengakui 10.000 prajurit.",)),
        article(revision=2, paragraphs=changed),
    )
    html = await page(client, f"/articles/{ID}?tab=revisions")

    assert "<del>10.000 </del><ins>15.000 </ins>" in html
    assert "There is none before it." in await page(client, f"/articles/{ID}?tab=revisions&revision=1")
