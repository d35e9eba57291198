"""Topics: as they are set, what lies in them, and who has yet to read how much."""

from fastapi import APIRouter
from pydantic import BaseModel

from serve.views import Views


class TopicGroup(BaseModel):
    """A group that reads the topic, and its unread messages over all partitions."""

    group: str
    unread: int


class TopicItem(BaseModel):
    """`messages` counts those ever appended; `cleanup` is delete or compact."""

    name: str
    partitions: int
    cleanup: str
    retention_s: float
    max_bytes: int
    max_record_bytes: int
    messages: int
    groups: tuple[TopicGroup, ...]


class Topics(BaseModel):
    items: tuple[TopicItem, ...]


def routes(router: APIRouter, views: Views) -> None:
    @router.get("/topics")
    def topics() -> Topics:
        """Every topic by its full name."""
        ends, unread = views.ends(), _unread(views)
        found = [
            TopicItem(
                name=topic.name,
                partitions=topic.partitions,
                cleanup=topic.cleanup.value,
                retention_s=topic.retention_s,
                max_bytes=topic.max_bytes,
                max_record_bytes=topic.max_record_bytes,
                messages=ends.get(topic.name, 0),
                groups=tuple(TopicGroup(group=group, unread=count) for group, count in unread.get(topic.name, ())),
            )
            for topic in views.topics()
        ]
        return Topics(items=tuple(found))


def _unread(views: Views) -> dict[str, list[tuple[str, int]]]:
    counts: dict[tuple[str, str], int] = {}
    for lag in views.lag():
        place = (lag.topic, lag.group)
        counts[place] = counts.get(place, 0) + lag.behind
    found: dict[str, list[tuple[str, int]]] = {}
    for (topic, group), count in sorted(counts.items()):
        found.setdefault(topic, []).append((group, count))
    return found
