"""The newsroom's lists for readers: a day's index and a search, page by page, in the order of release."""

import re

from newsroom.archive import INDEX, PER_PAGE, SEARCH, list_page
from newsroom.desk import Desk, announced_path
from newsroom.outlets import BY_ID
from newsroom.stories.edition import STORIES
from tests.newsroom.moment import START

OUTLET = BY_ID["antenawarta"]
DESK = Desk(STORIES, START, 10.0, elapsed=lambda: 1000.0)
EDITIONS = DESK.released(OUTLET.id)


def paths(where: str, **query: str) -> list[str]:
    page = list_page(where, query, EDITIONS, OUTLET)
    return re.findall(r'<li class="item"><a href="([^"]+)"', page)


def every_page(where: str, **query: str) -> list[str]:
    pages = [paths(where, hal=str(number), **query) for number in range(1, 30)]
    assert max(map(len, pages)) <= PER_PAGE
    return [path for page in pages for path in page]


def test_the_indexes_of_all_days_list_every_story_once() -> None:
    days = {edition.published.date().isoformat() for edition in EDITIONS}
    listed = [path for day in days for path in every_page(INDEX, tanggal=day)]

    assert sorted(listed) == sorted(announced_path(edition.story) for edition in EDITIONS)


def test_an_index_without_a_day_lists_the_newest() -> None:
    newest = [announced_path(edition.story) for edition in EDITIONS[:PER_PAGE]]

    assert paths(INDEX) == paths(INDEX, tanggal="kemarin") == newest


def test_a_search_lists_what_names_all_its_words() -> None:
    wanted = [
        announced_path(edition.story)
        for edition in EDITIONS
        if "korea utara" in " ".join((edition.title, *edition.paragraphs)).lower()
    ]

    assert wanted
    assert set(wanted) <= set(every_page(SEARCH, q="Korea Utara"))
    assert paths(SEARCH, q="tidakadakatabegini") == []


def test_a_page_behind_the_last_is_empty() -> None:
    assert paths(INDEX, hal="99") == []
