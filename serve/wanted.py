"""The filters of articles, as every list of them takes them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from inspect import signature
from typing import Annotated, TypeVar

from fastapi import Depends, Query
from pydantic import ValidationError, validate_call

from processors.query.parse import BadAskedError, parse
from schemas.article import Change, Flag
from schemas.asked import Asked as Typed
from serve.api.parameters import MAX_QUERY_CHARS, MAX_VALUES, At, Names, values_of, with_zone
from serve.errors import BadQueryError
from serve.finding import splitting_by
from serve.views import Views
from stores.article_filters import ArticleFilters, Sort, values

T = TypeVar("T")
MAX_IDS = 200
# Of each story, the first.
MAX_MEMBERS = 2000
# No outlet is called so.
NOBODY = ("-",)


@dataclass(frozen=True)
class Filters:
    """As they were asked for; `owner`, `story` and `q` mean something to the views alone."""

    wanted: ArticleFilters
    owner: tuple[str, ...]
    story: tuple[str, ...]
    q: str


def _named(
    source: Names = [],  # noqa: B006 - FastAPI copies a default
    owner: Annotated[list[str], Query(max_length=MAX_VALUES, description="groups that own outlets")] = [],  # noqa: B006
    watch: Names = [],  # noqa: B006
    entity: Annotated[list[str], Query(max_length=MAX_VALUES, description="an id of /v1/entities")] = [],  # noqa: B006
    speaker: Annotated[list[str], Query(max_length=MAX_VALUES, description="who is quoted: id or name")] = [],  # noqa: B006
    cites: Annotated[list[str], Query(max_length=MAX_VALUES, description="a cited source by its name")] = [],  # noqa: B006
    story: Annotated[list[str], Query(max_length=MAX_VALUES, description="an id of /v1/stories")] = [],  # noqa: B006
) -> dict[str, tuple[str, ...]]:
    given = {"source": source, "owner": owner, "watch": watch, "entity": entity, "speaker": speaker, "cites": cites}
    given["story"] = story
    return {name: values_of(name, values) for name, values in given.items()}


def _kinds(
    language: Names = [],  # noqa: B006
    flag: Annotated[list[Flag], Query(max_length=MAX_VALUES)] = [],  # noqa: B006
    change: Annotated[list[Change], Query(max_length=MAX_VALUES, description="of the newest revision")] = [],  # noqa: B006
    id: Annotated[list[str], Query(max_length=MAX_IDS, description="these articles")] = [],  # noqa: B006
) -> dict[str, tuple[str, ...]]:
    of_ids = tuple(part for each in values_of("id", id, most=70 * MAX_IDS) for part in each.split(",") if part)
    if len(of_ids) > MAX_IDS:
        raise BadQueryError("invalid_request", f"query.id: {len(of_ids)} ids, {MAX_IDS} at most")
    if id and not of_ids:
        raise BadQueryError("invalid_request", "query.id: no id is given")
    kinds = {"language": values_of("language", language), "flag": tuple(flag), "change": tuple(change)}
    return kinds | {"id": of_ids}


def _times(
    since: At = None, until: At = None, seen_since: At = None, seen_until: At = None
) -> dict[str, datetime | None]:
    times = {"since": since, "until": until, "seen_since": seen_since, "seen_until": seen_until}
    return {name: with_zone(at) for name, at in times.items()}


def filters(
    named: Annotated[dict[str, tuple[str, ...]], Depends(_named)],
    kinds: Annotated[dict[str, tuple[str, ...]], Depends(_kinds)],
    times: Annotated[dict[str, datetime | None], Depends(_times)],
    sort: Annotated[Sort, Query(description="newest first: as published, or as first seen")] = Sort.PUBLISHED,
    q: Annotated[str, Query(description="as the search reads it")] = "",
) -> Filters:
    owner, story = named.pop("owner"), named.pop("story")
    chosen = {name: kinds[name] for name in ("language", "flag", "change", "id")}
    wanted = ArticleFilters(**named, **chosen, **times, sort=sort)  # type: ignore[arg-type]
    return Filters(wanted, owner, story, q)


AskedFilters = Annotated[Filters, Depends(filters)]
NAMED = frozenset(name for part in (_named, _kinds, _times) for name in signature(part).parameters) | {"sort", "q"}


def filters_of(given: Mapping[str, Sequence[str]]) -> Filters:
    """The same, where they do not come by an address: the values by the parameter's name. Raises BadQueryError."""
    for name in given:
        if name not in NAMED:
            near = get_close_matches(name, NAMED, n=1)
            raise BadQueryError(
                "unknown_filter", f"no filter {name[:64]!r}: there are {', '.join(sorted(NAMED))}{_meant(near)}"
            )
    parts = [called_with(part, given) for part in (_named, _kinds, _times)]
    return called_with(filters, given, named=parts[0], kinds=parts[1], times=parts[2])


def called_with(function: Callable[..., T], given: Mapping[str, Sequence[str]], **others: object) -> T:
    """A function that FastAPI calls, called with values from elsewhere, read in the same way. Raises BadQueryError."""
    own = signature(function).parameters
    several = {name for name, of in own.items() if of.default == []}
    arguments = {name: values if name in several else values[-1] for name, values in given.items() if name in own}
    try:
        return validate_call(function)(**arguments, **others)
    except ValidationError as error:
        told = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        raise BadQueryError("invalid_request", "; ".join(told)) from error


@contextmanager
def reading_typed(query: str) -> Iterator[None]:
    """Raises BadQueryError for what cannot be looked for, in the words of who read it."""
    if len(query) > MAX_QUERY_CHARS:
        raise BadQueryError("query_too_long", f"the query has {len(query)} characters, {MAX_QUERY_CHARS} are read")
    try:
        yield
    except BadAskedError as error:
        raise BadQueryError(error.code, str(error)) from error


def _typed(views: Views, query: str) -> Typed | None:
    if not query:
        return None
    with reading_typed(query):
        return parse(query, splitting_by(views.stem, views.names))


def wanted_by(views: Views, filters: Filters) -> tuple[ArticleFilters, Typed | None]:
    """What the stores are asked for, and what is typed, where anything is. Raises BadQueryError."""
    return _of_stories(views, filters, _of_owners(views, filters)), _typed(views, filters.q)


def _of_owners(views: Views, asked: Filters) -> ArticleFilters:
    if not asked.owner:
        return asked.wanted
    outlets = views.outlets()
    groups = {outlet.owner_group for outlet in outlets.values()} - {""}
    for owner in asked.owner:
        if owner not in groups:
            near = get_close_matches(owner, groups, n=1)
            raise BadQueryError("unknown_owner", f"no outlet belongs to {owner[:64]!r}{_meant(near)}")
    owned = {id_ for id_, outlet in outlets.items() if outlet.owner_group in asked.owner}
    named = values(asked.wanted.source)
    return replace(asked.wanted, source=tuple(sorted(owned & set(named) if named else owned)) or NOBODY)


def _of_stories(views: Views, asked: Filters, wanted: ArticleFilters) -> ArticleFilters:
    if not asked.story:
        return wanted
    # One that was merged answers under its old ids too.
    stories = [found.id for id_ in asked.story if (found := views.stories.story(id_)) is not None]
    ids = {each.article_id for id_ in stories for each in views.stories.members(id_, limit=MAX_MEMBERS)}
    named = values(wanted.id)
    return replace(wanted, id=tuple(sorted(ids & set(named) if named else ids)) or NOBODY)


def _meant(near: list[str]) -> str:
    return f"; did you mean {near[0]}?" if near else ""
