"""Memory of the cleaner: one process over many made pages, its resident size after the first and at the end."""

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.corpus import made_pages
from schemas.article import CleanedArticle
from schemas.page import Page

WARM_UP = 1000
# Pages of a chunk are made with a seed of their own, so that no two chunks share a sentence in its order.
CHUNK = 250
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Memory:
    """Resident MB; `growth_percent` is from the warm-up to the end."""

    pages: int
    warm_mb: float
    end_mb: float
    most_mb: float

    @property
    def growth_percent(self) -> float:
        return (self.end_mb - self.warm_mb) / self.warm_mb * 100

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"growth_percent": round(self.growth_percent, 1)}


def resident_mb() -> float:
    """Source: proc(5), the second field of statm."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES / 1e6


def measure(clean: Callable[[Page], Sequence[CleanedArticle]], *, count: int) -> Memory:
    """`count` pages, WARM_UP of them before the first reading."""
    sizes: list[float] = []
    for start in range(0, count, CHUNK):
        for page in made_pages(CHUNK, seed=start):
            clean(page)
        sizes.append(round(resident_mb(), 1))
    warm = sizes[min(WARM_UP // CHUNK, len(sizes)) - 1]
    return Memory(len(sizes) * CHUNK, warm, sizes[-1], max(sizes))
