"""Which node of JSON-LD is the page's own: teasers, lists and endless pages state other articles beside it."""

from typing import Any

import pytest

from processors.clean.metadata.json_ld import Node, names_at, text_at
from processors.clean.metadata.own_article import described, own_article

TITLE = "Kapal Latih Bersandar di Wonsan"
URL = "https://kabarutara.id/dunia/kapal-latih"
NAMES = (f"{TITLE} - Kabar Utara", TITLE)


def node(headline: str = TITLE, **fields: Any) -> dict[str, Any]:
    return {"@type": "NewsArticle", "headline": headline, **fields}


OWN = node(datePublished="2025-04-28")
OTHER = node(
    "Pelari Danau Menang di Lomba Bukit",
    datePublished="2025-05-07",
    dateModified="2025-05-07",
    description="Menang.",
    url="https://kabarutara.id/olahraga/pelari",
    author={"@type": "Person", "name": "Gilang Pratomo"},
)


@pytest.mark.parametrize(
    ("nodes", "published"),
    [
        pytest.param([OWN, OTHER], "2025-04-28", id="its own first"),
        pytest.param([OTHER, OWN], "2025-04-28", id="its own last"),
        pytest.param([OTHER], "", id="another's alone"),
        pytest.param([OWN, {**OTHER, "url": URL}], "2025-04-28", id="another's with the page's address"),
        pytest.param([{**OTHER, "url": ""}], "", id="another's without an address"),
        pytest.param(
            [node("Wow!", url=URL + "/", datePublished="2025-04-28")], "2025-04-28", id="another headline, its address"
        ),
        pytest.param(
            [node("Kapal Latih Samudra Bersandar", datePublished="2025-04-28")], "2025-04-28", id="a shorter headline"
        ),
        pytest.param([node("", datePublished="2025-04-28")], "2025-04-28", id="no headline"),
        pytest.param([node(mainEntityOfPage={"@id": URL}), OTHER], "", id="its own states no date"),
        pytest.param([node(), node(datePublished="2025-04-28")], "2025-04-28", id="two of its own complete each other"),
    ],
)
def test_the_node_of_the_page_itself_is_believed(nodes: list[Node], published: str) -> None:
    article = own_article(nodes, names=NAMES, urls=(URL,))

    assert text_at(article, "datePublished") == published


def test_a_page_that_calls_itself_nothing_believes_the_node_it_has() -> None:
    assert text_at(own_article([OTHER]), "datePublished") == "2025-05-07"


@pytest.mark.parametrize(
    "author",
    [
        pytest.param({"@id": "#rina"}, id="one reference"),
        pytest.param([{"@id": "#rina"}, {"@id": "#sari"}], id="several"),
        pytest.param("#rina", id="a bare reference"),
        pytest.param({"@type": "Person", "@id": "#rina"}, id="a reference with its type"),
    ],
)
def test_a_reference_is_followed_to_the_person(author: object) -> None:
    people: list[Node] = [{"@type": "Person", "@id": f"#{name.lower()}", "name": name} for name in ("Rina", "Sari")]

    names = names_at(own_article([node(author=author), *people], names=NAMES), "author")

    assert names == [("Rina", "Person"), ("Sari", "Person")][: len(names)]
    assert names


def test_the_page_states_what_its_article_leaves_out() -> None:
    page: Node = {"@type": "WebPage", "url": URL, "datePublished": "2025-04-28", "isAccessibleForFree": False}
    article = own_article([node(dateModified="2025-04-29"), page], names=NAMES, urls=(URL,))
    told = described([page], article, urls=(URL,))

    assert (text_at(told, "datePublished"), text_at(told, "dateModified")) == ("2025-04-28", "2025-04-29")
    assert told["isAccessibleForFree"] is False
    assert "datePublished" not in article


def test_another_page_states_nothing() -> None:
    page: Node = {"@type": "WebPage", "url": "https://kabarutara.id/lain", "datePublished": "2020-01-01"}

    assert described([page], {}, urls=(URL,)) == {}
