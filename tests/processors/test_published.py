"""Which of the dates of a page is believed, and what is kept of the others."""

from datetime import UTC, datetime, timedelta

import pytest

from processors.clean.clean import clean_html
from processors.clean.rules import load_rules
from schemas.article import CleanedArticle
from schemas.outlet import Outlet
from tests.processors.own_pages import BODY, TITLE

RULES = load_rules()
NOW = datetime(2025, 5, 2, 3, 0, tzinfo=UTC)
TEXT = "".join(f"<p>{line}</p>" for line in BODY)
MAKASSAR = Outlet(id="timur", name="Kabar Timur", hosts=("kabartimur.id",), timezone="Asia/Makassar")


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


WIB = "<p>28/04/2025, 14:05 WIB</p>"


def published_meta(value: str) -> str:
    return meta("article:published_time", value)


def json_ld(**fields: str) -> str:
    pairs = "".join(f', "{key}": "{value}"' for key, value in fields.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle"{pairs}}}</script>'


def article(
    head: str = "", line: str = "", *, url: str = "https://kabartimur.id/a", outlet: Outlet | None = None
) -> CleanedArticle:
    html = f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{line}<div>{TEXT}</div></body></html>"
    return clean_html(html.encode(), url=url, source="timur", fetched_at=NOW, rules=RULES, outlet=outlet)


JAKARTA_TIME = "2025-04-28T14:05:00+07:00"
PUBLISHED = [
    pytest.param(json_ld(datePublished=JAKARTA_TIME), "", "json-ld", id="JSON-LD"),
    pytest.param(meta("article:published_time", JAKARTA_TIME), "", "meta", id="meta"),
    pytest.param("", "<p>Senin, 28 April 2025 14:05 WIB</p>", "visible", id="visible text alone"),
    pytest.param(published_meta("2025-04-28T14:05:00Z"), WIB, "visible", id="a wrong Z"),
    pytest.param(published_meta("2025-04-28T07:05:00Z"), WIB, "meta", id="a true Z"),
    pytest.param(json_ld(datePublished="2025-04-28"), WIB, "visible", id="a day beside a minute"),
    pytest.param(json_ld(datePublished="2025-04-28T14:05:00"), WIB, "visible", id="the zone is on the page"),
    pytest.param(json_ld(datePublished="2025-04-28T14-05-00Z"), "", "json-ld", id="malformed and local"),
    pytest.param(json_ld(datePublished="Senin, 28 April 2025 14:05 WIB"), "", "json-ld", id="free text in JSON-LD"),
    pytest.param(
        json_ld(datePublished="2025-04-28T16:40:00+07:00"),
        "<p>Diterbitkan 28 April 2025, 14:05 WIB</p>",
        "visible",
        id="a change sold as publication",
    ),
    pytest.param(
        "",
        "<p>Diperbarui: 28/04/2025 16:40 WIB</p><p>Terbit: 28/04/2025 14:05 WIB</p>",
        "visible",
        id="updated is not published",
    ),
    pytest.param(
        "", f"<time datetime='{JAKARTA_TIME}'>28 April 2025</time>", "visible", id="the minute in an attribute"
    ),
    pytest.param("", f"<time datetime='{JAKARTA_TIME}'></time>", "visible", id="an attribute and no text"),
    pytest.param("", f"<abbr class='published' title='{JAKARTA_TIME}'>14.05</abbr>", "visible", id="an abbreviation"),
    pytest.param("", f"<div itemprop='datePublished' content='{JAKARTA_TIME}'></div>", "visible", id="an itemprop"),
    pytest.param("", "<ul><li>Rina</li><li>28/4/2025 14:05</li></ul>", "visible", id="a list under the title"),
]


@pytest.mark.parametrize(("head", "line", "provenance"), PUBLISHED)
def test_the_publication_is_known_to_the_minute(head: str, line: str, provenance: str) -> None:
    published = article(head, line).published

    assert published is not None
    assert published.at == datetime.fromisoformat(JAKARTA_TIME)
    assert (published.precision, published.provenance) == ("minute", provenance)


def test_a_bare_time_is_in_the_outlets_zone_and_says_that_it_was_assumed() -> None:
    published = article("", "<p>Senin, 28 April 2025 14:05</p>", outlet=MAKASSAR).published

    assert published is not None
    assert published.at.utcoffset() == timedelta(hours=8)
    assert not published.zone_stated


def test_a_date_that_its_weekday_contradicts_gives_way_to_another() -> None:
    result = article("", "<p>Senin, 29 April 2025 09:00 WIB</p>", url="https://kabartimur.id/2025/04/28/a")

    assert result.published is not None
    assert (result.published.provenance, result.published.at.day) == ("url", 28)
    assert "its weekday contradicts it" in [candidate.lost for candidate in result.date_candidates]


def test_a_date_that_its_weekday_contradicts_is_doubted_where_it_stands_alone() -> None:
    right = article("", "<p>Senin, 28 April 2025 09:00 WIB</p>").published
    wrong = article("", "<p>Senin, 29 April 2025 09:00 WIB</p>").published

    assert right is not None
    assert wrong is not None
    assert wrong.at.day == 29
    assert wrong.confidence < right.confidence


def test_a_stated_zone_is_not_contradicted_by_a_bare_time() -> None:
    published = article(published_meta("2025-04-28T14:05:00+09:00"), "<p>Senin, 28 April 2025 14:05</p>").published

    assert published is not None
    assert (published.provenance, published.at.utcoffset()) == ("meta", timedelta(hours=9))


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        pytest.param("2031-01-01T10:00:00+07:00", "in the future of the fetch", id="future"),
        pytest.param("1970-01-01T00:00:00Z", "before 1995", id="before the web"),
    ],
)
def test_an_impossible_date_is_refused_and_kept_as_a_candidate(stated: str, why: str) -> None:
    result = article(json_ld(datePublished=stated))

    assert result.published is None
    assert [candidate.lost for candidate in result.date_candidates] == [why]


def test_every_loser_says_why_it_lost_and_the_winner_says_nothing() -> None:
    head = json_ld(datePublished=JAKARTA_TIME, dateModified="2025-04-28T16:40:00+07:00") + meta("pubdate", JAKARTA_TIME)
    result = article(head, "<p>Senin, 28 April 2025 14:05 WIB</p>")

    assert [c.raw for c in result.date_candidates if not c.lost] == [JAKARTA_TIME, "2025-04-28T16:40:00+07:00"]
    assert result.modified is not None
    assert len(result.date_candidates) == 4


def test_an_event_date_in_the_body_is_not_the_publication() -> None:
    assert article("", "").published is None


def test_the_day_in_the_address_is_the_last_resort() -> None:
    published = article(url="https://kabartimur.id/read/2025/04/28/kapal").published

    assert published is not None
    assert (published.precision, published.provenance) == ("day", "url")
