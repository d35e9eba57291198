"""Time passes: stories that had no article within the window are closed, and old days are forgotten, a few a record."""

from collections.abc import Sequence
from dataclasses import replace

from processors.relate.members import Event, RememberedStory, StoryChange, StoryState
from processors.relate.room import WINDOW_DAYS, Room

# A new day closes a thousand stories of a busy watch. Each is told with all that it says: no record waits for them all.
MAX_AT_ONCE = 16


def pass_time(room: Room, day: int) -> Sequence[Event]:
    """What an article of that day closes. Nothing is forgotten before its closing has been told."""
    before = room.horizon
    room.saw(day)
    horizon = room.horizon
    if horizon is None:
        return ()
    if horizon != before:
        room.closed_to = (0, "")
    if room.closed_to is None:
        return ()
    due = _due(room, horizon - WINDOW_DAYS, room.closed_to)
    closing = due[:MAX_AT_ONCE]
    events = [_close(room, story) for story in closing]
    if len(due) > len(closing):
        room.closed_to = (closing[-1].last_day, closing[-1].id)
    else:
        # What was opened again behind the closing is closed with the next day.
        left_open = _due(room, horizon - WINDOW_DAYS, (0, ""))
        is_done = room.forget(spared={each.id for each in (*closing, *left_open)})
        room.closed_to = None if is_done else (horizon - WINDOW_DAYS, "")
    return events


def _due(room: Room, before: int, closed_to: tuple[int, str]) -> Sequence[RememberedStory]:
    """Open stories whose last day is before that one, the oldest first, behind those that were closed."""
    due = [
        story
        for story in room.stories.values()
        if story.state is StoryState.OPEN and story.last_day < before and (story.last_day, story.id) > closed_to
    ]
    return sorted(due, key=lambda each: (each.last_day, each.id))


def _close(room: Room, story: RememberedStory) -> Event:
    room.stories[story.id] = replace(story, state=StoryState.CLOSED, version=story.version + 1)
    return Event(story.id, story.version + 1, StoryChange.CLOSED)
