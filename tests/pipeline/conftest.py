"""The cluster of the broker's own tests."""

from tests.broker.conftest import kafka_bootstrap, kafka_sasl_bootstrap

__all__ = ["kafka_bootstrap", "kafka_sasl_bootstrap"]
