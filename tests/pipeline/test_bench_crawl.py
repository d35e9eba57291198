"""The crawl bench on a small web, and how it judges what the server saw."""

import pytest

from pipeline.bench.crawl import asked_once, crawl, gaps_s, is_whole
from pipeline.bench.crawl_process import CrawlWeb, Request, crawl_web
from pipeline.bench.crawl_web import page_paths
from pipeline.commands.benching import fresh

WEB = CrawlWeb(hosts=("127.1.0.1", "127.1.0.2"), pages=2, port=1)
ALL: list[Request] = [(at, host, path) for at, host in enumerate(WEB.hosts) for path in page_paths(2)]


def test_a_small_web_is_fetched_whole_from_its_sitemaps() -> None:
    with crawl_web(3, 4) as web, fresh() as settings:
        crawled = crawl(web, settings, max_hosts=2)
        log = web.taken_log()

    assert is_whole(crawled, web)
    assert asked_once(log, web)


@pytest.mark.parametrize(
    ("log", "once"),
    [
        pytest.param([*ALL, (5.0, "127.1.0.1", "/robots.txt")], True, id="all, and robots.txt"),
        pytest.param(ALL[1:], False, id="one is missing"),
        pytest.param([*ALL, ALL[0]], False, id="one twice"),
        pytest.param([*ALL, (5.0, "127.1.0.1", "/tertutup/100000/kabar")], False, id="a forbidden one"),
    ],
)
def test_the_servers_log_tells_whether_each_page_was_asked_for_once(log: list[Request], once: bool) -> None:
    assert asked_once(log, WEB) is once


def test_gaps_are_between_pages_of_one_host() -> None:
    log = [
        (0.0, "a", "/1"),
        (0.5, "b", "/1"),
        (1.0, "a", "/robots.txt"),
        (3.0, "a", "/2"),
        (9.0, "c", "/1"),
        (9.5, "c", "/2"),
    ]

    assert gaps_s(log) == [0.5, 3.0]
    assert gaps_s(log, without=["c"]) == [3.0]
