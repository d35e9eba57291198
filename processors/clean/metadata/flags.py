"""What kind of page it was: paywalled, cut short, a bare video or gallery, a live blog, one page of several."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from processors.clean.metadata.json_ld import Node, types_of
from processors.clean.metadata.page_texts import PageText
from schemas.article import Flag, Removed

NEXT_PAGE = re.compile(
    r"(?:halaman|page) (?:selanjutnya|berikutnya|\d+ (?:dari|of) \d+)|show all|lihat semua halaman|next page",
    re.IGNORECASE,
)
PAGES_LABEL = re.compile(r"(?:halaman|pages?)\W*", re.IGNORECASE)
CUT_SHORT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])$")
# What sells the rest of this article; a menu that says "Berlangganan" sells the outlet.
SOLD = re.compile(
    r"\W*(?:(?:artikel|berita|konten) ini (?:khusus|hanya)\b|"
    r"(?:lanjutkan|untuk (?:lanjut|melanjutkan)) membaca\b.*langgan|"
    r"(?:ber)?langganan\b.{0,30}untuk (?:lanjut |melanjutkan )?membaca\b|subscribe to (?:continue|read)).{0,200}",
    re.IGNORECASE,
)
SHORT_CHARS = 600
LIVE_TITLE = re.compile(r"\blive (?:report|update|blog)\b|\blaporan langsung\b", re.IGNORECASE)
VIDEO_TITLE = re.compile(r"\W*(?:video|tonton)\b\s*[:|\]-]", re.IGNORECASE)
GALLERY_TITLE = re.compile(r"\W*(?:foto(?:-foto)?|galeri(?: foto)?|potret|in pictures?)\b\s*[:|\]-]", re.IGNORECASE)
VIDEO_PATHS = frozenset(("video", "videos", "tv", "watch", "vidio"))
GALLERY_PATHS = frozenset(("foto", "photo", "photos", "galeri", "gallery", "fotografi", "galeri-foto", "photogallery"))


def flags_of(
    nodes: Sequence[Node], article: Node, meta: Mapping[str, str], texts: Sequence[PageText], *,
    title: str, url: str, paragraphs: Sequence[str], removed: Sequence[Removed], pages_joined: int,
    lacks_page: bool,
) -> tuple[Flag, ...]:  # fmt: skip
    chars = sum(map(len, paragraphs))
    kinds = {kind for node in nodes for kind in types_of(node)}
    folders = set(urlsplit(url).path.lower().split("/")[1:-1])
    checks = {
        Flag.PAYWALLED: _is_paid(article, meta, removed) or any(_sells(text) for text in texts),
        Flag.TRUNCATED: bool(paragraphs) and CUT_SHORT.search(paragraphs[-1]) is not None,
        Flag.VIDEO_STUB: chars < SHORT_CHARS
        and (
            "VideoObject" in kinds
            or meta.get("og:type", "").startswith("video")
            or VIDEO_TITLE.match(title) is not None
            or bool(folders & VIDEO_PATHS)
        ),
        Flag.PHOTO_GALLERY: chars < SHORT_CHARS
        and ("ImageGallery" in kinds or GALLERY_TITLE.match(title) is not None or bool(folders & GALLERY_PATHS)),
        Flag.LIVE_BLOG: "LiveBlogPosting" in kinds or LIVE_TITLE.search(title) is not None,
        Flag.PARTIAL: lacks_page or (pages_joined == 1 and any(_tells_of_pages(texts))),
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


def _sells(text: PageText) -> bool:
    return len(text.text) <= 200 and SOLD.fullmatch(text.text) is not None


def _tells_of_pages(texts: Sequence[PageText]) -> Iterator[bool]:
    """`Halaman selanjutnya` in one text; `Halaman:`, `1` and `2` each in its own."""
    for index, text in enumerate(texts):
        if len(text.text) > 40:
            continue
        yield NEXT_PAGE.search(text.text) is not None
        if PAGES_LABEL.fullmatch(text.text):
            yield any(later.text == "2" for later in texts[index + 1 : index + 4])
