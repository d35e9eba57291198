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
    pytest.param(
        published_meta("2025-04-28T14:05:00-07:00"), "<p>28 April 2025 14:05</p>", "visible", id="a wrong sign"
    ),
    pytest.param(
        published_meta("2025-04-28T14:05:00-05:00"), "<p>28 April 2025 14:05</p>", "visible", id="a zone abroad"
    ),
    pytest.param(
        published_meta("2025-04-28T00:05:00-07:00"), "<p>28 April 2025 14:05</p>", "meta", id="a true zone abroad"
    ),
    pytest.param(published_meta("1745823900"), "", "meta", id="seconds since 1970"),
    pytest.param(published_meta("1745823900000"), "", "meta", id="milliseconds since 1970"),
    pytest.param(meta("pubdate", "20250428140500"), "", "meta", id="digits in a row"),
    pytest.param(meta("og:release_date", JAKARTA_TIME), "", "meta", id="a release"),
    pytest.param(meta("kabar:article_published_time", JAKARTA_TIME), "", "meta", id="a name that no list holds"),
    pytest.param(
        "<meta name='info' data-published='1745823900'>", "", "meta", id="an attribute of a tag without content"
    ),
    pytest.param(
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": 1745823900}</script>',
        "",
        "json-ld",
        id="a number in JSON-LD",
    ),
    pytest.param(
        '<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2025-04-28T14:05+07:00"}</script>',
        "",
        "json-ld",
        id="the page states it for its article",
    ),
    pytest.param(
        "", "<p>Diperbarui 29 April 2025 08:00 WIB | Terbit 28 April 2025 14:05 WIB</p>", "visible", id="change first"
    ),
    pytest.param(
        "",
        "<p>Senin, 28 April 2025 14:05 WIB (Diperbarui: Selasa, 29 April 2025 08:00 WIB)</p>",
        "visible",
        id="change in brackets",
    ),
    pytest.param(
        "", "<p>Published: Apr 28, 2025 2:05 PM - Updated: Apr 29, 2025 8:00 AM</p>", "visible", id="in English"
    ),
    pytest.param("", "<p>28/04/2025 14:05 / Update: 29/04/2025 08:00</p>", "visible", id="change behind a slash"),
    pytest.param(
        "",
        f"<time class='updated' datetime='2025-04-29T08:00+07:00'>29 April</time><time class='published' "
        f"datetime='{JAKARTA_TIME}'>28 April</time>",
        "visible",
        id="the change's element first",
    ),
    pytest.param(
        "",
        f"<time class='entry-date updated' datetime='{JAKARTA_TIME}'>28 April</time>",
        "visible",
        id="published and updated in one",
    ),
    pytest.param(
        "", "<div><b>Senin,</b> <b>28</b> <b>April</b> <b>2025</b> <b>14:05 WIB</b></div>", "visible", id="in parts"
    ),
    pytest.param(
        "", "<div><b>28</b> <b>Apr</b> <b>2025</b><i>|</i><b>14.05</b></div>", "visible", id="in parts with a bar"
    ),
    pytest.param("", "<div>28 April 2025 <b>14:05</b> WIB</div>", "visible", id="the clock in bold"),
    pytest.param("", "<div><b>14:05 WIB</b> <b>28 April 2025</b></div>", "visible", id="the clock before"),
    pytest.param(
        "", "<span data-timestamp='1745823900'>3 jam yang lalu</span>", "visible", id="a timestamp in an attribute"
    ),
    pytest.param("", "<span data-time='2025-04-28 14:05'>kemarin</span>", "visible", id="a time in an attribute"),
    pytest.param("", "<span title='Senin, 28 April 2025 14:05 WIB'>3 jam yang lalu</span>", "visible", id="a tool tip"),
    pytest.param(
        "", f"<time datetime='{JAKARTA_TIME}'><span>3 jam lalu</span></time>", "visible", id="an element around"
    ),
    pytest.param(
        "",
        "<relative-time datetime='2025-04-28T07:05:00Z'>3 jam lalu</relative-time>",
        "visible",
        id="an element of its own",
    ),
    pytest.param(
        "",
        "<p>Peresmian: Sabtu, 3 Mei 2025, pukul 09.00 WIB</p></div><p>Diterbitkan Senin, 28 April 2025 14:05 WIB</p>",
        "visible",
        id="an event above",
    ),
    pytest.param(
        "",
        "<dl><dt>Waktu</dt><dd>Sabtu, 3 Mei 2025 09.00 WIB</dd></dl><p>Senin, 28 April 2025 14:05 WIB</p>",
        "visible",
        id="an event in a list",
    ),
    pytest.param(
        "", "<div><b>28 April 2025</b>, <b>Pukul</b> <b>14:05 WIB</b></div>", "visible", id="the clock behind marks"
    ),
    pytest.param(
        "",
        "<aside><a href='/x'>Lain</a> <time datetime='2025-05-01T09:00+07:00'>1 Mei</time></aside>"
        "<p>28 April 2025 14:05 WIB</p>",
        "visible",
        id="a teaser above",
    ),
    pytest.param(
        "",
        f"<meta itemprop='datePublished' content='{JAKARTA_TIME}'><aside><meta itemprop='datePublished' "
        "content='2025-05-01T09:00+07:00'></aside>",
        "visible",
        id="microdata of a teaser below",
    ),
    pytest.param("", "<p>Kupang: 28 April 2025 14:05 WIB</p>", "visible", id="a place before it"),
    pytest.param(
        "",
        "<ul><li>Hari: Sabtu, 3 Mei 2025</li><li>Tempat: Balai</li></ul><p>28 April 2025 14:05 WIB</p>",
        "visible",
        id="an event in a box",
    ),
    pytest.param(
        "",
        "<div><meta itemprop='startDate' content='2025-05-02T09:00+07:00'></div><p>28 April 2025 14:05 WIB</p>",
        "visible",
        id="an event in microdata",
    ),
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


