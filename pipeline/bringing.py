"""Brings in what a command reads: a source with an end, run to it in the command's own process."""

import asyncio
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from broker.port import BrokerError, Log, Message, Publisher
from pipeline.errors import CommandError
from pipeline.patience import Patience
from pipeline.settings import Settings
from pipeline.wiring.log import names
from pipeline.wiring.spans import sending
from runtime.metrics import engine_metrics
from runtime.process.signals import stopping_on_signals
from runtime.progress import Progress
from runtime.source import SourceWork
from runtime.source_runner import SourceGround, SourceRunner
from runtime.waits import Waits
from schemas.page import Page
from schemas.record import Lane, Record
from schemas.topics import LINKS, PAGES, PAGES_BULK, Topic


class GivenUpError(Exception):
    """The log took nothing for as long as somebody waits."""

    def __init__(self, error: BrokerError) -> None:
        super().__init__(str(error))
        self.error = error


def topic_of(record: Record) -> Topic:
    """Of a link or a page, by its lane: pages that are not live have a topic of their own."""
    if isinstance(record, Page):
        return PAGES if record.lane is Lane.LIVE else PAGES_BULK
    return LINKS


@dataclass(frozen=True)
class PatientPublisher:
    """Implements `broker.port.Publisher`. Raises GivenUpError, so that the source's loop does not wait for ever."""

    inner: Publisher
    patience: Patience

    def publish(self, messages: Sequence[Message]) -> None:
        try:
            self.patience.publish(self.inner, messages)
        except BrokerError as error:
            raise GivenUpError(error) from error

    def close(self) -> None:
        self.inner.close()


def bring_in(source: SourceWork, log: Log, settings: Settings, patience: Patience) -> None:
    """Returns when all of it is published, each record with its fate.

    Raises BrokerError once `patience` is over, CommandError where a signal came before the end, and what `source`
    raises.
    """
    client, metrics = f"{settings.instance}.{source.name}.{os.getpid()}", engine_metrics()
    # A broker may be killed between the first look at the log and this.
    publisher = PatientPublisher(patience.call(lambda: log.publisher(client=client)), patience)
    stop = threading.Event()
    try:
        with sending(source.name, client, settings, metrics.registry) as spans, stopping_on_signals(stop):
            ground = SourceGround(
                worker=client,
                names=names(settings),
                metrics=metrics,
                waits=Waits(),
                progress=Progress(),
                spans=spans,
            )
            runner = SourceRunner(source, ground, topic_of=topic_of, publisher=publisher, ends=True)
            asyncio.run(runner.run(stop))
    except GivenUpError as error:
        raise error.error from error
    finally:
        publisher.close()
    if stop.is_set():
        raise CommandError("stopped before everything was published; run it again for the rest")
