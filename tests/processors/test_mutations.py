"""Damaged pages: whatever happens to a page of ours, cleaning returns an article or says why it does not."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processors.clean.clean import clean_html
from processors.clean.rules import load_rules
from processors.normalise import normalise
from processors.revise import revise
from schemas.outcomes import Fated
from tests.processors.own_pages import TEMPLATES

RULES = load_rules()
NOW = datetime(2025, 4, 29, tzinfo=UTC)
PAGES = [template().encode() for template in TEMPLATES]
JUNK = [
    b"<",
    b">",
    b"</div>",
    b"<p>",
    b"<table>",
    b'"',
    b"&#0;",
    b"\x00",
    b"\xff\xfe",
    b"<!--",
    b"<script>",
    b"\xe2\x80",
    b"<br>" * 50,
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A page with pieces cut out, doubled, moved and replaced by junk."""
    page = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(page)))
        end = min(len(page), start + draw(st.integers(0, 400)))
        page = page[:start] + draw(st.sampled_from([b"", page[start:end] * 2, *JUNK])) + page[end:]
    return page[: draw(st.integers(0, len(page)))] if draw(st.booleans()) else page


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(damaged())
def test_a_damaged_page_gives_an_article_or_a_fate_with_a_reason(page: bytes) -> None:
    try:
        article = clean_html(page, url="https://kabarutara.id/a", source="a", fetched_at=NOW, rules=RULES)
    except Fated:  # a fate is an answer; anything else fails the test
        return

    state, _ = revise(normalise(article), None)

    assert article.title
    assert all(line.strip() for line in article.paragraphs)
    assert state.revision == 1
