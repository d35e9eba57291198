"""Relates articles one by one: near-duplicates, then the story that each belongs to, and what that does to others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from processors.relate.background import Weighed
from processors.relate.closing import pass_time
from processors.relate.credit import hand_over
from processors.relate.duplicates import likeness, near_duplicates
from processors.relate.features import Features
from processors.relate.members import (
    Event,
    JoinReason,
    Member,
    Related,
    RememberedStory,
    StoryChange,
    StoryState,
    member_of,
    member_without_text,
)
from processors.relate.reclustering import settle
from processors.relate.room import Room
from processors.relate.signals import ArticleVectors, Weights, learnt_weights, seen, shared_terms

SHARED_TOLD = 4


def relate(room: Room, features: Features, weights: Weights | None = None) -> Related:
    """Joins an article to a story, or begins one. The same article again changes nothing.

    A newer revision leaves its story first. An article without a date begins a story of its own: reason `no_date`.
    """
    known = room.members.get(features.id)
    if known is not None and known.features.revision >= features.revision:
        return Related(
            JoinReason(features.id, room.resolve(known.story), 0.0, reason="already_related"), known.duplicate
        )
    events = withdraw(room, features.id) if known is not None else ()
    if features.published is None:
        related = _alone(room, features)
    else:
        related = relate_member(room, member_of(features, features.published), weights or learnt_weights())
    return replace(related, events=(*events, *related.events))


def relate_member(room: Room, member: Member, weights: Weights) -> Related:
    """The same for an article that is not in the room, and whose text is read."""
    features, weighed = member.features, room.background.around(member.day).weighed(member.bags)
    own = seen(weighed, member.day, features.event_day, features.outlet)
    looks = _looks(room, replace(member, seen=own), weighed, weights)
    near = near_duplicates(member.carried, [(look.alike, room.members[each].carried) for each, look in looks.items()])
    member = replace(member, seen=own, duplicate=near.of)
    room.add(member, weighed)
    events = list(settle(room, member.id, weights.bias))
    events += _reopened(room, member)
    events += hand_over(room, near.copies, told={each.story for each in events})
    room.count(member.id, is_known=bool(near.of or near.copies))
    why = _why(room, member.id, looks)
    room.retire(room.resolve(room.members[member.id].story))
    events += pass_time(room, member.day)
    return Related(why, near.of, tuple(events), near.copies)


def withdraw(room: Room, article: str) -> Sequence[Event]:
    """An article that is revised, taken down or no longer wanted leaves its story. A story without any is closed."""
    story_id = room.story_of(article)
    if story_id is None:
        return ()
    room.remove(article)
    story = room.stories[story_id]
    version, members = story.version + 1, tuple(each for each in story.members if each != article)
    left = replace(story, version=version).with_members(members, -1)
    room.stories[story_id] = left
    if members:
        return (Event(story_id, version, StoryChange.UPDATED, (article,), why="withdrawn"),)
    room.stories[story_id] = replace(left, state=StoryState.CLOSED)
    return (Event(story_id, version, StoryChange.CLOSED, (article,), why="withdrawn"),)


class _Look(NamedTuple):
    """How the article and another were seen, and how alike their texts are."""

    own: ArticleVectors
    other: ArticleVectors
    alike: float


def _looks(room: Room, member: Member, weighed: Weighed, weights: Weights) -> Mapping[str, _Look]:
    """Links the article with its candidates."""
    looks: dict[str, _Look] = {}
    own, shingles = member.seen, member.carried.text.shingles
    for other in room.candidates(member, weighed):
        if own is not None and other.seen is not None:
            alike = likeness(member.carried.text, other.carried.text, shingles)
            room.link(member.id, other.id, weights.score(own, other.seen))
            looks[other.id] = _Look(own, other.seen, alike)
    return looks


def _why(room: Room, article: str, looks: Mapping[str, _Look]) -> JoinReason:
    story = room.stories[room.resolve(room.members[article].story)]
    links = room.links.get(article, {})
    inside = [each for each in story.members if each != article and each in looks]
    if not inside:
        return JoinReason(article, story.id, 0.0)
    nearest = max(inside, key=lambda each: (links[each], each))
    mean = sum(links[each] for each in inside) / len(inside)
    return JoinReason(
        article, story.id, round(mean, 3), tuple(shared_terms(looks[nearest].own, looks[nearest].other, SHARED_TOLD))
    )


def _alone(room: Room, features: Features) -> Related:
    """A closed story of its own, which nothing finds. It is remembered as long as what came beside it."""
    day = room.latest[-1] if room.latest else 0
    story = RememberedStory(room.new_story_id(features.id), (features.id,), 1, day, day, state=StoryState.CLOSED)
    room.stories[story.id] = story
    room.keep_unfound(member_without_text(features, day, story.id))
    events = (Event(story.id, 1, StoryChange.CREATED, (features.id,), why="no_date"),)
    return Related(JoinReason(features.id, story.id, 0.0, reason="no_date"), None, events)


def _reopened(room: Room, member: Member) -> Sequence[Event]:
    story = room.stories[room.resolve(room.members[member.id].story)]
    if story.state is not StoryState.CLOSED:
        return ()
    room.stories[story.id] = replace(story, state=StoryState.OPEN, version=story.version + 1)
    return (Event(story.id, story.version + 1, StoryChange.REOPENED, (member.id,)),)
