"""Tells whether a member of a group still sends heartbeats.

Version 3.0.12 of kafka-python may lose the task that sends them when its coordinator is killed: the request is never
answered and never fails. The group goes on without the member, which polls for ever and is given nothing.
"""

import time
from typing import Any


def silent_s(consumer: Any) -> float:
    """Seconds since a member that is in a generation sent its last heartbeat, or joined; 0 for one that is in none."""
    if consumer.group_metadata().generation_id < 0:
        return 0.0
    heartbeat = consumer._coordinator.heartbeat
    return float(time.monotonic() - max(heartbeat.last_send, heartbeat.last_reset))
