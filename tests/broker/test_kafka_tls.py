"""TLS to a real broker, with a login and without; what is wrong with it is told in one line."""

import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from kafka.admin import UserScramCredentialUpsertion

from broker.kafka_log.log import KafkaLog
from broker.kafka_log.settings import KafkaSettings
from broker.port import BrokerError
from tests.broker.contract import INPUT, OUTPUT, message, poll_all, stored, values

pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning"),
    pytest.mark.usefixtures("sockets_released"),
]
Admin = Any


@pytest.fixture
def secured(settings: KafkaSettings, kafka_tls_bootstrap: str, kafka_ca_file: Path) -> KafkaSettings:
    return replace(settings, bootstrap=kafka_tls_bootstrap, security_protocol="SSL", ca_file=kafka_ca_file)


@pytest.fixture
def logged_in(secured: KafkaSettings, kafka_sasl_tls_bootstrap: str, admin: Admin) -> KafkaSettings:
    admin.alter_user_scram_credentials([UserScramCredentialUpsertion("tls-tester", "SCRAM-SHA-512", "right")])
    return replace(
        secured,
        bootstrap=kafka_sasl_tls_bootstrap,
        security_protocol="SASL_SSL",
        user="tls-tester",
        password="right",
    )


@pytest.fixture
def other_ca_file(tmp_path: Path) -> Path:
    """An authority that has signed nothing of the broker's."""
    made = tmp_path / "other.pem"
    options = ["-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=other", "-days", "1"]
    files = ["-keyout", str(tmp_path / "other.key"), "-out", str(made)]
    subprocess.run(["openssl", "req", *options, *files], check=True, capture_output=True)
    return made


@pytest.mark.parametrize("listener", ["secured", "logged_in"])
def test_records_go_in_and_out_over_tls(listener: str, request: pytest.FixtureRequest) -> None:
    with closing(KafkaLog(request.getfixturevalue(listener))) as log:
        log.apply([INPUT, OUTPUT])
        with closing(log.publisher(client="test")) as publisher:
            publisher.publish([message("in")])
        with closing(log.consumer(group="g", topics=["input"], client="test")) as consumer:
            polled = poll_all(consumer, expected=1)
            consumer.settle(polled, [message("out", topic="output")])

        assert values(polled) == ["in"]
        assert stored(log, "output") == ["out"]


def refusal(settings: KafkaSettings) -> str:
    with closing(KafkaLog(replace(settings, start_s=2.0))) as log, pytest.raises(BrokerError) as told:
        log.lag()
    assert "\n" not in str(told.value)
    return str(told.value)


def test_a_broker_whose_certificate_another_authority_signed_is_not_spoken_to(
    secured: KafkaSettings, other_ca_file: Path
) -> None:
    assert f"no authority in {other_ca_file} stands for its certificate" in refusal(
        replace(secured, ca_file=other_ca_file)
    )
    assert "no authority in the system stands for its certificate" in refusal(replace(secured, ca_file=None))


def test_a_broker_with_a_certificate_for_another_name_is_not_spoken_to(secured: KafkaSettings) -> None:
    by_name = secured.bootstrap.replace("127.0.0.1", "localhost")

    assert "its certificate is for another name" in refusal(replace(secured, bootstrap=by_name))


def test_a_wrong_password_over_tls_is_told(logged_in: KafkaSettings) -> None:
    assert "password" in refusal(replace(logged_in, password="wrong"))


def test_tls_where_the_broker_speaks_in_the_clear_is_told(secured: KafkaSettings, kafka_bootstrap: str) -> None:
    assert "does not speak TLS" in refusal(replace(secured, bootstrap=kafka_bootstrap))


def test_speaking_in_the_clear_where_the_broker_wants_tls_is_told(secured: KafkaSettings) -> None:
    assert "wants TLS" in refusal(replace(secured, security_protocol="PLAINTEXT", ca_file=None))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(None, "No such file", id="no file"),
        pytest.param("no certificate", "cannot read certificates", id="no certificate in it"),
    ],
)
def test_a_file_of_authorities_that_cannot_be_used_is_named(tmp_path: Path, content: str | None, told: str) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    settings = KafkaSettings(bootstrap="127.0.0.1:1", security_protocol="SSL", ca_file=path)

    assert told in refusal(settings)
    assert str(path) in refusal(settings)
