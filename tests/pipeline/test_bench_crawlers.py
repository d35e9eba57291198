"""The comparison of crawlers: ours on a small web, a tool that is not installed, and how a run is judged."""

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from bench.crawl_process import CrawlWeb
from bench.crawlers.compare import CRAWLERS, Crawler, Ran, compare, is_installed, whole
from bench.crawlers.task import Task
from bench.crawlers.with_news_please import configured


@pytest.mark.slow
def test_ours_asks_for_each_page_once_and_says_what_it_cost() -> None:
    said: list[str] = []

    results = compare(2, 5, at_once=2, answer_s=0.0, rounds=1, say=said.append)

    assert whole(results, 10)
    installed = [each.name for each in CRAWLERS if not each.needs or find_spec(each.needs)]
    assert [ran.name for ran in results] == installed
    assert sum("skipped" in line for line in said) == len(CRAWLERS) - len(installed)
    assert all(ran.cpu_s > 0 and ran.mb > 10 for ran in results)


def test_a_tool_that_is_not_installed_is_skipped_in_words() -> None:
    said: list[str] = []

    assert not is_installed(Crawler("Lain", "with_lain", needs="alat_yang_tidak_ada"), said.append)
    assert said == ["Lain: skipped, alat_yang_tidak_ada is not installed here; `make crawlers` runs with it"]


OURS = Ran("Warta", pages=10, extra=0, cpu_s=2.0, seconds=3.0, mb=90.0, exit_code=0)
OTHER = replace(OURS, name="Scrapy", extra=1)


@pytest.mark.parametrize(
    ("ran", "good"),
    [
        pytest.param(OURS, True, id="each once"),
        pytest.param(replace(OURS, extra=1), False, id="ours asked for one twice"),
        pytest.param(replace(OTHER, extra=3), True, id="another asked for more"),
        pytest.param(replace(OTHER, pages=9), False, id="one is missing"),
        pytest.param(replace(OTHER, exit_code=1), False, id="it failed"),
    ],
)
def test_a_comparison_is_whole_if_every_page_was_asked_for(ran: Ran, good: bool) -> None:
    assert whole([OURS, ran], 10) is good


def test_a_rate_is_pages_to_the_second_of_processor() -> None:
    assert OURS.pages_per_cpu_s == 5.0


CONFIG = """[Heuristics]
enabled_heuristics = {"og_type": True}
[Files]
working_path = ~/news-please-repo/
[Scrapy]
LOG_LEVEL = INFO
ROBOTSTXT_OBEY=True
CONCURRENT_REQUESTS_PER_DOMAIN=4
ITEM_PIPELINES = {'a':100,
                  'b':200
                  }
ITEM_CLASS = 'newsplease.crawler.items.NewscrawlerItem'
"""


@pytest.mark.parametrize("cleans", [False, True])
def test_news_please_keeps_its_own_configuration_but_for_what_makes_it_comparable(cleans: bool) -> None:
    task = Task(CrawlWeb(("127.1.0.1",), 1, 80), 4, Path("/data"), cleans)

    lines = configured(CONFIG, task).splitlines()

    assert "ROBOTSTXT_OBEY=True" in lines
    assert "CONCURRENT_REQUESTS_PER_DOMAIN = 1" in lines
    assert "working_path = /data/" in lines
    assert lines[-1] == "ITEM_CLASS = 'newsplease.crawler.items.NewscrawlerItem'"
    assert "                  'b':200" not in lines
    assert any("ArticleMasterExtractor" in line for line in lines) is cleans
