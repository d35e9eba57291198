"""Where a record stands in a trace of OpenTelemetry: the header `traceparent`, and ids that follow from what is done.

Source: W3C Trace Context, Recommendation of 23 November 2021, section 3.2 (`traceparent`, version 00).
"""

import re
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

TRACEPARENT = "traceparent"
# Later versions may append fields, which a reader of 00 leaves unread.
VALUE = re.compile(r"(?!ff)[0-9a-f]{2}-(?P<trace>[0-9a-f]{32})-(?P<span>[0-9a-f]{16})-(?P<flags>[0-9a-f]{2})(?:-.*)?")
SAMPLED = 0x01
RANGE = 1 << 64


class SpanContext(NamedTuple):
    """The span that wrote a record, of a trace that is sampled: 32 and 16 hex digits."""

    trace_id: str
    span_id: str

    def header(self) -> bytes:
        return f"00-{self.trace_id}-{self.span_id}-01".encode()

    def child(self, *names: str) -> "SpanContext":
        """The span of what is done under this one; what a crash makes be done twice is one span."""
        return SpanContext(self.trace_id, _digest(8, self.trace_id, self.span_id, *names))


def root(ratio: float, *names: str) -> SpanContext | None:
    """The first span of what `names` name, for a share of them; None for the others.

    The share is taken by the id's last eight bytes, as TraceIdRatioBased of OpenTelemetry takes it.
    """
    trace_id = _digest(16, *names)
    if int(trace_id[16:], 16) >= ratio * RANGE:
        return None
    return SpanContext(trace_id, _digest(8, trace_id, *names))


@lru_cache(maxsize=64)
def read_traceparent(value: bytes) -> SpanContext | None:
    """None where it is malformed or its trace is not sampled: a record is never refused for it."""
    found = VALUE.fullmatch(value.decode("ascii", "replace"))
    if found is None or not int(found["flags"], 16) & SAMPLED:
        return None
    trace_id, span_id = found["trace"], found["span"]
    return SpanContext(trace_id, span_id) if int(trace_id, 16) and int(span_id, 16) else None


def _digest(size: int, *names: str) -> str:
    # All zeros is no id (3.2.2.3, 3.2.2.4); no hash is expected to be.
    return blake2b("\0".join(names).encode(), digest_size=size).hexdigest()
