"""What a worker waits for when the log itself fails it, and for how long until it looks again."""

from collections.abc import Mapping

from broker.port import OffsetOutOfRangeError, UnknownTopicError

REST_S = 1.0
# An open client may take this long to say that it cannot; a wait is seen until then.
SEEN_S = 20.0
# What only an operator can mend is waited for by its own name. To look at an offset again takes the partitions from
# the other members of the group for a moment, so it is done seldom.
OPERATOR_WAITS: Mapping[type[Exception], tuple[str, float]] = {
    OffsetOutOfRangeError: ("offset_out_of_range", 10.0),
    UnknownTopicError: ("topic_missing", REST_S),
}


def log_wait(error: Exception, *, otherwise: str) -> tuple[str, float]:
    """The reason and the rest in seconds; `otherwise` is the reason of what mends itself."""
    return OPERATOR_WAITS.get(type(error), (otherwise, REST_S))
