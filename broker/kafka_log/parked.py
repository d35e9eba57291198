"""Returns the records of paused partitions to kafka-python's fetcher.

Version 3.0.12 sets records aside when their partition is paused. It takes them back only while its slot for the records
in hand is None. A slot that was read to its end is empty instead, so a resumed partition rests for ever.
"""

from typing import Any


def unpark(consumer: Any) -> None:
    """Call before every poll of a consumer that pauses partitions, from the thread that polls."""
    fetcher = consumer._fetcher
    if not fetcher._next_partition_records:
        fetcher._next_partition_records = None
