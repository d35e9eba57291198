"""The memory of a partition as small values by key, and back again.

| key | value |
|---|---|
| `article/<id>` | a member of the window |
| `links/<id>` | its scores with the members that were there before it |
| `story/<id>` | a story of the window |
| `pointer/<id>` | the story that a merged one answers with; kept for ever |
| `terms/<id>` | the terms of an article that is part of the background of an open day |
| `ever/<bucket>` | counts of terms of closed days, by the bucket of their checksum |
| `clock` | the newest days, how many articles came, and how many days of them are closed |
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Self
from zlib import crc32

from pydantic import ConfigDict

from processors.relate.members import Member, RememberedStory
from processors.relate.room import Room
from schemas.record import Value

BUCKETS = 256
VERSION = 1


class KeptClock(Value):
    latest: tuple[int, ...]
    arrivals: int
    closed_articles: int
    writes: int = 0
    token: str = ""
    """Of the last change: a memory with the same one is the same."""
    closed_to: tuple[int, str] | None = None


class KeptTerms(Value):
    day: int
    terms: tuple[str, ...]


class Kept(Value):
    """One of its fields is set."""

    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64")

    version: int = VERSION
    member: Member | None = None
    links: dict[str, float] | None = None
    story: RememberedStory | None = None
    pointer: str | None = None
    terms: KeptTerms | None = None
    ever: dict[str, int] | None = None
    clock: KeptClock | None = None

    def encode(self) -> bytes:
        unset = {name for name in type(self).model_fields if getattr(self, name) is None}
        return self.model_dump_json(exclude=unset).encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Raises ValueError on bytes that are no such value."""
        return cls.model_validate_json(data)


def changes(room: Room) -> Mapping[str, Kept | None]:
    """What to write since this was last asked; None deletes."""
    return dict(_changes(room))


def _changes(room: Room) -> Iterator[tuple[str, Kept | None]]:
    for article in sorted(room.members.touched):
        member = room.members.get(article)
        yield f"article/{article}", Kept(member=member) if member else None
        yield f"links/{article}", Kept(links=_earlier(room, member)) if member else None
        terms = room.background.terms.get(member.day, {}).get(article) if member else None
        if member and terms is not None:
            yield f"terms/{article}", Kept(terms=KeptTerms(day=member.day, terms=terms))
    for story in sorted(room.stories.touched):
        remembered = room.stories.get(story)
        yield f"story/{story}", Kept(story=remembered) if remembered else None
    for pointer in sorted(room.pointers.touched):
        yield f"pointer/{pointer}", Kept(pointer=room.pointers[pointer])
    for article in room.closed_articles:
        yield f"terms/{article}", None
    if room.closed_terms:
        yield from _ever(room)
    background = room.background.closed_articles
    counts = {"arrivals": room.arrivals, "closed_articles": background, "writes": room.writes}
    yield "clock", Kept(clock=KeptClock(latest=room.latest, token=room.token, closed_to=room.closed_to, **counts))
    for touched in (room.members.touched, room.stories.touched, room.pointers.touched, room.closed_terms):
        touched.clear()
    room.closed_articles.clear()


def _earlier(room: Room, member: Member) -> dict[str, float]:
    links = room.links.get(member.id, {})
    return {other: score for other, score in sorted(links.items()) if room.members[other].number < member.number}


def _ever(room: Room) -> Iterator[tuple[str, Kept]]:
    touched = {_bucket(term) for term in room.closed_terms}
    found: dict[int, dict[str, int]] = {bucket: {} for bucket in touched}
    for term, count in room.background.closed.items():
        if (bucket := _bucket(term)) in touched:
            found[bucket][term] = count
    for bucket, counts in sorted(found.items()):
        yield f"ever/{bucket:03}", Kept(ever=counts)


def _bucket(term: str) -> int:
    return crc32(term.encode()) % BUCKETS


def room_of(kept: Iterable[tuple[str, Kept]], name: str = "") -> Room:
    """The room that these values were taken from."""
    room = Room(name=name)
    members: list[Member] = []
    links: dict[str, dict[str, float]] = {}
    for key, value in kept:
        name = key.partition("/")[2]
        if value.member is not None:
            members.append(value.member)
        elif value.links is not None:
            links[name] = value.links
        elif value.story is not None:
            room.stories[name] = value.story
        elif value.pointer is not None:
            room.pointers[name] = value.pointer
        else:
            _background(room, name, value)
    for member in sorted(members, key=lambda each: each.number):
        room.put_back(_shared(member))
    _link(room, links)
    for touched in (room.members.touched, room.stories.touched, room.pointers.touched):
        touched.clear()
    return room


def _shared(member: Member) -> Member:
    """With one object for each term, whoever has it. Until 2026-11 bands stood among the keys too."""
    keys = tuple(sys.intern(key) for key in member.keys if not key.startswith("band:"))
    if member.seen is None:
        return replace(member, keys=keys)
    vectors = {
        bag: {sys.intern(term): value for term, value in terms.items()} for bag, terms in member.seen.vectors.items()
    }
    return replace(member, keys=keys, seen=replace(member.seen, vectors=vectors))


def _link(room: Room, links: Mapping[str, Mapping[str, float]]) -> None:
    for article, scores in links.items():
        for other, score in scores.items():
            # One that left, or is compared no more, is still named by those that came after it.
            if all(each in room.members and room.members[each].is_compared for each in (article, other)):
                room.link(article, other, score)


def _background(room: Room, name: str, value: Kept) -> None:
    background = room.background
    if value.terms is not None:
        background.add(name, value.terms.day, tuple(map(sys.intern, value.terms.terms)))
    elif value.ever is not None:
        background.closed.update(Counter(value.ever))
        background.ever.update(value.ever)
    elif value.clock is not None:
        room.latest, room.arrivals = value.clock.latest, value.clock.arrivals
        room.writes, room.token, room.closed_to = value.clock.writes, value.clock.token, value.clock.closed_to
        background.closed_articles = value.clock.closed_articles