@pytest.mark.parametrize(
    "path",
    [
        "read/2025/04/28/kapal",
        "2025/4/28/kapal",
        "dunia/2025-04-28/kapal",
        "dunia/20250428/kapal",
        "dunia/20250428140500-12-kapal",
        "berita/dunia/25/04/28/abc1-kapal",
        "28-04-2025/kapal",
        "dunia/kapal-2025-04-28",
    ],
)
def test_the_day_in_the_address_is_the_last_resort(path: str) -> None:
    published = article(url=f"https://kabartimur.id/{path}").published

    assert published is not None
    assert (published.precision, published.provenance, published.at.day) == ("day", "url", 28)


@pytest.mark.parametrize(
    "path", ["2025/04/kapal", "dunia/1246", "dunia/99999999/kapal", "dunia/0812202504-kapal", "c/12/34/56/kapal"]
)
def test_other_numbers_in_the_address_are_no_day(path: str) -> None:
    assert article(url=f"https://kabartimur.id/{path}").published is None


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("<p>Waktu: Sabtu, 3 Mei 2025 pukul 09.00 WIB</p>", id="its time"),
        pytest.param("<p>Tanggal: 20 Desember 2024</p><p>Tempat: Balai Kota</p>", id="its day and place"),
        pytest.param("<p>Peluncuran: Sabtu, 26 April 2025, pukul 09.00 WIB</p>", id="a label of its own"),
        pytest.param("<p>Hubungi 0812 2025 0428</p>", id="a telephone"),
    ],
)
def test_a_card_of_an_event_tells_no_publication(line: str) -> None:
    assert article("", line).published is None


def test_an_event_is_kept_among_the_candidates_with_its_reason() -> None:
    result = article(published_meta(JAKARTA_TIME), "<p>Waktu: Sabtu, 26 April 2025 pukul 09.00 WIB</p>")

    assert result.published is not None
    assert result.published.provenance == "meta"
    assert "an event's date, not the article's" in [candidate.lost for candidate in result.date_candidates]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("<p>Diperbarui 29 April 2025 08:00 WIB | Terbit 28 April 2025 14:05 WIB</p>", id="in one text"),
        pytest.param("<p>28/04/2025 14:05 WIB</p><p>Diperbarui</p><p>29/04/2025 08:00 WIB</p>", id="label apart"),
        pytest.param(
            "<p>28/04/2025 14:05</p><time itemprop='dateModified' datetime='2025-04-29T08:00+07:00'>besok</time>",
            id="property",
        ),
    ],
)
def test_the_change_is_known_beside_the_publication(line: str) -> None:
    result = article("", line)

    assert result.published is not None
    assert result.modified is not None
    assert (result.published.at.day, result.modified.at.day) == (28, 29)
    assert result.modified.at.hour == 8


def test_a_page_that_marks_its_only_date_as_updated_was_published_then() -> None:
    published = article("", f"<time class='updated' datetime='{JAKARTA_TIME}'>28 April 2025</time>").published

    assert published is not None
    assert published.at == datetime.fromisoformat(JAKARTA_TIME)


def test_a_clock_on_a_foreign_page_does_not_contradict_its_zone() -> None:
    html = (
        f"<html lang='en'><head><title>{TITLE}</title>{published_meta('2025-04-28T14:05:00-05:00')}</head>"
        f"<body><h1>{TITLE}</h1><p>April 28, 2025 2:05 PM</p><div>{TEXT}</div></body></html>"
    )
    published = clean_html(
        html.encode(), url="https://times.example/a", source="x", fetched_at=NOW, rules=RULES
    ).published

    assert published is not None
    assert published.at.utcoffset() == timedelta(hours=-5)
