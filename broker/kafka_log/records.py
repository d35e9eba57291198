"""A record of kafka-python as the port's message and position."""

from typing import Any

from broker.port import Message, Position


def message_of(record: Any, topic: str) -> Message:
    """Kafka lets key, value and the value of a header be null; here they are empty."""
    # A list is faster than a generator, and every record has nine of them.
    headers = tuple([(name, value or b"") for name, value in record.headers])
    return Message(topic, record.key or b"", record.value or b"", headers)


def position_of(record: Any, topic: str) -> Position:
    return Position(topic, record.partition, record.offset)
