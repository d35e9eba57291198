"""A key goes where every other client of Kafka would send it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kafka.partitioner import DefaultPartitioner
from kafka.partitioner import murmur2 as theirs

from broker.kafka_log.partitioner import KeyPartitioner, murmur2


class OneTopic:
    """The part of kafka-python's ClusterMetadata that a partitioner asks."""

    def __init__(self, partitions: int) -> None:
        self._partitions = set(range(partitions))

    def topics(self) -> set[str]:
        return {"pages"}

    def partitions_for_topic(self, topic: str) -> set[int]:
        return self._partitions

    available_partitions_for_topic = partitions_for_topic


@given(st.binary(max_size=80))
def test_a_key_has_the_hash_that_kafka_python_gives_it(key: bytes) -> None:
    assert murmur2(key) == theirs(key)


# Source: UtilsTest.testMurmur2 of Apache Kafka.
@pytest.mark.parametrize(
    ("key", "hashed"), [(b"21", -973932308), (b"foobar", -790332482), (b"a-little-bit-long-string", -985981536)]
)
def test_a_key_has_the_hash_that_java_gives_it(key: bytes, hashed: int) -> None:
    assert murmur2(key) == hashed & 0xFFFFFFFF


@given(st.binary(max_size=80), st.integers(1, 60))
def test_a_key_has_the_partition_that_kafka_python_gives_it(key: bytes, partitions: int) -> None:
    asked = ("pages", None, key, None, b"")

    assert KeyPartitioner().partition(*asked, OneTopic(partitions)) == DefaultPartitioner().partition(
        *asked, OneTopic(partitions)
    )
