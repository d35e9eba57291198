"""Where the tests find a Kafka broker: a real one, or they are skipped, and fail where CI promises one."""

import gc
import importlib
import os
import socket
import uuid
import warnings
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

# kafka-python loads its protocol through a function that Python 3.11 deprecates, and warnings are errors here.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    importlib.import_module("kafka")

from kafka import KafkaAdminClient

from broker.kafka_log.settings import KafkaSettings

LOCAL = "127.0.0.1:19092"


@pytest.fixture
def sockets_released(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """kafka-python leaves some sockets to the garbage collector, which warns of it: let it do so in the test's time.

    What was logged holds the errors, and they the frames with the sockets.
    """
    yield
    caplog.get_records("call").clear()
    gc.collect()


@pytest.fixture(scope="session")
def kafka_bootstrap() -> str:
    return _answering(os.environ.get("WARTA_TEST_KAFKA", LOCAL))


@pytest.fixture(scope="session")
def kafka_sasl_bootstrap(kafka_bootstrap: str) -> str:
    """The listener that wants a login: the local node has it at the next port."""
    host, _, port = kafka_bootstrap.rpartition(":")
    return _answering(os.environ.get("WARTA_TEST_KAFKA_SASL", f"{host}:{int(port) + 1}"))


@pytest.fixture
def settings(kafka_bootstrap: str) -> KafkaSettings:
    """A corner of the cluster that no other test knows."""
    corner = f"t-{uuid.uuid4().hex[:12]}."
    return KafkaSettings(bootstrap=kafka_bootstrap, topic_prefix=corner, group_prefix=corner)


@pytest.fixture
def admin(kafka_bootstrap: str) -> Iterator[Any]:
    with closing(KafkaAdminClient(bootstrap_servers=kafka_bootstrap)) as opened:
        yield opened


def _answering(bootstrap: str) -> str:
    host, _, port = bootstrap.partition(",")[0].rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=2).close()
    except OSError as error:
        why = f"no Kafka broker at {bootstrap} ({error}): start one with `make kafka-up`"
        if os.environ.get("CI") == "true":
            pytest.fail(why, pytrace=False)
        pytest.skip(why)
    return bootstrap
