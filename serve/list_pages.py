"""What the lists are drawn with: articles by the filters of the API, and sources with how they fare."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from processors.enrich.language import LANGUAGES
from schemas.article import Change, Flag
from serve.api.sources import Source, read_sources
from serve.cursors import from_word, to_word
from serve.errors import BadQueryError
from serve.finding import MOST_COUNTED
from serve.templating import JAKARTA
from serve.views import Views
from serve.wanted import Filters, wanted_by
from stores.article_filters import ArticleFilters, Sort
from stores.frontier.health import PollHealth

LISTED = 30


class Form(BaseModel):
    """As the fields of the page's form came: one that is empty was not filled in."""

    q: str = ""
    source: str = ""
    owner: str = ""
    watch: str = ""
    language: str = ""
    flag: str = ""
    change: str = ""
    begin: str = Field(default="", alias="from")
    end: str = Field(default="", alias="to")
    sort: str = ""
    cursor: str | None = None

    def pairs(self) -> list[tuple[str, str]]:
        """The fields that were filled in, by their names in the address."""
        return [(name, value) for name, value in self.model_dump(by_alias=True, exclude={"cursor"}).items() if value]

    def filters(self) -> Filters:
        """Raises BadQueryError."""
        wanted = ArticleFilters(
            source=self.source or None,
            watch=self.watch or None,
            language=self.language or None,
            flag=(_member(Flag, "flag", self.flag),) if self.flag else (),
            change=(_member(Change, "change", self.change),) if self.change else (),
            since=_midnight("from", self.begin),
            # The last day is meant whole.
            until=_midnight("to", self.end, plus=timedelta(days=1)),
            sort=_member(Sort, "sort", self.sort or Sort.PUBLISHED),
        )
        return Filters(wanted, (self.owner,) if self.owner else (), (), self.q)


def articles_page(views: Views, form: Form) -> dict[str, Any]:
    """What cannot be asked shows its error on the page, above the form as it was filled in."""
    asked = form.pairs()
    page: dict[str, Any] = {"form": form, "asked": asked, "filtered": bool(asked), "choices": _choices(views)}
    page |= {"problem": "", "rows": (), "next": None, "count": None}
    try:
        wanted, typed = wanted_by(views, form.filters())
        found = views.articles.latest(wanted, limit=LISTED, after=from_word(form.cursor), asked=typed)
    except BadQueryError as error:
        return page | {"problem": str(error)}
    count = views.articles.how_many(wanted, most=MOST_COUNTED, asked=typed) if form.cursor is None else None
    return page | {"rows": found.items, "next": to_word(found.after), "count": count}


def _choices(views: Views) -> dict[str, Sequence[str]]:
    return {
        "source": sorted(views.articles.counts_by_source()),
        "owner": sorted({outlet.owner_group for outlet in views.outlets().values()} - {""}),
        "watch": sorted(watch.id for watch in views.watches()),
        "language": LANGUAGES,
        "flag": [flag.value for flag in Flag],
        "change": [change.value for change in Change],
    }


def _member(kind: type[Any], name: str, value: str) -> Any:
    try:
        return kind(value)
    except ValueError as error:
        known = ", ".join(each.value for each in kind)
        raise BadQueryError("invalid_request", f"{name} is {value[:64]!r}: there are {known}") from error


def _midnight(name: str, day: str, plus: timedelta = timedelta(0)) -> datetime | None:
    """Of a day as readers of Indonesian news count it."""
    if not day:
        return None
    try:
        return (datetime.combine(date.fromisoformat(day), time(), JAKARTA) + plus).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadQueryError("invalid_request", f"{name} is {day[:64]!r}, no day such as 2025-04-28") from error


class ListsState(StrEnum):
    """How the lists of a source fare."""

    READ = "all read"
    FAILING = "failing"
    UNPOLLED = "not polled yet"
    IMPORTED = "imported"


DOTS = {
    ListsState.READ: "passed",
    ListsState.FAILING: "rejected",
    ListsState.UNPOLLED: "retried",
    ListsState.IMPORTED: "dropped",
}


@dataclass(frozen=True)
class SourceRow:
    source: Source
    state: ListsState
    says: str

    @property
    def dot(self) -> str:
        return DOTS[self.state]

    @property
    def lists(self) -> Sequence[PollHealth]:
        return self.source.health.polls if self.source.health else ()


def sources_page(views: Views, q: str, state: str) -> dict[str, Any]:
    rows = [_row(source) for source in read_sources(views)]
    shown = [row for row in rows if q.lower() in row.source.id.lower() and state in ("", row.state.value)]
    told = {"summary": _summary(rows), "q": q, "state": state, "states": [each.value for each in ListsState]}
    return told | {"sources": shown, "filtered": bool(q or state), "now": views.now()}


def _row(source: Source) -> SourceRow:
    health = source.health
    if health is None:
        return SourceRow(source, ListsState.IMPORTED, "import, not polled")
    if health.last_poll.last_at is None:
        return SourceRow(source, ListsState.UNPOLLED, "not polled yet")
    if health.failures:
        return SourceRow(source, ListsState.FAILING, f"{health.failures} failed in a row")
    lists = len(health.polls)
    return SourceRow(source, ListsState.READ, "its list is read" if lists == 1 else f"all {lists} lists read")


def _summary(rows: Sequence[SourceRow]) -> str:
    """One sentence of all of them."""
    if not rows:
        return "No source is declared."
    states = Counter(row.state for row in rows)
    told = [f"{states[each]} {each.value}" for each in ListsState if states[each]]
    articles = sum(row.source.articles for row in rows)
    many = [
        f"{number:,} {word}{'' if number == 1 else 's'}"
        for number, word in ((len(rows), "source"), (articles, "article"))
    ]
    return f"{many[0]}: {', '.join(told)}; {many[1]} stored."
