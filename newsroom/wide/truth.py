"""What a right check of the wide web finds, and the declarations that it is asked by."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from newsroom.wide.plan import Article, Fault, Kind, WideList, WideOutlet

FEED_ITEMS = 20
PER_PAGE = 10
NEWS_DAYS = 2
STALE_BY = timedelta(days=70)
SLOW_TIMEOUT_S = 10.0
TIMEOUT_S = 30.0


def listed(outlet: WideOutlet, each: WideList, start: datetime) -> Sequence[Article]:
    """What the list holds, page by page, without its page or day; a stale list's articles are that much older."""
    articles = outlet.articles(start - STALE_BY if each.fault is Fault.STALE else start)
    if each.fault is Fault.EMPTY:
        return ()
    if each.kind.key == "feeds":
        return articles[:FEED_ITEMS]
    if each.kind is Kind.NEWS_SITEMAP:
        newest = articles[0].at - timedelta(days=NEWS_DAYS)
        return [article for article in articles if article.at > newest]
    return articles


def hits(articles: Sequence[Article], query: str) -> Sequence[Article]:
    return [article for article in articles if query.lower() in article.title.lower()]


def truth(outlet: WideOutlet, base: str, start: datetime, *, query: str) -> Iterator[dict[str, Any]]:
    """One record a list. `items` is None where a reader may choose what to read, `latest` where nothing has a date.

    `by_day`: how many entries the first page of each day has, where the list asks for one.
    """
    for each in outlet.lists:
        fault = "robots_down" if outlet.robots == "down" else each.fault.value
        articles = listed(outlet, each, start)
        forbidden = each.fault is Fault.FORBIDDEN and outlet.robots == "file"
        if each.fault is Fault.FORBIDDEN and outlet.robots == "absent":
            fault = Fault.NONE.value
        yield {
            "source": outlet.id,
            "url": base + each.template,
            "key": each.kind.key,
            "fault": fault,
            "items": _items(each, articles, query),
            "by_day": _by_day(articles) if each.kind is Kind.DATED_INDEX else None,
            "latest": _latest(outlet, each, articles, query),
            "robots": "down" if outlet.robots == "down" else "forbids" if forbidden else "allows",
            "delay_s": outlet.crawl_delay_s if outlet.robots == "file" else 0.0,
        }


def _items(each: WideList, articles: Sequence[Article], query: str) -> int | None:
    if each.kind is Kind.SEARCH:
        return len(hits(articles, query)[:PER_PAGE])
    if each.kind is Kind.INDEX:
        return len(articles[:PER_PAGE])
    return None if each.kind in (Kind.SITEMAP_INDEX, Kind.DATED_INDEX) else len(articles)


def _by_day(articles: Sequence[Article]) -> dict[str, int]:
    return dict(Counter(f"{article.at:%Y-%m-%d}" for article in articles))


def _latest(outlet: WideOutlet, each: WideList, articles: Sequence[Article], query: str) -> str | None:
    """An instant, or the day alone where only addresses say it."""
    if each.kind is Kind.SEARCH:
        articles = hits(articles, query)
    if not articles or (each.kind.key in ("index", "search") and not outlet.dated):
        return None
    newest = articles[0].at
    return f"{newest:%Y-%m-%d}" if each.kind.key in ("index", "search") else newest.isoformat(timespec="seconds")


def declaration(outlet: WideOutlet, base: str) -> str:
    """The outlet's file for a catalogue, with comments as people write them."""
    keys: dict[str, list[str]] = {}
    for each in outlet.lists:
        keys.setdefault(each.kind.key, []).append(base + each.template)
    lists = "".join(f"{key} = {json.dumps(urls)}\n" for key, urls in keys.items())
    timeout_s = SLOW_TIMEOUT_S if any(each.fault is Fault.SLOW for each in outlet.lists) else TIMEOUT_S
    return f"""\
# Outlet {outlet.number} of the wide web.
id = {json.dumps(outlet.id)}
name = "Kabar {outlet.number}"
hosts = [{json.dumps(base.removeprefix("http://"))}]
{lists}status = {json.dumps(outlet.status)}  # as it was found

[crawl]  # on this machine alone
delay_s = 0.0
timeout_s = {timeout_s}
"""
