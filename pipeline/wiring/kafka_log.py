"""Makes the Kafka log of the settings; imported only if it is chosen, since the client takes 30 MB."""

from broker.kafka_log.log import KafkaLog
from broker.kafka_log.settings import KafkaSettings
from broker.port import Log
from pipeline.errors import UsageError
from pipeline.settings import Settings


def open_kafka_log(settings: Settings) -> Log:
    """Raises UsageError, BrokerError."""
    return KafkaLog(kafka_settings(settings), client=f"warta.{settings.instance}")


def kafka_settings(settings: Settings) -> KafkaSettings:
    """Raises UsageError if they do not fit together, or the password's file cannot be read."""
    try:
        return KafkaSettings(
            bootstrap=settings.kafka_bootstrap,
            listed_prefix=settings.topic_prefix,
            group_prefix=settings.topic_prefix,
            replication=settings.kafka_replication,
            security_protocol=settings.kafka_security,
            user=settings.kafka_user,
            password=settings.secret("kafka"),
            ca_file=settings.kafka_ca_file,
        )
    except ValueError as error:
        raise UsageError(f"WARTA_KAFKA_*: {error}") from error
    except OSError as error:
        raise UsageError(f"WARTA_KAFKA_PASSWORD_FILE: {settings.kafka_password_file}: {error.strerror}") from error
