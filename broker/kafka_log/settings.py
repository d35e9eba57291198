"""Settings of a client of the Kafka log: the cluster's address, the login, prefixes, and times that fit together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from broker.kafka_log.names import THROUGH
from broker.kafka_log.partitioner import KeyPartitioner

MIB = 1024 * 1024
# Bytes of a producer's batch; a topic takes one more than its largest record, so that no batch is ever refused.
# Against 64 KiB a record of 2 KB takes 20 of 190 microseconds less of the processor: fewer batches, fewer wake-ups.
BATCH_BYTES = 256 * 1024
# Over the largest record of 8 MiB, with its batch; the client checks it before compression.
MAX_REQUEST_BYTES = 16 * MIB
# While the broker ends a transaction, it asks the producer of the next one to retry, and kafka-python sleeps this long:
# at its default of 100 a small publish took 150 ms.
PRODUCER_RETRY_MS = 10
# Every transaction is flushed as soon as its last message is in: until then no batch leaves half full. With 0 the
# sender woke up again and again while messages came in, and a worker moved 5,300 records a second instead of 6,000.
LINGER_MS = 500
# What comes is answered at once; without anything to read each answer wakes four threads. A partition that a member
# gets meanwhile waits for the answer, so it is not longer still.
FETCH_WAIT_MS = 1000
ADDRESS = re.compile(r"[^\s:]+:\d{1,5}|\[[0-9a-fA-F:.]+\]:\d{1,5}")


@dataclass(frozen=True)
class KafkaSettings:
    """Times in seconds. A transaction outlives a delivery, a delivery a request, and a dead member is missed first."""

    bootstrap: str
    """`host:port`, several separated by commas."""
    topic_prefix: str = ""
    listed_prefix: str = ""
    """A listing of all topics returns those whose declared names begin with it: a cluster may hold others."""
    group_prefix: str = "warta."
    """Before every group and transactional id, so that several pipelines share a cluster."""
    replication: int = -1
    """Copies of each partition of a new topic; -1 takes the cluster's default."""
    security_protocol: str = "PLAINTEXT"
    sasl_mechanism: str = "SCRAM-SHA-512"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    start_s: float = 8.0
    request_s: float = 5.0
    delivery_s: float = 8.0
    transaction_s: float = 10.0
    session_s: float = 6.0
    heartbeat_s: float = 1.5
    max_poll_s: float = 120.0
    """A member that does not poll for this long leaves its group."""
    metadata_s: float = 30.0
    """How long it may take until a new partition or leader is seen."""

    def __post_init__(self) -> None:
        if not self.request_s < self.delivery_s < self.transaction_s:
            raise ValueError("request_s must be under delivery_s, and delivery_s under transaction_s")
        if not self.heartbeat_s * 3 < self.session_s < self.transaction_s:
            raise ValueError("session_s must be over three heartbeats and under transaction_s")
        if self.security_protocol.startswith("SASL_") and not (self.user and self.password):
            raise ValueError(f"{self.security_protocol} needs a user and a password")
        wrong = [each for each in self.addresses if not ADDRESS.fullmatch(each)]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no host:port of a Kafka broker")

    @property
    def addresses(self) -> list[str]:
        return [each.strip() for each in self.bootstrap.split(",")]

    def connection(self) -> dict[str, object]:
        """The keyword arguments that every client of kafka-python takes."""
        return {
            "bootstrap_servers": self.addresses,
            "bootstrap_timeout_ms": _ms(self.start_s),
            "request_timeout_ms": _ms(self.request_s),
            "metadata_max_age_ms": _ms(self.metadata_s),
            "reconnect_backoff_max_ms": 1000,
            "proxy_url": THROUGH,
            "security_protocol": self.security_protocol,
            "ssl_cafile": str(self.ca_file) if self.ca_file else None,
            **self._sasl(),
        }

    def producer(self, transactional_id: str) -> dict[str, object]:
        return {
            "transactional_id": transactional_id,
            "transaction_timeout_ms": _ms(self.transaction_s),
            "delivery_timeout_ms": _ms(self.delivery_s),
            "max_block_ms": _ms(self.start_s),
            "acks": "all",
            "linger_ms": LINGER_MS,
            "retry_backoff_ms": PRODUCER_RETRY_MS,
            "batch_size": BATCH_BYTES,
            "max_request_size": MAX_REQUEST_BYTES,
            "compression_type": "lz4",
            "partitioner": KeyPartitioner(),
            "allow_auto_create_topics": False,
            "metrics_enabled": False,
        }

    def consumer(self) -> dict[str, object]:
        """The keyword arguments of every consumer, in a group or not."""
        return {
            "isolation_level": "read_committed",
            "enable_auto_commit": False,
            # Where to begin is written down, never guessed: `earliest` skips what retention took without a word.
            "auto_offset_reset": "none",
            "allow_auto_create_topics": False,
            "fetch_max_bytes": MAX_REQUEST_BYTES,
            "metrics_enabled": False,
        }

    def member(self, group: str) -> dict[str, object]:
        return {
            "group_id": self.group_id(group),
            "session_timeout_ms": _ms(self.session_s),
            "heartbeat_interval_ms": _ms(self.heartbeat_s),
            "max_poll_interval_ms": _ms(self.max_poll_s),
            "fetch_max_wait_ms": FETCH_WAIT_MS,
        }

    def group_id(self, group: str) -> str:
        return self.group_prefix + group

    def topic_name(self, topic: str) -> str:
        return self.topic_prefix + topic

    def _sasl(self) -> Mapping[str, object]:
        if not self.security_protocol.startswith("SASL_"):
            return {}
        return {
            "sasl_mechanism": self.sasl_mechanism,
            "sasl_plain_username": self.user,
            "sasl_plain_password": self.password,
        }


def _ms(seconds: float) -> int:
    return int(seconds * 1000)
