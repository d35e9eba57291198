"""The cluster of the broker's own tests, and the server of the stores'."""

from tests.broker.conftest import kafka_bootstrap, sockets_released
from tests.stores.conftest import postgres_url

__all__ = ["kafka_bootstrap", "postgres_url", "sockets_released"]
