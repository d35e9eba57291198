"""Who has the credit for a text once all have come: an original that arrives late has it taken over from its copies."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from processors.relate.duplicates import Duplicate, preference
from processors.relate.members import Event, Member, StoryChange
from processors.relate.room import Room


def hand_over(room: Room, copies: Sequence[Duplicate], told: Set[str]) -> Sequence[Event]:
    """Articles that were made from one that came after them are credited anew.

    Their stories are told again where they are not among those that are `told` anyway.
    """
    changed: dict[str, list[str]] = {}
    for copy in copies:
        member = room.members[copy.id]
        if _is_better(room, copy, member.duplicate):
            room.members[copy.id] = replace(member, duplicate=copy)
            changed.setdefault(room.resolve(member.story), []).append(copy.id)
    events = []
    for story_id in sorted(changed.keys() - told):
        story = room.stories[story_id]
        room.stories[story_id] = replace(story, version=story.version + 1)
        events.append(
            Event(story_id, story.version + 1, StoryChange.UPDATED, tuple(changed[story_id]), why="credited anew")
        )
    return events


def _is_better(room: Room, new: Duplicate, old: Duplicate | None) -> bool:
    """As if all had come in order: the source that is the most alike, then the earliest."""
    if old is None:
        return True
    source = room.members.get(old.of)
    if source is None:
        return new.alike > old.alike
    return preference(new.alike, room.members[new.of].carried) < preference(old.alike, source.carried)


def credited(duplicate: Duplicate, members: Mapping[str, Member]) -> tuple[str, float]:
    """The credit at the end of the chain: whoever copied a copy has the text from the first. The least sure decides."""
    credit, confidence, seen = duplicate.credit, duplicate.confidence, {duplicate.id}
    while duplicate.of not in seen:
        seen.add(duplicate.of)
        source = members.get(duplicate.of)
        # An agency wrote it, or its source is the first.
        if source is None or source.duplicate is None or credit != source.features.outlet:
            break
        duplicate = source.duplicate
        credit, confidence = duplicate.credit, min(confidence, duplicate.confidence)
    return credit, confidence
