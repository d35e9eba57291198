"""The cluster of the broker's own tests."""

from tests.broker.conftest import kafka_bootstrap, sockets_released

__all__ = ["kafka_bootstrap", "sockets_released"]
