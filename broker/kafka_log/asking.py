"""What an administrator asks a cluster, asked again while the cluster changes: a node went, no leader is chosen yet."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from kafka import errors

from broker.kafka_log.errors import kafka_calls, one_line
from broker.port import LogUnreachableError

T = TypeVar("T")
REST_S = 0.25
# The second: a node that the client was to ask has left the cluster.
NO_ANSWER_YET = (errors.RetriableError, errors.UnknownBrokerIdError)


def patiently(
    what: str,
    ask: Callable[[], T],
    *,
    for_s: float,
    clock: Callable[[], float] = time.monotonic,
    rest: Callable[[float], object] = lambda seconds: threading.Event().wait(seconds),
) -> T:
    """What `ask` returns; it must do no harm if it is done twice. `what` begins the message of an error.

    Raises LogUnreachableError where the cluster gave no answer in `for_s` seconds, and other errors of the port at
    once.
    """
    until = clock() + for_s
    while True:
        try:
            with kafka_calls(what):
                return _answer(ask)
        except _NoAnswerYetError as error:
            if clock() + REST_S > until:
                why = one_line(error.error)
                raise LogUnreachableError(f"{what}: no answer within {for_s:.0f} s: {why}") from error.error
        rest(REST_S)


class _NoAnswerYetError(Exception):
    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def _answer(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except errors.UnknownTopicOrPartitionError:
        # It may be declared later, for which whoever needs it waits by that name.
        raise
    except NO_ANSWER_YET as error:
        raise _NoAnswerYetError(error) from error
