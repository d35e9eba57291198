"""What a process waits for when the log itself fails it, and for how long until it looks again."""

from collections.abc import Mapping

from broker.port import LogFullError, OffsetOutOfRangeError, UnknownTopicError

REST_S = 1.0
# An open client may take this long to say that it cannot; a wait is seen until then.
SEEN_S = 20.0
# What has a cure of its own is waited for by its own name. To look at an offset again takes the partitions from the
# other members of the group for a moment, so it is done seldom.
NAMED_WAITS: Mapping[type[Exception], tuple[str, float]] = {
    LogFullError: ("log_full", REST_S),
    OffsetOutOfRangeError: ("offset_out_of_range", 10.0),
    UnknownTopicError: ("topic_missing", REST_S),
}


def log_wait(error: Exception, *, otherwise: str) -> tuple[str, float]:
    """The reason and the rest in seconds; `otherwise` is the reason of what mends itself."""
    return NAMED_WAITS.get(type(error), (otherwise, REST_S))
