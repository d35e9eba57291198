"""JSON-LD as pages carry it: whole, in several shapes, and broken in the usual ways."""

import pytest
from lxml.html import document_fromstring

from processors.clean.metadata.json_ld import names_at, read_json_ld, text_at
from processors.clean.metadata.own_article import own_article

GOOD = '{"@type": "NewsArticle", "headline": "Kapal Tiba", "datePublished": "2025-04-28"}'


def headline(*blocks: str) -> str:
    scripts = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    return text_at(
        own_article(read_json_ld(document_fromstring(f"<html><head>{scripts}</head><body>x</body></html>"))),
        "headline",
    )


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([GOOD], id="one object"),
        pytest.param(['{"@type": "WebSite", "name": "Kabar"}', GOOD], id="several blocks"),
        pytest.param([f'[{{"@type": "BreadcrumbList"}}, {GOOD}]'], id="an array"),
        pytest.param(
            [f'{{"@context": "https://schema.org", "@graph": [{{"@type": "WebPage"}}, {GOOD}]}}'], id="a graph"
        ),
        pytest.param([GOOD.replace('"NewsArticle"', '["Article", "NewsArticle"]')], id="two types"),
        pytest.param([GOOD[:-1] + ",}"], id="trailing comma"),
        pytest.param([GOOD.replace("Kapal Tiba", "Kapal\nTiba")], id="a line break in a string"),
        pytest.param([GOOD.replace(', "datePublished"', '\n"datePublished"')], id="missing comma"),
        pytest.param([GOOD + ";"], id="trailing semicolon"),
        pytest.param([GOOD + GOOD], id="two objects in a block"),
        pytest.param([f"<!--{GOOD}-->"], id="in a comment"),
        pytest.param([f"//<![CDATA[\n{GOOD}\n//]]>"], id="in a CDATA section"),
        pytest.param([GOOD[:-1] + ', "description": "Ia berkata "siap" lalu pergi"}'], id="unescaped quotes"),
        pytest.param([GOOD[:-1] + ', "image": {"url": "x"'], id="cut off"),
        pytest.param([GOOD[:-1] + ', "description": "Kata \\\'mereka\\\' itu"}'], id="an escape of JavaScript"),
        pytest.param([GOOD.replace('"', "&quot;")], id="escaped as HTML"),
        pytest.param([GOOD.replace('"', "'")], id="single quotes"),
        pytest.param([GOOD.replace('"headline"', '"Headline"')], id="a key in the wrong case"),
        pytest.param([GOOD.replace("NewsArticle", "AdvertiserContentArticle")], id="a rare kind of article"),
        pytest.param([GOOD.replace('"@type"', '// jenis\n"@type"')], id="a comment of JavaScript"),
        pytest.param(["{broken", GOOD], id="a broken block before a good one"),
        pytest.param(
            [GOOD.replace("Kapal Tiba", "Kapal &amp;amp; Tiba").replace("&amp;amp; ", "")], id="plain after entities"
        ),
    ],
)
def test_the_headline_is_found(blocks: list[str]) -> None:
    assert headline(*blocks) == "Kapal Tiba"


@pytest.mark.parametrize(
    "escape",
    [
        pytest.param("\\u0000", id="null"),
        pytest.param("\\u001b", id="escape"),
        pytest.param("\\ud800", id="half a surrogate pair"),
        pytest.param("&#x81;", id="a control character as an entity"),
    ],
)
def test_what_no_record_can_carry_is_read_as_a_space(escape: str) -> None:
    block = GOOD.replace("Kapal Tiba", f"Kapal{escape}Tiba")
    assert block != GOOD

    assert headline(block) == "Kapal Tiba"


@pytest.mark.parametrize("wrapper", ["//", ";", "-->", "<!--", "[", '{"a":'])
def test_an_endless_wrapper_is_given_up(wrapper: str) -> None:
    assert headline(wrapper * 300_000) == ""


@pytest.mark.parametrize(
    "block", ["", "[]", "null", '"text"', "[" * 100_000, '{"@type": "WebSite", "headline": "Situs"}']
)
def test_a_block_without_an_article_gives_nothing(block: str) -> None:
    assert headline(block) == ""


@pytest.mark.parametrize(
    ("value", "names"),
    [
        pytest.param({"@type": "Person", "name": "Rina"}, [("Rina", "Person")], id="one person"),
        pytest.param([{"name": "Rina"}, {"name": "Sari"}], [("Rina", ""), ("Sari", "")], id="several"),
        pytest.param("Rina", [("Rina", "")], id="a string"),
        pytest.param({"name": {"@value": "Rina", "@language": "id"}}, [("Rina", "")], id="a language map"),
        pytest.param({"name": ["Rina", "Sari"]}, [("Rina", ""), ("Sari", "")], id="names in a list"),
        pytest.param(None, [], id="none"),
        pytest.param([None, 3], [], id="nonsense"),
    ],
)
def test_names_are_read_with_their_type(value: object, names: list[tuple[str, str]]) -> None:
    assert names_at({"author": value}, "author") == names
