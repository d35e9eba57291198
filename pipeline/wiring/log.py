"""Chooses the log, the embedded one or a Kafka cluster, with the topics' declared sizes or those of the settings."""

from collections.abc import Sequence
from dataclasses import replace

from broker.kafka_log.settings import KafkaSettings
from broker.port import Log
from broker.sqlite_log.database import LogFile
from broker.sqlite_log.log import SqliteLog
from pipeline.settings import Settings
from pipeline.topology import STEPS, Kind, Step, all_topics
from runtime.codec import Names
from schemas.outcomes import Tier
from schemas.topics import Topic, dead, retry


def names(settings: Settings) -> Names:
    return Names(settings.topic_prefix)


def open_log(settings: Settings) -> Log:
    """Raises BrokerError where the file is no log or of another version, or no cluster answers."""
    if settings.log == "kafka":
        return _kafka_log(settings)
    file = LogFile(settings.data_dir / "log.db", durable=settings.log_durable, max_file_bytes=settings.log_max_bytes)
    return SqliteLog(file, session_s=settings.log_session_s)


def _kafka_log(settings: Settings) -> Log:
    # Where the embedded log is chosen, the client is not even loaded.
    from broker.kafka_log.log import KafkaLog

    return KafkaLog(kafka_settings(settings), client=f"warta.{settings.instance}")


def kafka_settings(settings: Settings) -> KafkaSettings:
    return KafkaSettings(
        bootstrap=settings.kafka_bootstrap,
        group_prefix=settings.topic_prefix,
        replication=settings.kafka_replication,
        security_protocol=settings.kafka_security,
        user=settings.kafka_user,
        password=settings.secret("kafka"),
        ca_file=settings.kafka_ca_file,
    )


def apply_topics(log: Log, settings: Settings, *, dry_run: bool = False) -> Sequence[str]:
    """Make the log match the declarations, and write the first offsets of every group; returns a line per change."""
    changes = log.apply([_as_set(topic, settings) for topic in all_topics()], dry_run=dry_run)
    for step in STEPS if not dry_run else ():
        if step.reads is not None:
            tiers = [retry(step.name, tier, step.reads) for tier in Tier] if step.kind is Kind.STAGE else []
            log.register(step.name, [names(settings).full(topic) for topic in (step.reads, *tiers)])
            log.register(letters_group(step), [names(settings).full(dead(step.name, step.reads))])
    return changes


def letters_group(step: Step) -> str:
    """Who reads a step's dead letters: what it has settled was replayed or discarded, the rest is kept."""
    return f"letters.{step.name}"


def _as_set(topic: Topic, settings: Settings) -> Topic:
    """The declaration under its full name; a topic of one partition stays one."""
    partitions = settings.topic_partitions if settings.topic_partitions and topic.partitions > 1 else topic.partitions
    return replace(
        topic,
        name=names(settings).full(topic),
        partitions=partitions,
        max_bytes=settings.topic_max_bytes or topic.max_bytes,
    )
