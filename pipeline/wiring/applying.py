"""Makes what judges the kept articles again: watches of now, texts and stored articles, and the topic behind."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from broker.port import Log
from catalogue.knowledge import load_knowledge
from catalogue.watches import load_watches
from pipeline.applying import Applying, ApplyRequest, Judging
from pipeline.patience import Patience
from pipeline.settings import Settings
from pipeline.topology import KNOWLEDGE, WATCHES
from pipeline.wiring.log import names
from pipeline.wiring.stores import open_applications, open_standings, open_texts
from processors.enrich.layers.knowledge_index import index_knowledge
from processors.enrich.layers.read import layers_version
from processors.enrich.watch import compile_watch
from runtime.clock import utc_now
from runtime.codec import to_message
from schemas.judgement import Judgement
from schemas.topics import JUDGEMENTS

WRITER = "watches_apply"
# Of the largest, so many still fit into memory as messages.
PUBLISHED = 50


def make_judging(settings: Settings, asked: ApplyRequest) -> Judging:
    """Raises CatalogueError."""
    watches = [compile_watch(watch) for watch in load_watches(settings.config_dir / WATCHES)]
    reads = layers_version(index_knowledge(load_knowledge(settings.config_dir / KNOWLEDGE)))
    return Judging(open_texts(settings), open_standings(settings), watches, asked, reads)


@contextmanager
def make_applying(settings: Settings, judging: Judging, log: Log, patience: Patience) -> Iterator[Applying]:
    publisher = log.publisher(client=f"{settings.instance}.{WRITER}.{os.getpid()}")
    topic = names(settings).full(JUDGEMENTS)

    def publish(judgements: Sequence[Judgement]) -> None:
        for start in range(0, len(judgements), PUBLISHED):
            now = time.time()
            patience.publish(
                publisher,
                [
                    to_message(each, topic=topic, stage=WRITER, at=now, lane=each.article.lane, origin=now)
                    for each in judgements[start : start + PUBLISHED]
                ],
            )

    try:
        yield Applying(judging, open_applications(settings), publish, utc_now)
    finally:
        publisher.close()
