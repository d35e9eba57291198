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
from schemas.record import Lane
from schemas.topics import LINKS, PAGES, PAGES_BULK, Topic

STAGE = "import"
BATCH = 50


def topic_of(record: Link | Page) -> Topic:
    """The topic of a record by its lane: pages that are not live have their own."""
    if isinstance(record, Link):
        return LINKS
    return PAGES if record.lane is Lane.LIVE else PAGES_BULK


def publish(log: Log, records: Iterable[Link | Page], settings: Settings, patience: Patience | None = None) -> None:
    """Raises BrokerError once `patience` is over, or at once without it."""
    publisher = log.publisher(client=f"{settings.instance}.{STAGE}.{os.getpid()}")
    full = names(settings).full
    coming = iter(records)
    while batch := list(itertools.islice(coming, BATCH)):
        now = time.time()
        messages = [
            to_message(record, topic=full(topic_of(record)), stage=STAGE, at=now, lane=record.lane, origin=now)
            for record in batch
        ]
        if patience is not None:
            patience.publish(publisher, messages)
        else:
            publisher.publish(messages)
    publisher.close()
