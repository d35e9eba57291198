"""Which stories the articles around a new one fall into, and how the stories of before go on in them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from processors.relate.average_link import average_link
from processors.relate.members import Event, RememberedStory, StoryChange
from processors.relate.room import ACTIVE, Room

MAX_STORIES = 5
# What is together stays together, and what is apart stays apart, unless the pairs speak against it by more than this.
STAY = 0.01


def settle(room: Room, article: str, floor: float) -> Sequence[Event]:
    """Puts a linked article where it belongs; others around it may move too. `floor` is the score of unlinked pairs."""
    around = _around(room, article)
    active = [each for story in around for each in room.active(story)]

    def score(one: str, other: str) -> float:
        link = room.links.get(one, {}).get(other)
        if article in (one, other):
            return floor if link is None else link
        story = room.story_of(one)
        if story is None or story != room.story_of(other):
            return (floor if link is None else link) - STAY
        if link is None:
            # In a large story most pairs never met, which says nothing.
            return STAY if room.stories[story].size > ACTIVE else floor + STAY
        return link + STAY

    clusters = average_link([article, *active], score)
    return _apply(room, article, clusters, around)


def _around(room: Room, article: str) -> Sequence[str]:
    """The stories that a link over 0 leads to, the strongest first."""
    best: dict[str, float] = {}
    for other, link in room.links.get(article, {}).items():
        story = room.story_of(other)
        if link > 0 and story is not None:
            best[story] = max(link, best.get(story, 0.0))
    return sorted(best, key=lambda story: (-best[story], story))[:MAX_STORIES]


def _apply(room: Room, article: str, clusters: Sequence[Sequence[str]], around: Sequence[str]) -> Sequence[Event]:
    heirs = _heirs(room, clusters, around, article)
    events: list[Event] = []
    before = {story: room.stories[story] for story in around}
    moves = {each: story for story, ids in heirs.items() for each in ids}
    for story, ids in heirs.items():
        events += _go_on(room, story, ids, moves, article)
    for story in before:
        if story not in heirs:
            events.append(_merge(room, story, before[story], moves))
    return events


def _heirs(
    room: Room, clusters: Sequence[Sequence[str]], around: Sequence[str], article: str
) -> Mapping[str, Sequence[str]]:
    """Each cluster under the id of the story that most of it came from; the rest under new ids."""
    claims = []
    for number, ids in enumerate(clusters):
        came_from = Counter(room.story_of(each) or "" for each in ids if each != article)
        for story, count in came_from.items():
            if story in around:
                claims.append((-count, room.stories[story].first_day, story, number))
    heirs: dict[str, Sequence[str]] = {}
    taken: set[int] = set()
    for _, _, story, number in sorted(claims):
        if story not in heirs and number not in taken:
            heirs[story] = clusters[number]
            taken.add(number)
    for number, ids in enumerate(clusters):
        if number not in taken:
            first = min(ids, key=lambda each: (room.members[each].day, each))
            heirs[room.new_story_id(first)] = ids
    return heirs


def _go_on(room: Room, story: str, ids: Sequence[str], moves: Mapping[str, str], article: str) -> Sequence[Event]:
    """The story takes in what came and lets go of what left. No event if nothing changed."""
    former = room.stories.get(story)
    origins = sorted({room.story_of(each) or "" for each in ids if each != article} - {story, ""})
    came = [each for each in ids if each == article or room.story_of(each) != story]
    kept = [each for each in (former.members if former else ()) if moves.get(each, story) == story]
    left = len(former.members) - len(kept) if former else 0
    if former and not came and not left:
        return ()
    days = [room.members[each].day for each in ids]
    for each in came:
        room.members[each] = room.members[each].within(story)
    members = (*kept, *sorted(came, key=lambda each: (room.members[each].day, each)))
    if former is None:
        room.stories[story] = RememberedStory(story, members, len(members), min(days), max(days))
        change = StoryChange.SPLIT if origins else StoryChange.CREATED
        return (Event(story, 1, change, tuple(came), other=origins[0] if origins else ""),)
    version, first, last = former.version + 1, min(former.first_day, *days), max(former.last_day, *days)
    going_on = replace(former, version=version, first_day=first, last_day=last)
    room.stories[story] = going_on.with_members(members, len(came) - left)
    return (Event(story, version, StoryChange.UPDATED, tuple(came)),)


def _merge(room: Room, story: str, former: RememberedStory, moves: Mapping[str, str]) -> Event:
    """All its active members went elsewhere: where most went, the rest follow."""
    went = Counter(moves[each] for each in former.members if each in moves)
    heir = min(went, key=lambda each: (-went[each], each))
    rest = tuple(each for each in former.members if each not in moves)
    target = room.stories[heir]
    room.stories[heir] = replace(
        target, first_day=min(target.first_day, former.first_day), last_day=max(target.last_day, former.last_day)
    ).with_members((*rest, *target.members), former.size - sum(went.values()))
    del room.stories[story]
    room.pointers[story] = heir
    return Event(story, former.version + 1, StoryChange.MERGED, other=heir)
