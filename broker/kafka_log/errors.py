"""Maps the errors of kafka-python to those of the port."""

from collections.abc import Iterator
from contextlib import contextmanager

from kafka import errors

from broker.port import BrokerError, FencedError, OffsetOutOfRangeError, UnknownTopicError

# The group or the transactional id belongs to somebody else by now.
FENCED = (
    errors.ProducerFencedError,
    errors.InvalidProducerEpochError,
    errors.CommitFailedError,
    errors.IllegalGenerationError,
    errors.UnknownMemberIdError,
    errors.FencedInstanceIdError,
    errors.RebalanceInProgressError,
)


@contextmanager
def kafka_calls(what: str) -> Iterator[None]:
    """Turns what kafka-python raises into the port's errors; `what` begins the message."""
    try:
        yield
    except errors.KafkaError as error:
        raise translated(error, what) from error


def translated(error: Exception, what: str) -> BrokerError:
    # kafka-python wraps the error that spoiled a transaction as an argument of a plain KafkaError.
    for each in (error, *error.args):
        if isinstance(each, FENCED):
            return FencedError(f"{what}: {one_line(each)}")
        if isinstance(each, errors.OffsetOutOfRangeError | errors.LogTruncationError):
            return OffsetOutOfRangeError(f"{what}: the offset is not in the log: {one_line(each)}")
        if isinstance(each, errors.UnknownTopicOrPartitionError):
            return UnknownTopicError(f"{what}: {one_line(each)}")
    return BrokerError(f"{what}: {one_line(error)}")


def one_line(error: BaseException) -> str:
    """One line of bounded length: some errors carry a whole request."""
    return (" ".join(str(error).split()) or type(error).__name__)[:300]
