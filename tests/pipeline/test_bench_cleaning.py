"""The arithmetic of the cleaning measurements, on times and pages that are given."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.cleaning_memory import Memory
from bench.cleaning_memory import measure as measure_memory
from bench.cleaning_time import PageTime, measure, pages_of, summary
from schemas.article import CleanedArticle
from schemas.outcomes import Drop, Reason
from schemas.page import Page


def test_the_ratio_is_of_the_sums_and_the_quantiles_of_the_pages() -> None:
    times = summary([PageTime(f"u{n}", ours_ms=n, theirs_ms=10.0) for n in range(1, 22)], rounds=3)

    assert (times.ratio, times.p50, times.p95) == (1.1, 1.1, 2.0)
    assert times.worst.url == "u21"
    assert times.as_dict()["worst"] == {"url": "u21", "ours_ms": 21, "theirs_ms": 10.0, "ratio": 2.1}


def test_every_page_is_measured_also_one_that_is_no_article() -> None:
    pages = pages_of(None, 3)

    times = measure(lambda page: [] if page is pages[0] else _refused(page), pages, rounds=1)

    assert times.pages == 3


def _refused(page: Page) -> list[CleanedArticle]:
    raise Drop(Reason.NO_ARTICLE, page.url)


def test_saved_pages_are_read_from_their_folder(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>teks")
    (tmp_path / "urls.tsv").write_text("a.html\thttps://kabarutara.id/a\n")

    assert [page.url for page in pages_of(tmp_path, 9)] == ["https://kabarutara.id/a"]


def test_memory_is_read_after_the_first_thousand_pages_and_at_the_end() -> None:
    seen: list[datetime] = []

    def clean(page: Page) -> list[CleanedArticle]:
        seen.append(page.fetched_at)
        return []

    memory = measure_memory(clean, count=2000)

    assert memory.pages == len(seen) == 2000
    assert 0 < memory.warm_mb <= memory.most_mb
    assert all(at.tzinfo == UTC for at in seen)


@pytest.mark.parametrize(("end", "growth"), [(110.0, 10.0), (90.0, -10.0)])
def test_growth_is_told_in_percent_of_the_first_reading(end: float, growth: float) -> None:
    assert Memory(20_000, 100.0, end, 120.0).growth_percent == growth
