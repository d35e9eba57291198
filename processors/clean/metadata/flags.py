"""What kind of page it was: paywalled, cut short, a bare video or gallery, a live blog, one page of several."""

import re
from collections.abc import Mapping, Sequence

from processors.clean.metadata.json_ld import Node, types_of
from processors.clean.metadata.page_texts import PageText
from schemas.article import Flag, Removed

NEXT_PAGE = re.compile(
    r"(?:halaman|page) (?:selanjutnya|berikutnya|\d+ (?:dari|of) \d+)|show all|lihat semua halaman|next page",
    re.IGNORECASE,
)
CUT_SHORT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])$")
SHORT_CHARS = 600
LIVE_TITLE = re.compile(r"\blive (?:report|update|blog)\b|\blaporan langsung\b", re.IGNORECASE)


def flags_of(
    nodes: Sequence[Node], article: Node, meta: Mapping[str, str], texts: Sequence[PageText], *,
    title: str, paragraphs: Sequence[str], removed: Sequence[Removed], pages_joined: int,
) -> tuple[Flag, ...]:  # fmt: skip
    chars = sum(map(len, paragraphs))
    kinds = {kind for node in nodes for kind in types_of(node)}
    checks = {
        Flag.PAYWALLED: _is_paid(article, meta, removed),
        Flag.TRUNCATED: bool(paragraphs) and CUT_SHORT.search(paragraphs[-1]) is not None,
        Flag.VIDEO_STUB: chars < SHORT_CHARS
        and ("VideoObject" in kinds or meta.get("og:type", "").startswith("video")),
        Flag.PHOTO_GALLERY: chars < SHORT_CHARS and "ImageGallery" in kinds,
        Flag.LIVE_BLOG: "LiveBlogPosting" in kinds or LIVE_TITLE.search(title) is not None,
        Flag.PARTIAL: pages_joined == 1 and any(len(t.text) <= 40 and NEXT_PAGE.search(t.text) for t in texts),
    }
    return tuple(flag for flag, holds in checks.items() if holds)


def _is_paid(article: Node, meta: Mapping[str, str], removed: Sequence[Removed]) -> bool:
    free = str(article.get("isAccessibleForFree", "")).lower()
    tier = meta.get("article:content_tier", "").lower()
    return (
        free.endswith("false")
        or tier in ("locked", "metered")
        or any(piece.rule == "line.paywall" for piece in removed)
    )
