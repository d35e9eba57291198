"""The crawl bench on a small web, and how it judges what the server saw."""

from collections import Counter

import pytest

from bench.crawl import asked_once, crawl, gaps_s, is_whole, page_gaps_s
from bench.crawl_process import CrawlWeb, Request, crawl_web, polls
from bench.crawl_web import SITEMAP, page_paths
from commands.benching import fresh

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


LOG: list[Request] = [
    (0.0, "a", "/1"),
    (0.5, "b", "/1"),
    (1.0, "a", "/robots.txt"),
    (3.0, "a", "/2"),
    (9.0, "c", "/1"),
    (9.5, "c", "/2"),
]


def test_gaps_are_between_requests_of_one_host() -> None:
    assert gaps_s(LOG) == [0.5, 1.0, 2.0]


def test_gaps_of_pages_leave_out_what_else_was_asked() -> None:
    assert page_gaps_s(LOG) == [0.5, 3.0]
    assert page_gaps_s(LOG, without=["c"]) == [3.0]


def test_a_crawl_delay_holds_for_pages_lists_and_robots_of_two_processes_together() -> None:
    delay_s = 0.3
    with crawl_web(3, 3, crawl_delay_s=delay_s) as web, fresh() as settings, polls(web, settings):
        crawled = crawl(web, settings, max_hosts=3)
        log = web.taken_log()

    assert is_whole(crawled, web)
    assert gaps_s(log)[0] >= delay_s
    asked = Counter((host, path) for _, host, path in log)
    assert all(asked[host, path] >= 2 for host in web.hosts for path in ("/robots.txt", SITEMAP))
