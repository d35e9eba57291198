"""What articles say of their source: counted once each, kept as one value, told as figures."""

import zlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from processors.meter.meter import MetricValue, fold, told
from processors.meter.source import SourceMeter, begun, measured, rhythm_of
from schemas.article import Article, Change, Flag, Image, Instant, Quality, ReadingFigures
from schemas.record import Lane

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PER_SOURCE = 25


def article(number: int = 0, *, hours: float = 0.0, source: str = "kabar", **of: Any) -> Article:
    at = NOON + timedelta(hours=hours)
    whole: dict[str, object] = {
        "id": f"a{number}",
        "page_id": f"p{number}",
        "url": f"https://{source}.example/{number}",
        "canonical_url": f"https://{source}.example/{number}",
        "url_key": f"{source}.example/{number}",
        "source": source,
        "fetched_at": at,
        "title": "Jembatan baru dibuka",
        "authors": ("Rina Saputri",),
        "paragraphs": ("Jembatan itu dibuka pada Senin pagi.",),
        "images": (Image(url="https://kabar.example/1.jpg"),),
        "published": Instant(at=at - timedelta(minutes=5), precision="minute", provenance="meta"),
        "language": "id",
        "quality": Quality(chars=900, removed_chars=100),
        "revision": 1,
        "change": Change.FIRST,
    }
    return Article.model_validate(whole | of)


def figures(*articles: Article, now: datetime = NOON) -> dict[tuple[str, ...], float]:
    kept = fold(None, articles, [])
    return {(each.name, *each.labels): each.value for each in told({articles[0].source: kept}, now.timestamp())}


@pytest.mark.parametrize(
    ("of", "name", "value"),
    [
        pytest.param({}, "author", 1.0, id="an author"),
        pytest.param({"authors": ()}, "author", 0.0, id="none"),
        pytest.param({}, "date", 1.0, id="a date to the minute"),
        pytest.param({"published": None}, "date", 0.0, id="no date"),
        pytest.param(
            {"published": Instant(at=NOON, precision="day", provenance="url")}, "date", 0.0, id="a date to the day"
        ),
        pytest.param({"images": ()}, "image", 0.0, id="no image"),
        pytest.param({}, "removed", 0.1, id="a tenth was removed"),
        pytest.param({"quality": Quality()}, "removed", 0.0, id="nothing is known of what was removed"),
    ],
)
def test_an_article_is_measured(of: dict[str, Any], name: str, value: float) -> None:
    assert measured(article(**of))[name] == pytest.approx(value)


def test_a_later_revision_is_counted_and_changes_no_rhythm() -> None:
    found = figures(article(1), article(1, revision=2, hours=5), now=NOON + timedelta(hours=6))

    assert found["articles", "kabar"] == 1
    assert found["revisions", "kabar"] == 1
    assert found["last_article_seconds", "kabar"] == 6 * 3600


@pytest.mark.parametrize("lane", [Lane.BACKFILL, Lane.REPLAY])
def test_what_did_not_come_live_is_counted_and_has_no_rhythm(lane: Lane) -> None:
    found = figures(article(1), article(2, hours=5, lane=lane), now=NOON + timedelta(hours=6))

    assert found["articles", "kabar"] == 2
    assert found["lane_articles", lane.value] == 1
    assert found["last_article_seconds", "kabar"] == 6 * 3600


def test_what_the_cleaner_doubted_is_counted() -> None:
    reading = ReadingFigures(name="rules", kept=10, lost=90, gained=0)
    found = figures(
        article(1, flags=(Flag.DOUBTFUL,)),
        article(2, quality=Quality(chars=10, readings=(reading,))),
        article(3, quality=Quality(chars=10, readings=(reading,), second_opinion="json-ld")),
    )

    assert found["doubtful", "kabar"] == 1
    assert found["second_readings", "kabar"] == 2
    assert found["unknown_layouts", "kabar"] == 1


def test_shares_lengths_and_delays_are_of_the_last_articles() -> None:
    found = figures(article(1), article(2, authors=()), article(3, quality=Quality(chars=2000, removed_chars=0)))

    assert found["fill_ratio", "kabar", "author"] == pytest.approx(2 / 3)
    assert found["fill_ratio", "kabar", "date"] == 1
    assert found["chars", "kabar", "0.5"] == pytest.approx(900, rel=0.01)
    assert found["chars", "kabar", "0.9"] == pytest.approx(2000, rel=0.01)
    assert found["removed_ratio", "kabar"] == pytest.approx(0.2 / 3, rel=0.01)
    assert found["delay_seconds", "kabar", "0.5"] == 300


@pytest.mark.parametrize(
    ("language", "as_told"), [("id", "id"), ("id-ID", "id"), ("EN", "en"), ("tlh", "other"), ("", "other")]
)
def test_languages_are_few(language: str, as_told: str) -> None:
    assert figures(article(1, language=language))["language_articles", as_told] == 1


def test_a_source_has_few_figures_whatever_it_does() -> None:
    sources = {
        f"s{number}": fold(None, [article(n, hours=n, source=f"s{number}") for n in range(40)], []) for number in (1, 2)
    }
    found = list(told(sources, NOON.timestamp()))

    assert sum(1 for each in found if each.labels[0] == "s1") <= PER_SOURCE
    assert len(found) == len({(each.name, each.labels) for each in found})


def test_what_is_kept_is_what_was_known() -> None:
    articles = [article(number, hours=7 * number) for number in range(200)]
    at_once = fold(None, articles, [])
    kept: bytes | None = None
    for each in articles:
        kept = fold(kept, [each], [])
    assert kept is not None

    assert SourceMeter.decode(kept) == SourceMeter.decode(at_once)
    assert len(kept) < 16_384


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"nothing of ours", "no meter of a source", id="other bytes"),
        pytest.param(fold(None, [article()], [])[:-9], "no meter of a source", id="cut off"),
        pytest.param(zlib.compress(b'{"v": 2}'), "version 2", id="of a later version"),
    ],
)
def test_what_is_no_meter_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        SourceMeter.decode(data)


def test_a_new_source_takes_after_its_owners_others() -> None:
    """Two that bring one every two hours, one of them known for too short to tell."""
    known = [SourceMeter.decode(fold(None, [article(n, hours=2 * n) for n in range(n)], [])) for n in (500, 5)]
    new = begun(article(1, source="baru"), known)

    assert new.silence.rates.a_week == pytest.approx(84, rel=0.1)
    assert rhythm_of([known[1]]).a_week == 0


def test_a_source_that_fell_silent_is_told() -> None:
    """One an hour for five weeks, then none for a day."""
    hours = 5 * 168
    articles = [article(number, hours=number) for number in range(hours)]
    soon, later = (figures(*articles, now=NOON + timedelta(hours=hours + more)) for more in (1, 24))

    assert soon["silence", "kabar"] < 1 < later["silence", "kabar"]
    assert soon["expected_per_hour", "kabar"] == pytest.approx(1, rel=0.2)


def test_a_source_whose_layout_changed_is_told() -> None:
    before = [article(number, hours=number) for number in range(200)]
    after = [article(200 + number, hours=200 + number, authors=()) for number in range(20)]
    found = figures(*before, *after)

    assert {key[2] for key, value in found.items() if key[0] == "drift" and value > 1} == {"author"}


def test_a_figure_is_named_and_labelled() -> None:
    assert MetricValue("articles", ("kabar",), 1.0) in list(told({"kabar": fold(None, [article()], [])}, 0.0))
