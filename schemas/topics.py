"""Every topic, declared once: its record, retention and limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from schemas.article import Article, CleanedArticle, EnrichedArticle
from schemas.fate import FateBatch
from schemas.judgement import Judgement
from schemas.link import Link
from schemas.match import Match
from schemas.outcomes import Tier
from schemas.page import Page
from schemas.record import Record
from schemas.story import Story

DAY_S = 86_400.0
MIB = 1024 * 1024
# What a retry or a dead letter adds to a record that was as large as its own topic allows.
HEADERS_BYTES = 64 * 1024


class Cleanup(StrEnum):
    DELETE = "delete"
    COMPACT = "compact"
    """Only the newest record of a key must stay."""


@dataclass(frozen=True)
class Topic:
    """A declaration; `record` is None where the bytes are another topic's (retry and dead letters)."""

    name: str
    record: type[Record] | None
    partitions: int = 4
    retention_s: float = 7 * DAY_S
    max_bytes: int = 2048 * MIB
    """Back-pressure begins at this size when the slowest group has not read what would be deleted."""
    max_record_bytes: int = MIB
    cleanup: Cleanup = Cleanup.DELETE


LINKS = Topic("links", Link)
PAGES = Topic("pages", Page, max_bytes=4096 * MIB, max_record_bytes=8 * MIB)
# Imports and replays come by the ten thousand: here they wait for no live page, and no live page for them.
PAGES_BULK = Topic("pages_bulk", Page, max_bytes=4096 * MIB, max_record_bytes=8 * MIB)
CLEANED = Topic("cleaned", CleanedArticle, max_record_bytes=4 * MIB)
ARTICLES = Topic("articles", Article, cleanup=Cleanup.COMPACT, max_record_bytes=4 * MIB)
ENRICHED = Topic("enriched", EnrichedArticle, cleanup=Cleanup.COMPACT, max_record_bytes=4 * MIB)
# What `warta watches apply` makes of the texts that are kept: by the thousand, behind no live article.
JUDGEMENTS = Topic("judgements", Judgement, max_record_bytes=4 * MIB)
# A watch has one writer of stories: more partitions than this serve more watches, and no watch faster.
MATCHES = Topic("matches", Match, max_record_bytes=4 * MIB)
STORIES = Topic("stories", Story, cleanup=Cleanup.COMPACT)
FATES = Topic("fates", FateBatch, retention_s=30 * DAY_S)

ALL = (LINKS, PAGES, PAGES_BULK, CLEANED, ARTICLES, ENRICHED, JUDGEMENTS, MATCHES, STORIES, FATES)
BY_NAME: Mapping[str, Topic] = {topic.name: topic for topic in ALL}


def retry(stage: str, tier: Tier, of: Topic) -> Topic:
    """The topic where a stage's input rests for the tier's delay."""
    limit = of.max_record_bytes + HEADERS_BYTES
    return Topic(f"retry.{stage}.{tier.value}", None, partitions=1, max_record_bytes=limit)


def dead(stage: str, of: Topic) -> Topic:
    """A stage's dead letters: original bytes, replayable; kept for 90 days."""
    limit = of.max_record_bytes + HEADERS_BYTES
    return Topic(f"dead.{stage}", None, partitions=1, retention_s=90 * DAY_S, max_record_bytes=limit)
