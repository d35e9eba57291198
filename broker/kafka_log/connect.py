"""Opening a client of kafka-python within bounded time, and closing what a failed start leaves running."""

import logging
import ssl
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from kafka import errors
from kafka.net.compat import KafkaNetClient

from broker.kafka_log.errors import one_line
from broker.kafka_log.settings import KafkaSettings
from broker.port import BrokerError, LogUnreachableError

T = TypeVar("T")
# kafka-python logs here why it could not connect: in the end it raises only a timeout.
TELLING = (logging.getLogger("kafka.net.manager"), logging.getLogger("kafka.cluster"))
NO_KAFKA = (
    errors.IncompatibleBrokerVersion,
    errors.InvalidReceiveError,
    errors.KafkaProtocolError,
    errors.UnsupportedVersionError,
)
# The last try is often cut off by the end of the time: what ended the tries before says more.
TIMEOUTS = (errors.KafkaTimeoutError, errors.RequestTimedOutError)
# What a listener does to a client that speaks in the clear where TLS or a login is wanted.
NO_ANSWER = ("socket disconnected", "Unable to bootstrap")
AWAY = "it cannot be reached"


class Causes(logging.Handler):
    """Keeps the errors that log records carry."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[Exception] = []

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple):
            self.found += [each for each in record.args if isinstance(each, Exception)]


def connect(make: Callable[..., T], settings: KafkaSettings, client: str, options: Mapping[str, object]) -> T:
    """`make` is a client class of kafka-python.

    Raises LogUnreachableError within `start_s` if no broker answers. Raises BrokerError if one answers but cannot be
    used, or if the settings are wrong.
    """
    _check_ca_file(settings)
    opened: list[Any] = []
    causes = Causes()

    def net_client(**configs: object) -> Any:
        opened.append(KafkaNetClient(**configs))
        return opened[-1]

    for each in TELLING:
        each.addHandler(causes)
    try:
        return make(client_id=client, kafka_client=net_client, **settings.connection(), **options)
    except errors.KafkaError as error:
        # A constructor that raises leaves its network thread running and its sockets open.
        for net in opened:
            net.close()
        why = _why(causes.found, error, settings)
        kind = LogUnreachableError if why.startswith(AWAY) else BrokerError
        raise kind(f"cannot use Kafka at {settings.bootstrap}: {why}") from error
    finally:
        for each in TELLING:
            each.removeHandler(causes)


def _check_ca_file(settings: KafkaSettings) -> None:
    """Said at once: kafka-python would try again until its time is over."""
    if settings.ca_file is None:
        return
    try:
        ssl.create_default_context(cafile=str(settings.ca_file))
    except OSError as error:
        # An SSLError is one too: a file without a certificate.
        why = error.strerror or str(error)
        raise BrokerError(f"cannot read certificates from {settings.ca_file}: {why}") from error


def _why(found: list[Exception], raised: Exception, settings: KafkaSettings) -> str:
    if any(isinstance(each, errors.SaslAuthenticationFailedError) for each in found):
        return f"it refused user {settings.user} or the password"
    telling = [each for each in found if not isinstance(each, TIMEOUTS)]
    cause = [raised, *telling][-1]
    why = one_line(cause)
    return f"{_meaning(cause, why, settings)} ({why})".removeprefix(" ")


def _meaning(cause: Exception, why: str, settings: KafkaSettings) -> str:
    if isinstance(cause, NO_KAFKA):
        return "what answers there is no Kafka broker of a version that this client can talk to, or wants TLS"
    if "mismatch" in why:
        return "its certificate is for another name than the one it was called by"
    if "CERTIFICATE_VERIFY_FAILED" in why:
        return f"no authority in {settings.ca_file or 'the system'} stands for its certificate"
    if "Handshake failed" in why:
        return "it does not speak TLS at this port"
    if settings.user and any(sign in why for sign in NO_ANSWER):
        # A broker may hang up before its refusal is read.
        return "it gives no answer; a wrong user or password ends like this"
    if settings.security_protocol == "PLAINTEXT" and any(sign in why for sign in NO_ANSWER):
        return "it gives no answer; a listener that wants TLS or a login ends like this"
    return AWAY
