"""Stateful step `relate`: a match joins a story of its watch, and every story that changed is told as a new version.

The memory of a watch is made once and kept beside the stored one. Each change leaves a token in both: if another
writer was there meanwhile, or a record was undone, the tokens differ and it is made anew.
"""

import hashlib
from collections.abc import Sequence

from processors.relate.kept import Kept, changes, room_of
from processors.relate.matching import features_of_match
from processors.relate.relate import relate, withdraw
from processors.relate.room import Room
from processors.relate.snapshots import Cause, snapshots
from schemas.match import Match
from schemas.memory import Memory
from schemas.outcomes import Drop, Reason
from schemas.story import Story


class Relating:
    """One writer of each watch: records of a watch come in order."""

    def __init__(self) -> None:
        self.rooms: dict[str, Room] = {}

    def relate(self, match: Match, memory: Memory[Kept]) -> Sequence[Story]:
        """Raises Drop(ALREADY_RELATED), and Drop(WITHDRAWN) where there is nothing to withdraw."""
        room = self._room(match.watch, memory)
        _check(room, match)
        # Out of reach until it is whole: a failure in between leaves it half changed.
        del self.rooms[match.watch]
        told = _take(room, match)
        room.writes += 1
        room.token = hashlib.blake2b(f"{room.token}/{match.event_id()}".encode(), digest_size=8).hexdigest()
        stories = snapshots(room, told)
        for key, value in changes(room).items():
            if value is None:
                memory.delete(f"{match.watch}/{key}")
            else:
                memory.put(f"{match.watch}/{key}", value)
        self.rooms[match.watch] = room
        return stories

    def _room(self, watch: str, memory: Memory[Kept]) -> Room:
        stored = memory.get(f"{watch}/clock")
        token = stored.clock.token if stored is not None and stored.clock is not None else ""
        room = self.rooms.get(watch)
        if room is None or room.token != token:
            prefix = f"{watch}/"
            kept = ((key.removeprefix(prefix), value) for key, value in memory.scan(prefix))
            room = self.rooms[watch] = room_of(kept, name=watch)
        return room


def _check(room: Room, match: Match) -> None:
    known = room.members.get(match.article)
    revision = 0 if known is None else known.features.revision
    if match.withdrawn and (known is None or revision > match.revision):
        raise Drop(Reason.WITHDRAWN, f"{match.watch} has no such revision in a story")
    if not match.withdrawn and revision >= match.revision:
        raise Drop(Reason.ALREADY_RELATED, f"revision {revision} is in {room.story_of(match.article)}")


def _take(room: Room, match: Match) -> Cause:
    if match.withdrawn:
        return Cause(match, tuple(withdraw(room, match.article)))
    related = relate(room, features_of_match(match))
    reason = Reason(related.why.reason) if related.why.reason else None
    return Cause(match, related.events, str(related.why), reason)
