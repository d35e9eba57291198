"""The map of the pipeline, read top to bottom: a row a step. `pipeline/wiring/<step>.py` makes what it runs."""

from collections.abc import Mapping

from runtime.declare import Limits, Notifier, Reader, Sink, Source, Stage, Stateful, Step
from schemas.topics import (
    ARTICLES,
    CLEANED,
    ENRICHED,
    FATES,
    JUDGEMENTS,
    LINKS,
    MATCHES,
    PAGES,
    PAGES_BULK,
    STORIES,
    Topic,
)

# Parts of the configuration: folders of it.
SOURCES, WATCHES, KNOWLEDGE, CLEANING = "sources", "watches", "knowledge", "cleaning"

STEPS: tuple[Step, ...] = (
    Source(
        name="discover",
        writes=(LINKS,),
        does="polls feeds, sitemaps and index pages",
        web=True,
        config=(SOURCES, WATCHES, KNOWLEDGE),
    ),
    Sink(name="frontier", reads=LINKS, does="remembers every address once and when it is due"),
    Source(name="fetch", writes=(PAGES,), does="fetches due addresses politely", web=True, config=(SOURCES,)),
    Stage(
        name="clean",
        reads=PAGES,
        writes=(CLEANED,),
        does="cuts boilerplate, reads metadata, normalises",
        # A page that takes a minute hangs; a batch of pages is bounded by time anyway.
        limits=Limits(batch_records=20, gather_s=0.2, record_s=60.0),
        processes=2,
        config=(SOURCES, CLEANING),
    ),
    Stage(
        name="clean_bulk",
        reads=PAGES_BULK,
        writes=(CLEANED,),
        does="cleans imported and replayed pages, behind the live ones",
        limits=Limits(batch_records=5, patient=True, record_s=60.0),
        gives_way_to=("revise", "enrich", "articles"),
        nice=10,
        config=(SOURCES, CLEANING),
    ),
    Stateful(name="revise", reads=CLEANED, writes=(ARTICLES,), does="numbers the versions of an article"),
    Stage(
        name="enrich",
        reads=ARTICLES,
        writes=(ENRICHED, MATCHES),
        does="tells language and watches, reads what an article says, stems for search",
        config=(WATCHES, KNOWLEDGE),
    ),
    Stage(
        name="enrich_bulk",
        reads=JUDGEMENTS,
        writes=(ENRICHED, MATCHES),
        limits=Limits(patient=True),
        does="enriches what a changed watch adds, passes on what it withdraws",
        nice=10,
        config=(KNOWLEDGE,),
    ),
    Stateful(
        name="relate",
        reads=MATCHES,
        writes=(STORIES,),
        does="joins the articles of a watch to stories",
        # Nobody waits for the story as for the article: its memory is written once a batch.
        limits=Limits(gather_s=1.0, settle_s=1.0, patient=True),
        memory_mb=1024,
        nice=5,
    ),
    Sink(name="articles", reads=ENRICHED, does="stores articles with their revisions, searchable"),
    Sink(
        name="stories",
        reads=STORIES,
        does="stores stories with their versions",
        limits=Limits(batch_records=200, gather_s=1.0, patient=True),
        nice=5,
    ),
    Sink(
        name="texts",
        reads=ARTICLES,
        does="keeps the newest text of every article, to be judged again",
        limits=Limits(batch_records=200, gather_s=1.0, patient=True),
    ),
    Sink(
        name="meter",
        reads=ARTICLES,
        does="measures the sources: rhythm, fill rates, lengths, delays",
        # Nobody waits for it, and a source's value is written once a batch.
        limits=Limits(batch_records=200, gather_s=1.0, patient=True),
        nice=5,
        config=(SOURCES,),
    ),
    Sink(
        name="archive",
        reads=PAGES,
        also=(PAGES_BULK,),
        does="keeps every fetched page in WARC files",
        # Nobody waits for them, and a batch of the largest pages must fit into the memory.
        limits=Limits(batch_records=50, gather_s=1.0, patient=True),
    ),
    Sink(
        name="fates",
        reads=FATES,
        does="stores what became of every record",
        # Nobody waits for them, and every step writes some with each of its settles.
        limits=Limits(batch_records=200, gather_s=1.0, patient=True),
    ),
    Notifier(
        name="webhooks",
        does="tells receivers of changes, each in order until it took them",
        web=True,
        nice=5,
        memory_mb=512,
        config=(SOURCES,),
    ),
)
READERS: tuple[Reader, ...] = tuple(step for step in STEPS if isinstance(step, Reader))
BY_NAME: Mapping[str, Step] = {step.name: step for step in STEPS}
SERVE = "serve"


def all_topics() -> tuple[Topic, ...]:
    """Every topic of the pipeline, each once."""
    found = [topic for step in STEPS for topic in step.topics] + [FATES]
    return tuple({topic.name: topic for topic in found}.values())


def reader_named(name: str) -> Reader:
    """Raises KeyError if no step that reads has the name."""
    return {step.name: step for step in READERS}[name]
