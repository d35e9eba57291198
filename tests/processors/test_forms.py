"""Every kind of boilerplate and every form of a date on pages of our own: the story comes out as it was written."""

from datetime import UTC, datetime

import pytest

from processors.clean.clean import clean_html
from processors.clean.rules import load_rules
from tests.processors.forms.boilerplate import boilerplate_pages
from tests.processors.forms.dates import dated_pages
from tests.processors.forms.own_page import OwnPage

RULES = load_rules()
NOW = datetime(2025, 12, 1, tzinfo=UTC)
PAGES = [*boilerplate_pages(), *dated_pages()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_story_and_its_facts_come_out_as_they_were_put_in(page: OwnPage) -> None:
    article = clean_html(page.html.encode(), url=page.url, source="kabar-selatan", fetched_at=NOW, rules=RULES)

    assert article.paragraphs == page.paragraphs
    assert (article.title, article.authors) == (page.title, page.authors)
    assert article.published is not None
    at = article.published.at
    if "T" in page.published:
        assert at.replace(second=0, microsecond=0) == datetime.fromisoformat(page.published)
    else:
        assert f"{at:%Y-%m-%d}" == page.published
