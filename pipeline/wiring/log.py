"""Chooses the log, the embedded one or a Kafka cluster, and makes its topics and groups as declared and set."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from broker.port import Log
from broker.sqlite_log.database import LogFile
from broker.sqlite_log.log import SqliteLog
from pipeline.settings import Settings
from pipeline.topic_file import topics_as_set
from pipeline.topology import READERS
from runtime.codec import TopicNames
from schemas.topics import Topic

# Behind the prefix; `warta.` may also stand before the prefix of another pipeline on the same cluster.
OUR_NAME = r"(?:[a-z_]+|retry\.[a-z_]+\.\w+|dead\.[a-z_]+)"


def names(settings: Settings) -> TopicNames:
    return TopicNames(settings.topic_prefix)


def open_log(settings: Settings, *, to_read: bool = False) -> Log:
    """Raises BrokerError if the file is no log or of another version, UsageError if settings are no settings.

    `to_read`: the file of the embedded log is neither made nor changed.
    """
    if settings.log == "kafka":
        # Where the embedded log is chosen, the client is not even loaded.
        from pipeline.wiring.kafka_log import open_kafka_log

        return open_kafka_log(settings)
    file = LogFile(
        settings.data_dir / "log.db",
        durable=settings.log_durable,
        max_file_bytes=settings.log_max_bytes,
        to_read=to_read,
    )
    return SqliteLog(file, session_s=settings.log_session_s)


def client_info(settings: Settings) -> Mapping[str, str]:
    """The client library of the cluster; empty for the embedded log."""
    if settings.log != "kafka":
        return {}
    from broker.kafka_log.client import client_info

    return client_info()


def apply_topics(log: Log, settings: Settings, *, dry_run: bool = False) -> Sequence[str]:
    """Make the log match the declarations, and write the first offsets of every group; returns a line per change."""
    changes = list(log.apply(_named(settings), dry_run=dry_run))
    for group, topics in _groups(settings):
        if told := log.register(group, topics, dry_run=dry_run):
            changes.append(f"written first offsets of {group} in {', '.join(told)}")
    return changes


def differing_topics(log: Log, settings: Settings) -> Sequence[str]:
    """A line for each topic that is not as it is declared; its readers write their first offsets themselves."""
    return log.apply(_named(settings), dry_run=True)


def undeclared_topics(log: Log, settings: Settings) -> Sequence[str]:
    """Topics under our prefix, with names such as ours, that no step reads or writes any more."""
    declared = {topic.name for topic in _named(settings)}
    ours = re.compile(re.escape(settings.topic_prefix) + OUR_NAME)
    return sorted(name for name in log.topics() if name not in declared and ours.fullmatch(name))


def _named(settings: Settings) -> Sequence[Topic]:
    """Every topic as it is set, under its full name."""
    return [replace(topic, name=names(settings).full(topic)) for topic in topics_as_set(settings)]


def _groups(settings: Settings) -> Iterator[tuple[str, list[str]]]:
    full = names(settings).full
    for step in READERS:
        yield step.group, [full(topic) for topic in step.consumed]
        yield step.letters_group, [full(step.dead)]
