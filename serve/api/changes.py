"""The feed of changes: what became of articles and stories, by numbers that a reader follows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, TypeAdapter

from schemas.record import Lane
from serve.access import Access, CallerAccess
from serve.api.articles import ListedArticle
from serve.api.parameters import MAX_VALUES, Limit, Names, values_of
from serve.errors import BadQueryError, FeedGoneError
from serve.refusals import refusing
from serve.shown import ItemFields, Shaped, items
from serve.views import ChangeViews, Views
from serve.wanted import called_with
from stores.outbox import ChangeKind, Chosen, Entries, Entry
from stores.story_reads import StoryRow

# So many are looked through for an answer, however few are wanted.
SCANNED = 2000
REFUSING = refusing("changes_forgotten", "changes_unknown", "unknown_field")
ENTRY, STORY = TypeAdapter(Entry), TypeAdapter(StoryRow)
After = Annotated[int | None, Query(ge=0, le=2**62, description="`last` of the answer before; none: from the first")]


@dataclass(frozen=True)
class ChangeItem(Entry):
    """`article` or `story` is as it is stored now, null where it is no more."""

    article: ListedArticle | None
    story: StoryRow | None


class ChangePage(BaseModel):
    """Ask again `after` the number `last`, also where nothing came. `head` is the last number there is."""

    items: tuple[ChangeItem, ...]
    last: int
    head: int


def _chosen(
    kind: Annotated[list[ChangeKind], Query(max_length=MAX_VALUES)] = [],  # noqa: B006
    source: Names = [],  # noqa: B006
    watch: Names = [],  # noqa: B006
    language: Names = [],  # noqa: B006
    lane: Annotated[list[Lane], Query(max_length=MAX_VALUES, description="live, or replayed")] = [],  # noqa: B006
) -> Chosen:
    return Chosen(
        kinds=frozenset(kind),
        sources=frozenset(values_of("source", source)),
        watches=frozenset(values_of("watch", watch)),
        languages=frozenset(values_of("language", language)),
        lanes=frozenset(lane),
    )


CHOSEN_BY = tuple(signature(_chosen).parameters)


def chosen_of(given: Mapping[str, Sequence[str]]) -> Chosen:
    """The same, where they do not come by an address. Raises BadQueryError."""
    for name in given:
        if name not in CHOSEN_BY:
            raise BadQueryError("unknown_filter", f"no filter {name[:64]!r}: there are {', '.join(CHOSEN_BY)}")
    return called_with(_chosen, given)


Choosing = Annotated[Chosen, Depends(_chosen)]


@dataclass(frozen=True)
class Wish:
    """Whose entries, which of them, and how each is shown."""

    chosen: Chosen
    shape: ItemFields
    access: Access


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/changes", response_model=ChangePage, responses=REFUSING)
    def changes(
        chosen: Choosing, shape: Shaped, access: CallerAccess, after: After = None, limit: Limit = 50
    ) -> Response:
        """Every change once, in one order. A reader that follows the numbers misses none."""
        found = entries_after(views, after, limit=SCANNED)
        wanted = chosen.of(found.items)
        shown = wanted[:limit]
        last = shown[-1].n if len(wanted) > limit else _last(found, after)
        told = told_as(views, shown, Wish(chosen, shape, access))
        return JSONResponse({"items": told, "last": last, "head": found.head.n})


def entries_after(views: ChangeViews, after: int | None, *, limit: int) -> Entries:
    """Raises FeedGoneError where what comes next is not kept any more, or was never told here."""
    found = views.changes.after(after or 0, limit=limit)
    if after is not None and after + 1 < found.first:
        raise FeedGoneError(
            "changes_forgotten", f"changes before {found.first} are kept no more: read the articles anew, then go on"
        )
    if after is not None and after > found.head.n:
        raise FeedGoneError("changes_unknown", f"the last change is {found.head.n}: these numbers are of another store")
    return found


def _last(found: Entries, after: int | None) -> int:
    return found.items[-1].n if found.items else max(after or 0, found.first - 1)


def told_as(views: ChangeViews, entries: list[Entry], wish: Wish) -> list[dict[str, Any]]:
    """As JSON takes them."""
    rows = views.articles.rows([entry.article_id for entry in entries if entry.article_id])
    articles = dict(zip([row.id for row in rows], items(views, rows, wish.shape, wish.access), strict=True))
    stories = _stories(views, {entry.story_id for entry in entries} - {""})
    return [
        {
            **ENTRY.dump_python(entry, mode="json"),
            "article": articles.get(entry.article_id),
            "story": stories.get(entry.story_id),
        }
        for entry in entries
    ]


def _stories(views: ChangeViews, ids: Collection[str]) -> Mapping[str, Any]:
    return {row.id: STORY.dump_python(row, mode="json") for row in views.stories.rows(ids)} if ids else {}
