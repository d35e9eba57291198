"""Pages of our own in the shapes that outlets build: the article comes out whole, and nothing else with it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from zlib import adler32

import pytest

from processors.clean.clean import clean_html
from processors.clean.dom import squeeze
from processors.clean.rules import load_rules
from schemas.article import CleanedArticle
from tests.processors.shapes import broadcasters, networks, oddities, own_page, portals, themes

RULES = load_rules()
FETCHED_AT = datetime(2025, 8, 20, 2, 0, tzinfo=UTC)
SHAPES = {
    shape.__name__: shape for module in (portals, networks, themes, broadcasters, oddities) for shape in module.PAGES
}


@pytest.fixture(params=SHAPES)
def page(request: pytest.FixtureRequest) -> own_page.OwnPage:
    return built(request.param)


@cache
def built(name: str) -> own_page.OwnPage:
    shape: Callable[[], own_page.OwnPage] = SHAPES[name]
    return shape()


@cache
def cleaned(name: str) -> CleanedArticle:
    page = built(name)
    return clean_html(page.html.encode(), url=page.url, source="own", fetched_at=FETCHED_AT, rules=RULES)


def test_every_line_of_the_article_comes_out_and_no_other(page: own_page.OwnPage) -> None:
    assert cleaned(page.name).paragraphs == page.paragraphs


# Only names tell a poll, a media box and an author's role.
NEED_NAMES = frozenset(("simple_portal", "radio_service", "foreign_service"))
NAMES = re.compile(r"""\b(class|id|itemprop|role|aria-[a-z]+|data-[a-z-]+)=("[^"]*"|'[^']*')""")


def test_the_article_is_found_without_the_name_of_any_element(page: own_page.OwnPage) -> None:
    nameless = NAMES.sub(lambda match: f'class="x{adler32(match[2].encode())}"', page.html)
    article = clean_html(nameless.encode(), url=page.url, source="own", fetched_at=FETCHED_AT, rules=RULES)

    missing = [line for line in page.paragraphs if line not in article.paragraphs]
    assert missing == []
    assert page.name in NEED_NAMES or article.paragraphs == page.paragraphs


def test_no_boilerplate_survives(page: own_page.OwnPage) -> None:
    text = squeeze("\n".join(cleaned(page.name).paragraphs))

    assert [mark for mark in page.must_not if squeeze(mark) in text] == []


def test_the_title_is_the_headline(page: own_page.OwnPage) -> None:
    assert cleaned(page.name).title == page.title


def test_the_authors_are_named_and_nobody_else(page: own_page.OwnPage) -> None:
    assert cleaned(page.name).authors == page.authors


def test_the_publication_is_known_to_the_minute(page: own_page.OwnPage) -> None:
    published = cleaned(page.name).published

    assert published is not None
    assert published.precision == "minute"
    assert published.at.replace(second=0) == datetime.fromisoformat(page.published)
