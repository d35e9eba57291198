"""A backfill of the wide web, from the walk to the stored article: each in the span once, and none outside it."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsroom.wide.plan import Article, Kind, WideOutlet, plan
from tests.pipeline.command import Ran, warta
from tests.pipeline.wide_web import Wide, wide_web

pytestmark = pytest.mark.slow
OUTLETS, SEED = 120, 3
WANTED = "korea utara"


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wide]:
    with wide_web(tmp_path_factory.mktemp("wide"), outlets=OUTLETS, seed=SEED) as web:
        yield web


def outlet_with(*kinds: Kind, dated: bool = True, delay: bool = False) -> WideOutlet:
    """The first whose lists of these kinds work; it walks by no other kind."""
    walks = (Kind.DATED_INDEX, Kind.SEARCH)
    return next(
        outlet
        for outlet in plan(OUTLETS, seed=SEED)
        if {each.kind for each in outlet.lists if each.kind in walks} == set(kinds)
        and all(each.fault.value == "none" for each in outlet.lists if each.kind in walks)
        and outlet.robots != "down"
        and outlet.dated is dated
        and bool(outlet.crawl_delay_s) is delay
    )


def backfill(wide: Wide, outlet: WideOutlet, days: tuple[int, int], data: Path, **env: str) -> Ran:
    """From so many days before the web's start to so many; what the walks find is fetched and carried through."""
    since, until = (f"{day_of(wide.start) - timedelta(days=before):%Y-%m-%d}" for before in days)
    arguments = ("--source", outlet.id, "--since", since, "--until", until, "--until-idle", "--json")
    return warta("backfill", *arguments, "--data", data, env=wide.env | {"WARTA_TITLE_FILTER": "off"} | env)


def day_of(at: datetime) -> datetime:
    return at + timedelta(hours=7)


def in_span(wide: Wide, outlet: WideOutlet, days: tuple[int, int]) -> list[Article]:
    since, until = ((day_of(wide.start) - timedelta(days=before)).date() for before in days)
    return [article for article in outlet.articles(wide.start) if since <= article.at.date() <= until]


def fetched(wide: Wide, outlet: WideOutlet, before: int) -> Counter[str]:
    """How often each article was asked for since the log had `before` requests."""
    lists = {each.path for each in outlet.lists} | {"/robots.txt", "/"}
    asked = [path for _, source, path in wide.asked()[before:] if source == outlet.id]
    return Counter(path for path in asked if path.partition("?")[0] not in lists)


@pytest.mark.parametrize(
    "outlet",
    [
        pytest.param(outlet_with(Kind.DATED_INDEX), id="an archive"),
        pytest.param(outlet_with(Kind.DATED_INDEX, dated=False), id="an archive of addresses without a day"),
        pytest.param(outlet_with(Kind.SEARCH), id="a search"),
        pytest.param(outlet_with(Kind.DATED_INDEX, Kind.SEARCH), id="an archive and a search of the same"),
        pytest.param(outlet_with(Kind.DATED_INDEX, delay=True), id="an archive behind a Crawl-delay"),
    ],
)
def test_each_article_of_the_span_is_fetched_once_and_none_outside_it(
    wide: Wide, tmp_path: Path, outlet: WideOutlet
) -> None:
    days, before = (12, 9), len(wide.asked())
    wanted = in_span(wide, outlet, days)
    if not any(each.kind is Kind.DATED_INDEX for each in outlet.lists):
        wanted = [article for article in wanted if WANTED in article.title.lower()]

    ran = backfill(wide, outlet, days, tmp_path)
    first = fetched(wide, outlet, before)
    again = backfill(wide, outlet, days, tmp_path)

    assert ran.code == again.code == 0, ran.err
    assert {json.loads(line)["ended"] for line in ran.lines} == {"done"}
    assert wanted
    assert first == Counter(article.path for article in wanted)
    assert fetched(wide, outlet, before) == first


def test_a_wider_span_fetches_only_what_is_new_in_it(wide: Wide, tmp_path: Path) -> None:
    outlet, before = outlet_with(Kind.DATED_INDEX), len(wide.asked())
    backfill(wide, outlet, (12, 11), tmp_path)
    backfill(wide, outlet, (13, 10), tmp_path)

    assert fetched(wide, outlet, before) == Counter(article.path for article in in_span(wide, outlet, (13, 10)))
