"""What a process waits for when the log or a store fails it: the reason, how long it rests, and that declared."""

from collections.abc import Mapping

import structlog

from broker.port import LogFullError, OffsetOutOfRangeError, UnknownTopicError
from runtime.state import StoreUnavailableError
from runtime.waits import WaitReason, Waits

log = structlog.get_logger()
REST_S = 1.0
# An open client may take this long to say that it cannot; a wait is seen until then.
SEEN_S = 20.0
# What has a cure of its own is waited for by its own name. To look at an offset again takes the partitions from the
# other members of the group for a moment, so it is done seldom.
NAMED: Mapping[type[Exception], tuple[WaitReason, float]] = {
    LogFullError: (WaitReason.LOG_FULL, REST_S),
    OffsetOutOfRangeError: (WaitReason.OFFSET_OUT_OF_RANGE, 10.0),
    StoreUnavailableError: (WaitReason.STORE_UNAVAILABLE, 2.0),
    UnknownTopicError: (WaitReason.TOPIC_MISSING, REST_S),
}


def wait_for(error: Exception, *, otherwise: WaitReason = WaitReason.LOG_UNAVAILABLE) -> tuple[WaitReason, float]:
    """The reason and the rest in seconds; `otherwise` is the reason of what mends itself."""
    return NAMED.get(type(error), (otherwise, REST_S))


def declare(
    waits: Waits, what: str, error: Exception, *, step: str, otherwise: WaitReason = WaitReason.LOG_UNAVAILABLE
) -> float:
    """Declares and logs that `what` waits because of `error`; returns how long to rest before it is tried again.

    It is seen until `waits.end(what)`, or until the rest is well over.
    """
    reason, rest_s = wait_for(error, otherwise=otherwise)
    waits.declare(what, reason=reason, detail=str(error), for_s=rest_s + SEEN_S)
    log.warning(reason.value, stage=step, waiting=what, detail=str(error))
    return rest_s
