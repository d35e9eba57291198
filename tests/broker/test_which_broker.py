"""Which Kafka broker the tests use: that of this checkout, as its own script tells."""

import pytest

from tests.broker.conftest import LOCAL_NODE, address_of_node


@pytest.mark.parametrize(
    ("status", "address"),
    [
        pytest.param(
            "kafka: process 71, PLAINTEXT://127.0.0.1:29092,SASL_PLAINTEXT://127.0.0.1:29093\n",
            "127.0.0.1:29092",
            id="running",
        ),
        pytest.param("kafka: not running (start it with: deploy/kafka/kafka up)\n", None, id="not running"),
        pytest.param("", None, id="no answer"),
    ],
)
def test_a_broker_is_used_only_where_this_checkout_runs_one(status: str, address: str | None) -> None:
    assert address_of_node(status) == address


def test_the_script_that_is_asked_is_there() -> None:
    assert LOCAL_NODE.is_file()
