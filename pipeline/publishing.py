"""Records that a command brings in, published in batches on their lanes."""

import itertools
import os
import time
from collections.abc import Iterable

from broker.port import Log
from pipeline.patience import Patience
from pipeline.settings import Settings
from pipeline.wiring.log import names
from runtime.codec import to_message
from schemas.link import Link
from schemas.page import Page
from schemas.topics import LINKS, PAGES

STAGE = "import"
BATCH = 50


def publish(log: Log, records: Iterable[Link | Page], settings: Settings, patience: Patience | None = None) -> None:
    """Raises BrokerError: what `patience` has not outlasted, or at once where there is none."""
    publisher = log.publisher(client=f"{settings.instance}.{STAGE}.{os.getpid()}")
    topics = {Link: names(settings).full(LINKS), Page: names(settings).full(PAGES)}
    coming = iter(records)
    while batch := list(itertools.islice(coming, BATCH)):
        now = time.time()
        messages = [
            to_message(record, topic=topics[type(record)], stage=STAGE, at=now, lane=record.lane, origin=now)
            for record in batch
        ]
        if patience is not None:
            patience.publish(publisher, messages)
        else:
            publisher.publish(messages)
    publisher.close()
