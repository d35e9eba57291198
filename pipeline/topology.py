"""The map of the pipeline, read top to bottom: which step reads and writes which topic."""

from dataclasses import dataclass
from enum import StrEnum

from schemas.outcomes import Tier
from schemas.topics import ARTICLES, CLEANED, ENRICHED, FATES, LINKS, PAGES, Topic, dead, retry


class Kind(StrEnum):
    SOURCE = "source"
    STAGE = "stage"
    KEYED = "keyed stage"
    SINK = "sink"


@dataclass(frozen=True)
class Step:
    """One process (or several) of the pipeline. Its function is made in `pipeline/wiring/`."""

    name: str
    kind: Kind
    reads: Topic | None
    writes: tuple[Topic, ...]
    does: str

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Topics that exist because of this step."""
        if self.reads is None:
            return self.writes
        tiers = tuple(retry(self.name, tier, self.reads) for tier in Tier) if self.kind is Kind.STAGE else ()
        return (self.reads, *self.writes, *tiers, dead(self.name, self.reads))


ARCHIVE = "archive"
STEPS = (
    Step("discover", Kind.SOURCE, None, (LINKS,), "polls feeds, sitemaps and index pages"),
    Step("frontier", Kind.SINK, LINKS, (), "remembers every address once and when it is due"),
    Step("fetch", Kind.SOURCE, None, (PAGES,), "fetches due addresses politely"),
    Step("clean", Kind.STAGE, PAGES, (CLEANED,), "cuts boilerplate, reads metadata, normalises"),
    Step("revise", Kind.KEYED, CLEANED, (ARTICLES,), "numbers the versions of an article"),
    Step("enrich", Kind.STAGE, ARTICLES, (ENRICHED,), "tells language and watches, stems for search"),
    Step("articles", Kind.SINK, ENRICHED, (), "stores articles with their revisions, searchable"),
    Step(ARCHIVE, Kind.SINK, PAGES, (), "keeps every fetched page in WARC files"),
    Step("fates", Kind.SINK, FATES, (), "stores what became of every record"),
)
BY_NAME = {step.name: step for step in STEPS}
SERVE = "serve"


def all_topics() -> tuple[Topic, ...]:
    """Every topic of the pipeline, each once."""
    found = [topic for step in STEPS for topic in step.topics] + [FATES]
    return tuple({topic.name: topic for topic in found}.values())
