"""What a declared topic is told to a cluster, without a cluster."""

import pytest

from broker.kafka_log.topics import configs_of
from schemas.topics import ALL, PAGES, Topic


@pytest.mark.parametrize(
    ("replication", "in_sync"),
    [
        pytest.param(-1, None, id="the cluster decides how many copies, and how many must have a write"),
        pytest.param(1, None, id="one copy"),
        pytest.param(2, None, id="two: the absence of one would stop all writers"),
        pytest.param(3, "2", id="three"),
        pytest.param(5, "3", id="five"),
    ],
)
def test_an_acknowledged_write_outlives_a_broker_where_there_are_three_copies(
    replication: int, in_sync: str | None
) -> None:
    assert configs_of(PAGES, replication=replication).get("min.insync.replicas") == in_sync


@pytest.mark.parametrize("topic", ALL, ids=lambda topic: topic.name)
def test_the_number_of_copies_changes_nothing_else(topic: Topic) -> None:
    one, three = (configs_of(topic, replication=copies) for copies in (1, 3))

    assert {name: value for name, value in three.items() if name != "min.insync.replicas"} == one
