"""Templates of list addresses: what they may hold and what they are filled with."""

from datetime import date

import pytest

from schemas.templates import fields_of, fill

DAY = date(2025, 4, 8)


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        pytest.param("https://a.id/indeks", "https://a.id/indeks", id="nothing to fill"),
        pytest.param("https://a.id/p/{page}/", "https://a.id/p/2/", id="a page"),
        pytest.param("https://a.id/p/{page:15}", "https://a.id/p/15", id="an offset in steps of 15"),
        pytest.param("https://a.id/?d={date:%m/%d/%Y}", "https://a.id/?d=04/08/2025", id="a date in its form"),
        pytest.param("https://a.id/?d={date}", "https://a.id/?d=2025-04-08", id="a date in none"),
        pytest.param("https://a.id/cari/{query}", "https://a.id/cari/Kim%20%26%2F%3F", id="a query, quoted whole"),
    ],
)
def test_a_template_is_filled(template: str, filled: str) -> None:
    assert fill(template, day=DAY, page=2, query="Kim &/?") == filled


def test_a_template_tells_its_fields() -> None:
    assert fields_of("https://a.id/{date:%Y}/{page}?q={query}") == {"date", "page", "query"}


@pytest.mark.parametrize("template", ["{hal}", "{page.real}", "{page", "{}", "{page:x}", "{query:3}"])
def test_what_cannot_be_filled_is_refused(template: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are partly Python's own
        fields_of(f"https://a.id/{template}")
