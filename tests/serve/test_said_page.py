"""What an article says, on its page and on the page of each entity."""

import httpx

from processors.enrich.layered import layers_reader
from schemas.article import EnrichedArticle
from tests.processors.enriching import INDEX
from tests.serve.conftest import Newsroom
from tests.serve.samples import article
from tests.serve.test_pages import ATTACK, Elements, can_act, page

READ = layers_reader(INDEX)
SAID = "“Kami akan tetap di sini,” kata Vladimir Putin, Senin (28/4/2025)."


def read(record: EnrichedArticle) -> EnrichedArticle:
    return record.model_copy(update={"layers": READ(record, "id")})


def told(*paragraphs: str) -> EnrichedArticle:
    return read(article().model_copy(update={"paragraphs": paragraphs}))


async def test_an_article_shows_what_it_says_and_leads_to_its_entities(
    client: httpx.AsyncClient, newsroom: Newsroom
) -> None:
    newsroom.publish(told(SAID, "Pemerintah Korut membenarkannya."))
    html = await page(client, f"/articles/{article().id}?tab=said")
    found = [attributes for tag, attributes in Elements(html).found if tag == "a"]
    links = {each["href"]: each["title"] for each in found if "entity" in each.get("class", "")}

    assert links == {"/entities/per%3Avladimir-putin": "Vladimir Putin", "/entities/gpe%3Akorea-utara": "Korea Utara"}
    for path in links:
        assert article().title in await page(client, path)
    assert "Kami akan tetap di sini" in await page(client, "/entities/per:vladimir-putin")


async def test_nothing_that_an_article_says_can_act(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(told(SAID, f"“{ATTACK}” kata Putin di {ATTACK} Korut."))
    html = await page(client, f"/articles/{article().id}")

    assert can_act(html) == []
    assert "&lt;script&gt;" in html


async def test_an_article_of_before_shows_no_layers(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    newsroom.publish(article())

    assert "What it says" not in await page(client, f"/articles/{article().id}")


async def test_an_entity_that_nobody_names_is_not_found(client: httpx.AsyncClient, newsroom: Newsroom) -> None:
    assert "per:tiada" in await page(client, "/entities/per:tiada", 404)
