"""How long a backup of many articles takes, and its restore: of every store that grows with the articles."""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.progress import track

from bench.search import made_articles
from pipeline.backing_up import back_up
from pipeline.backup_file import read
from pipeline.restoring import restore
from pipeline.settings import Settings
from pipeline.topology import READERS
from pipeline.wiring.stores import open_articles, open_fates, open_frontier, open_texts, own_schema
from runtime.clock import utc_now
from schemas.article import EnrichedArticle
from schemas.fate import Fate, FateBatch
from schemas.link import Link
from schemas.outcomes import Outcome
from schemas.topics import FATES, LINKS

BATCH = 500
# Of the length of news: about 2,400 characters.
PARAGRAPHS, PARAGRAPH_CHARS = 8, 300
# What an article's page meets on its way.
STEPS = tuple(step.name for step in READERS if step.reads not in (FATES, LINKS) and not step.name.endswith("_bulk"))


@dataclass(frozen=True)
class Measured:
    """Bytes of the backup, rows in it, and what a copy of the same bytes by the system took on the same disk."""

    articles: int
    rows: int
    bytes: int
    backup_s: float
    copy_s: float
    restore_s: float

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def measure(settings: Settings, *, count: int) -> Measured:
    """Loads `count` articles with their texts, addresses and fates, backs them up, and restores them elsewhere."""
    load(settings, count)
    target = settings.data_dir.parent / "backup"
    backup_s = _timed(lambda: back_up(settings, target, at=utc_now(), archive=False, told=_silent))
    manifest = read(target).manifest
    copy_s = _timed(lambda: _copy(target, settings.data_dir.parent / "copy"))
    with own_schema(settings) as empty:
        empty = empty.model_copy(update={"data_dir": settings.data_dir.parent / "restored"})
        restore_s = _timed(lambda: restore(empty, read(target), rewind=False, told=_silent))
    return Measured(
        articles=count,
        rows=sum(manifest.rows.values()),
        bytes=manifest.bytes,
        backup_s=round(backup_s, 1),
        copy_s=round(copy_s, 1),
        restore_s=round(restore_s, 1),
    )


def load(settings: Settings, count: int) -> None:
    """Written by the stores' own writers, in batches as steps write them."""
    articles, texts = open_articles(settings), open_texts(settings)
    fates, frontier = open_fates(settings), open_frontier(settings)
    # On a server all stores share one table of owners.
    of_articles, of_texts = articles.claim("articles", "bench", 0), texts.claim("texts", "bench", 0)
    of_fates, of_links = fates.claim("fates", "bench", 0), frontier.links.claim("frontier", "bench", 0)
    for start in track(range(0, count, BATCH), description="loading"):
        records = [_whole(each) for each in made_articles(start, min(start + BATCH, count))]
        articles.write(of_articles, records)
        texts.write(of_texts, records)
        fates.write(of_fates, list(_fates(records, start)))
        frontier.links.write(of_links, [_link(record) for record in records])


def _whole(record: EnrichedArticle) -> EnrichedArticle:
    words = (record.search_text + " ") * (1 + PARAGRAPHS * PARAGRAPH_CHARS // len(record.search_text))
    cuts = range(0, PARAGRAPHS * PARAGRAPH_CHARS, PARAGRAPH_CHARS)
    return record.model_copy(update={"paragraphs": tuple(words[cut : cut + PARAGRAPH_CHARS] for cut in cuts)})


def _fates(records: Sequence[EnrichedArticle], start: int) -> Iterator[FateBatch]:
    for step in STEPS:
        fates = tuple(
            Fate(id=each.page_id, subject=each.url_key, outcome=Outcome.PASSED, ms=1.0, lane=each.lane)
            for each in records
        )
        at = records[0].fetched_at
        yield FateBatch(stage=step, worker=f"{step}-0", batch=f"{step}-{start}", at=at, fates=fates)


def _link(record: EnrichedArticle) -> Link:
    return Link(
        url=record.url,
        url_key=record.url_key,
        source=record.source,
        channel="import",
        found_on="bench",
        found_at=record.fetched_at,
        slot="0",
    )


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target)
    shutil.rmtree(target)


def _timed(what: Callable[[], object]) -> float:
    began = time.monotonic()
    what()
    return time.monotonic() - began


def _silent(what: str, done: int, of: int) -> None: ...
