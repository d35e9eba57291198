"""The versions of stories that one record brought, each with all that its story says then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from processors.relate.credit import credited
from processors.relate.figure_table import Row
from processors.relate.members import Event, Member, StoryChange, StoryState
from processors.relate.members import RememberedStory as Remembered
from processors.relate.room import Room
from processors.relate.telling import StorySummary, tell
from schemas.match import Match
from schemas.outcomes import Reason
from schemas.story import (
    Story,
    StoryClaim,
    StoryEvent,
    StoryFigure,
    StoryMember,
    StoryMoment,
    StoryName,
    StoryOutlet,
    StoryQuote,
)

# What a story of hundreds says is that of its first and its newest articles; the newest stand in its record.
FIRST, NEWEST = 16, 32
MAX_SAID = 100
MAX_ROWS = 60
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Cause:
    """A record, and the events that it brought."""

    match: Match
    events: tuple[Event, ...]
    why: str = ""
    reason: Reason | None = None


def snapshots(room: Room, cause: Cause) -> Sequence[Story]:
    """One for each event, in order. All of one story say what it says after the last of them."""
    told: dict[str, dict[str, object]] = {}
    made = []
    for event in cause.events:
        if event.story not in told:
            told[event.story] = _said(room, event.story)
        mine = cause.match.article in event.articles
        has_left = event.why == WITHDRAWN
        closed = {"open": False} if event.change is StoryChange.CLOSED else {}
        made.append(
            Story(
                id=event.story,
                watch=room.name,
                version=event.version,
                number=room.writes,
                event=StoryEvent(event.change.value),
                other=event.other,
                articles=event.articles,
                left=(cause.match.article,) if has_left and cause.match.withdrawn else (),
                why=event.why if has_left or not mine else cause.why,
                reason=cause.reason if mine and not has_left else None,
                by=cause.match.url_key,
                lane=cause.match.lane,
                **(told[event.story] | closed),
            )
        )
    return made


def _said(room: Room, story_id: str) -> dict[str, object]:
    """Nothing of a story that went into another."""
    story = room.stories.get(story_id)
    if story is None:
        return {"open": False}
    members = [room.members[each] for each in story.members if each in room.members]
    said: dict[str, object] = {"open": story.state is StoryState.OPEN, "size": story.size} | _days(story, members)
    if not members:
        return said
    chosen = members if len(members) <= FIRST + NEWEST else [*members[:FIRST], *members[-NEWEST:]]
    told = tell([each.features for each in chosen], room.links)
    return said | {"members": tuple(_member(each, room) for each in members[-MAX_SAID:])} | _told(told)


def _days(story: Remembered, members: Sequence[Member]) -> dict[str, object]:
    """None of a story whose articles have no date."""
    if not any(each.features.published for each in members):
        return {}
    return {"first_day": date.fromordinal(story.first_day), "last_day": date.fromordinal(story.last_day)}


def _member(member: Member, room: Room) -> StoryMember:
    features, duplicate = member.features, member.duplicate
    said = {"article": features.id, "revision": features.revision, "outlet": features.outlet, "title": features.title}
    if duplicate is None:
        return StoryMember(**said, published_at=features.published)
    credit, confidence = credited(duplicate, room.members)
    return StoryMember(
        **said,
        published_at=features.published,
        near_dup_of=duplicate.of,
        kind=duplicate.kind.value,
        credit=credit,
        confidence=confidence,
    )


def _told(told: StorySummary) -> dict[str, object]:
    return {
        "headline": told.headline,
        "central": told.central,
        "outlets": tuple(StoryOutlet(**vars(each)) for each in told.outlets),
        "timeline": tuple(StoryMoment(**vars(each)) for each in told.timeline),
        "entities": tuple(StoryName(**vars(each)) for each in told.entities),
        "quotes": tuple(StoryQuote(**vars(each)) for each in told.quotes),
        "figures": tuple(_figure(each) for each in told.figures[:MAX_ROWS]),
    }


def _figure(row: Row) -> StoryFigure:
    claims = tuple(StoryClaim(**{**vars(each), "stand": each.stand.value}) for each in row.claims)
    return StoryFigure(what=row.what, unit=row.unit, disputed=row.is_disputed, claims=claims)
