"""An outlet's lists for readers: what came out on a day, and what a search finds, page by page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from newsroom.dates import long_date
from newsroom.desk import Edition, announced_path
from newsroom.outlets import Outlet
from newsroom.pages import ENVIRONMENT

INDEX = "/indeks"
SEARCH = "/cari"
PER_PAGE = 5


def list_page(path: str, query: Mapping[str, str], editions: Iterable[Edition], outlet: Outlet) -> str:
    """`tanggal` is a day as 2025-04-28, `q` the words searched for, `hal` the page from 1."""
    if path == SEARCH:
        found, heading = _hits(editions, query.get("q", "")), f"Hasil pencarian: {query.get('q', '')}"
    else:
        found, heading = _of_day(editions, query.get("tanggal", "")), "Indeks berita"
    page = int(query["hal"]) if query.get("hal", "").isdecimal() else 1
    entries = [
        {"path": announced_path(edition.story), "title": edition.title, "time": long_date(edition.published)}
        for edition in found[PER_PAGE * (page - 1) : PER_PAGE * page]
    ]
    return ENVIRONMENT.get_template("indeks.html").render(heading=heading, outlet=outlet, entries=entries)


def _of_day(editions: Iterable[Edition], stated: str) -> Sequence[Edition]:
    try:
        day = date.fromisoformat(stated)
    except ValueError:
        # As sites do: without a day, or with none there ever was, the newest are shown.
        return list(editions)
    return [edition for edition in editions if edition.published.date() == day]


def _hits(editions: Iterable[Edition], words: str) -> Sequence[Edition]:
    wanted = words.lower().split()
    return [
        edition
        for edition in editions
        if all(word in " ".join((edition.title, *edition.paragraphs)).lower() for word in wanted)
    ]
