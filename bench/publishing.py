"""Pages and links of a measurement, published in batches on their lanes."""

import itertools
import os
import time
from collections.abc import Iterable
from contextlib import closing

from broker.port import Log
from pipeline.bringing import topic_of
from pipeline.settings import Settings
from pipeline.wiring.log import names
from runtime.codec import to_message
from schemas.link import Link
from schemas.page import Page

STAGE = "bench"
BATCH = 50


def publish(log: Log, records: Iterable[Link | Page], settings: Settings) -> None:
    """Raises BrokerError."""
    full, coming = names(settings).full, iter(records)
    with closing(log.publisher(client=f"{settings.instance}.{STAGE}.{os.getpid()}")) as publisher:
        while batch := list(itertools.islice(coming, BATCH)):
            now = time.time()
            publisher.publish(
                [
                    to_message(record, topic=full(topic_of(record)), stage=STAGE, at=now, lane=record.lane, origin=now)
                    for record in batch
                ]
            )
