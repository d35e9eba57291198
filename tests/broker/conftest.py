"""Where the tests find a Kafka broker: one that is named, or that this checkout started."""

import gc
import importlib
import os
import re
import socket
import subprocess
import uuid
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import pytest

# kafka-python loads its protocol through a function that Python 3.11 deprecates, and warnings are errors here.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    importlib.import_module("kafka")

from kafka import KafkaAdminClient

from broker.kafka_log.settings import KafkaSettings

ROOT = Path(__file__).parents[2]
LOCAL_NODE = ROOT / "deploy" / "kafka" / "kafka"
LOCAL_CA_FILE = ROOT / ".run" / "kafka" / "tls" / "ca.pem"


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
    """What WARTA_TEST_KAFKA names, or else the node of `make kafka-up`: it knows its port itself."""
    named = os.environ.get("WARTA_TEST_KAFKA")
    if named:
        return _answering(named)
    status = subprocess.run([LOCAL_NODE, "status"], capture_output=True, text=True, check=False)
    started = address_of_node(status.stdout)
    if started is None:
        _absent("no Kafka broker was named or started here: start one with `make kafka-up`")
    return _answering(started)


def address_of_node(status: str) -> str | None:
    """Where the node listens in the clear, from what `deploy/kafka/kafka status` prints; None where it does not run."""
    found = re.search(r"\bPLAINTEXT://([^,\s]+)", status)
    return found[1] if found else None


@pytest.fixture(scope="session")
def kafka_sasl_bootstrap(kafka_bootstrap: str) -> str:
    """The listener that wants a login: the local node has it at the next port."""
    return _answering(os.environ.get("WARTA_TEST_KAFKA_SASL", _after(kafka_bootstrap, 1)))


@pytest.fixture(scope="session")
def kafka_tls_bootstrap(kafka_bootstrap: str) -> str:
    """The listener that speaks TLS, its certificate made for the address and not for a name."""
    return _answering(os.environ.get("WARTA_TEST_KAFKA_TLS", _after(kafka_bootstrap, 3)))


@pytest.fixture(scope="session")
def kafka_sasl_tls_bootstrap(kafka_bootstrap: str) -> str:
    return _answering(os.environ.get("WARTA_TEST_KAFKA_SASL_TLS", _after(kafka_bootstrap, 4)))


@pytest.fixture(scope="session")
def kafka_ca_file() -> Path:
    """The authority of the node's certificate, made when the node was set up."""
    path = Path(os.environ.get("WARTA_TEST_KAFKA_CA", LOCAL_CA_FILE))
    if not path.is_file():
        _absent(f"no certificate at {path}: start a node with `make kafka-up`")
    return path


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
        socket.create_connection((host, int(port)), timeout=30).close()
    except OSError as error:
        _absent(f"no Kafka broker at {bootstrap} ({error}): start one with `make kafka-up`")
    return bootstrap


def _absent(why: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


def _after(bootstrap: str, count: int) -> str:
    host, _, port = bootstrap.rpartition(":")
    return f"{host}:{int(port) + count}"
