"""The pages that are damaged: our own templates, pages made to hurt, and real saved ones where they are at hand."""

from functools import cache
from pathlib import Path

from tests.fuzz.nasty_pages import NASTY
from tests.processors.own_pages import TEMPLATES

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
NASTY_BYTES = 6_000


@cache
def own_pages() -> tuple[bytes, ...]:
    return tuple(template().encode() for template in TEMPLATES)


@cache
def nasty_pages() -> tuple[bytes, ...]:
    pages = (make(NASTY_BYTES) for make in NASTY.values())
    return tuple(page for page in pages if len(page) <= NASTY_BYTES * 8)


@cache
def real_pages() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(SHARED.glob("*/*.html")))
