"""Pages of our own go through the whole cleaning: text, title, authors and instant come out as they were put in."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from processors.clean.clean import clean_html
from processors.clean.rules import Rules, load_rules
from processors.normalise import normalise
from schemas.article import CleanedArticle
from tests.processors.own_pages import AUTHOR, BODY, DATELINE, LEAD, PUBLISHED, TEMPLATES, TITLE

RULES: Rules = load_rules()
FETCHED_AT = datetime(2025, 4, 29, 8, 0, tzinfo=UTC)
URL = "https://www.kabarutara.id/dunia/kapal-latih"


def cleaned(html: str) -> CleanedArticle:
    return clean_html(html.encode(), url=URL, source="kabar-utara", fetched_at=FETCHED_AT, rules=RULES)


@pytest.fixture(params=TEMPLATES, ids=lambda template: template.__name__)
def html(request: pytest.FixtureRequest) -> str:
    template: Callable[[], str] = request.param
    return template()


def test_the_paragraphs_are_the_story_and_nothing_else(html: str) -> None:
    assert cleaned(html).paragraphs == (DATELINE + LEAD, *BODY[1:])


def test_the_title_is_the_headline_without_the_site(html: str) -> None:
    assert cleaned(html).title == TITLE


def test_the_author_is_named_and_the_editor_is_not_among_them(html: str) -> None:
    assert cleaned(html).authors == (AUTHOR,)


def test_the_instant_is_right_to_the_minute_and_in_its_zone(html: str) -> None:
    published = cleaned(html).published

    assert published is not None
    assert published.precision == "minute"
    assert published.at.replace(second=0) == datetime.fromisoformat(PUBLISHED)


def test_normalising_splits_the_dateline_off(html: str) -> None:
    article = normalise(cleaned(html))

    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.outlet) == ("WONSAN", "KABARUTARA.ID")
    assert article.paragraphs == BODY


def test_what_was_taken_is_kept_with_its_rule(html: str) -> None:
    removed = cleaned(html).removed

    assert all(piece.rule and piece.text for piece in removed)
