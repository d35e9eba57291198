"""The real services of the broker's and the stores' own tests."""

from tests.broker.conftest import admin, kafka_bootstrap, kafka_sasl_bootstrap
from tests.stores.conftest import postgres_url

__all__ = ["admin", "kafka_bootstrap", "kafka_sasl_bootstrap", "postgres_url"]
