"""What Kafka lets be null reads as empty, so that no producer's record stops a reader."""

from dataclasses import dataclass

from broker.kafka_log.records import message_of
from broker.port import Message


@dataclass
class Fetched:
    """The fields of kafka-python's ConsumerRecord that are read."""

    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes | None]]


def test_null_key_value_and_header_are_empty() -> None:
    record = Fetched(None, None, [("lane", None), ("ce_id", b"1")])

    assert message_of(record, "pages") == Message("pages", b"", b"", (("lane", b""), ("ce_id", b"1")))
