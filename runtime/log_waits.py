"""What a process waits for when the log itself fails it, and for how long until it looks again."""

from collections.abc import Mapping

from broker.port import LogFullError, OffsetOutOfRangeError, UnknownTopicError
from runtime.waits import WaitReason

REST_S = 1.0
# An open client may take this long to say that it cannot; a wait is seen until then.
SEEN_S = 20.0
# What has a cure of its own is waited for by its own name. To look at an offset again takes the partitions from the
# other members of the group for a moment, so it is done seldom.
NAMED_WAITS: Mapping[type[Exception], tuple[WaitReason, float]] = {
    LogFullError: (WaitReason.LOG_FULL, REST_S),
    OffsetOutOfRangeError: (WaitReason.OFFSET_OUT_OF_RANGE, 10.0),
    UnknownTopicError: (WaitReason.TOPIC_MISSING, REST_S),
}


def log_wait(error: Exception, *, otherwise: WaitReason = WaitReason.LOG_UNAVAILABLE) -> tuple[WaitReason, float]:
    """The reason and the rest in seconds; `otherwise` is the reason of what mends itself."""
    return NAMED_WAITS.get(type(error), (otherwise, REST_S))
