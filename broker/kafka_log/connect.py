"""Opening a client of kafka-python within bounded time, and closing what a failed start leaves running."""

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from kafka import errors
from kafka.net.compat import KafkaNetClient

from broker.kafka_log.settings import KafkaSettings
from broker.port import BrokerError

T = TypeVar("T")
# Where kafka-python tells why it could not connect: all that it raises in the end is a timeout.
CONNECTIONS = logging.getLogger("kafka.net.manager")


class Causes(logging.Handler):
    """Keeps the errors that log records carry."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[Exception] = []

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple):
            self.found += [each for each in record.args if isinstance(each, Exception)]


def connect(make: Callable[..., T], settings: KafkaSettings, client: str, options: Mapping[str, object]) -> T:
    """`make` is a client class of kafka-python. Raises BrokerError within `start_s` where no broker answers."""
    opened: list[Any] = []
    causes = Causes()

    def net_client(**configs: object) -> Any:
        opened.append(KafkaNetClient(**configs))
        return opened[-1]

    CONNECTIONS.addHandler(causes)
    try:
        return make(client_id=client, kafka_client=net_client, **settings.connection(), **options)
    except errors.KafkaError as error:
        # A constructor that raises leaves its network thread running and its sockets open.
        for each in opened:
            each.close()
        raise BrokerError(f"cannot use Kafka at {settings.bootstrap}: {_why(causes.found, error, settings)}") from error
    finally:
        CONNECTIONS.removeHandler(causes)


def _why(found: list[Exception], raised: Exception, settings: KafkaSettings) -> str:
    refused = next((each for each in found if isinstance(each, errors.SaslAuthenticationFailedError)), None)
    if refused is not None:
        return f"it refused user {settings.user} or the password"
    telling = [each for each in found if not isinstance(each, errors.KafkaTimeoutError)]
    why = str(telling[-1] if telling else raised)
    # A broker may hang up before its refusal is read.
    return f"{why}; a wrong user or password ends like this too" if settings.user else why
