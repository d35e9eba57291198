"""What archiving costs: processor time and bytes of records by how they are compressed; of a write, of a rebuild."""

import importlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.corpus import made_pages
from formats.warc.record import GZIP
from pipeline.settings import Settings
from pipeline.wiring.archive import STEP, archive_engine, archive_folder, open_archive
from schemas.page import Page
from stores.archive.rebuild import rebuild
from stores.archive.warc import plain_records

BATCH = 50


@dataclass(frozen=True)
class Packing:
    """Of one page, all its records: processor milliseconds and bytes."""

    module: str
    level: int
    ms: float
    bytes: int


def packings(pages: Sequence[Page], modules: Sequence[str], *, rounds: int) -> list[Packing]:
    """Each level of each module that has zlib's `compress`, in turns; the least of the rounds counts."""
    records = [record for page in pages for record in plain_records(page)]
    loaded = {name: importlib.import_module(name) for name in modules}
    kinds = [(name, level) for name in modules for level in range(1, loaded[name].Z_BEST_COMPRESSION + 1)]
    least = dict.fromkeys(kinds, float("inf"))
    sizes: dict[tuple[str, int], int] = {}
    for _ in range(rounds):
        for name, level in kinds:
            started = time.process_time()
            sizes[name, level] = sum(len(loaded[name].compress(record, level, wbits=GZIP)) for record in records)
            least[name, level] = min(least[name, level], time.process_time() - started)
    count = len(pages)
    return [Packing(*kind, round(least[kind] * 1000 / count, 3), round(sizes[kind] / count)) for kind in kinds]


def making_ms(pages: Sequence[Page], *, rounds: int) -> float:
    """Of a page: its records and their digests before they are compressed."""
    return _least(lambda: sum(1 for page in pages for _ in plain_records(page)), rounds) * 1000 / len(pages)


def writing_ms(settings: Settings, pages: Sequence[Page]) -> float:
    """Of a page written to the archive in the step's batches, index and all."""
    store = open_archive(settings)
    owner = store.claim(STEP, "bench", 0)
    # What is done once for a process is no page's.
    store.write(owner, made_pages(BATCH, seed=2, first=10**6))
    started = time.process_time()
    for start in range(0, len(pages), BATCH):
        store.write(owner, pages[start : start + BATCH])
    took = time.process_time() - started
    store.close()
    return took * 1000 / len(pages)


def rebuilding_ms(settings: Settings) -> float:
    """Of a page of those that were written: the index made anew from the files."""
    engine, folder = archive_engine(settings), archive_folder(settings)
    started = time.process_time()
    pages = sum(rebuilt.file.pages for rebuilt in rebuild(engine, folder, stage=STEP))
    return (time.process_time() - started) * 1000 / pages


def _least(work: Callable[[], object], rounds: int) -> float:
    least = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        work()
        least = min(least, time.process_time() - started)
    return least
