"""A record of kafka-python as the port's message and position."""

from typing import Any

from broker.port import Message, Position


def message_of(record: Any, topic: str) -> Message:
    return Message(topic, record.key or b"", record.value or b"", tuple(record.headers))


def position_of(record: Any, topic: str) -> Position:
    return Position(topic, record.partition, record.offset)
