"""Every topic as it is set up: its declaration, the settings and `topics.toml` put together."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from catalogue.toml_file import refuse
from catalogue.topics import TopicOverrides, load_topics
from pipeline.settings import Settings
from pipeline.topology import READERS, all_topics
from schemas.topics import FATES, Cleanup, Topic

NAME = "topics.toml"


def topics_as_set(settings: Settings) -> tuple[Topic, ...]:
    """Every topic, as the file says before the settings, and the settings before the declarations. Raises
    CatalogueError with file, line and key."""
    path = settings.config_dir / NAME
    given = load_topics(path)
    topics = [_as_set(topic, given, settings) for topic in all_topics()]
    # What waits for a retry, and a dead letter, is as large as the records of the topic it comes from.
    bases = {topic.name: topic for topic in topics}
    steps = [
        replace(step, reads=bases[step.reads.name], also=tuple(bases[topic.name] for topic in step.also))
        for step in READERS
    ]
    derived = {topic.name: topic for step in steps for topic in step.topics if topic.record is None}
    found = [_as_set(derived.get(topic.name, topic), given, settings) for topic in all_topics()]
    _check(path, given, {topic.name: topic for topic in found})
    return tuple(found)


def _as_set(topic: Topic, given: Mapping[str, TopicOverrides], settings: Settings) -> Topic:
    """A topic of one partition is only given more by name."""
    partitions = settings.topic_partitions if settings.topic_partitions and topic.partitions > 1 else topic.partitions
    topic = replace(topic, partitions=partitions, max_bytes=settings.topic_max_bytes or topic.max_bytes)
    return replace(topic, **given.get(topic.name, TopicOverrides()).model_dump(exclude_none=True))


def _check(path: Path, given: Mapping[str, TopicOverrides], topics: Mapping[str, Topic]) -> None:
    for name, changes in given.items():
        if name not in topics:
            raise refuse(path, name, f"there is no such topic; there are {', '.join(sorted(topics))}")
        topic = topics[name]
        if changes.cleanup is Cleanup.COMPACT and (topic.record is None or name == FATES.name):
            raise refuse(path, name, "cleanup: every record of this topic counts, not only the newest of its key")
        if changes.retention_s is not None and topic.cleanup is Cleanup.COMPACT:
            raise refuse(path, name, 'retention_s: the newest of a key is kept for ever; set cleanup = "delete" too')
        if name.startswith("dead.") and topic.partitions != 1:
            raise refuse(path, name, "partitions: dead letters are numbered, which takes one partition")
