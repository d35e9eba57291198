"""What kind of page it was: paywalled, cut short, a bare video or gallery, a live blog, one page of several."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from processors.clean.metadata.choice import Candidate, Choice
from processors.clean.metadata.gates import is_gated
from processors.clean.metadata.headings import Heading
from processors.clean.metadata.json_ld import ARTICLE_WORD, Node, types_of
from processors.clean.metadata.page_texts import PageText, PageTexts
from schemas.article import Flag, Removed

NEXT_PAGE = re.compile(
    r"(?:halaman|page) (?:selanjutnya|berikutnya|\d+ (?:dari|of) \d+)|show all|lihat semua halaman|next page|"
    r"\b(?:halaman|hal|page|laman)\b\W{0,3}1\s*(?:/|dari|of)\s*(?:[2-9]|\d\d)|"
    r"\b(?:baca|lanjut\w*|sambungan\w*|bersambung)\b.{0,20}\b(?:halaman|hal|page)\W{0,2}(?:[2-9]|berikut\w*|selanjut\w*)",
    re.IGNORECASE,
)
PAGES_LABEL = re.compile(r"(?:halaman|pages?)\W*", re.IGNORECASE)
MAX_LABEL_CHARS = 40
CUT_SHORT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\.\])$")
SHORT_CHARS = 600
LIVE_TITLE = re.compile(
    r"\b(?:live ?(?:report|update|blog|news)s?|laporan langsung|update langsung|dari (?:jam|menit) ke (?:jam|menit))\b|"
    r"^\W*live ?:",
    re.IGNORECASE,
)
# `LIVE Banjir Kota Utara`; `Live streaming` and `LIVE di TV` tell where to watch.
LIVE_CAPITALS = re.compile(r"\W*LIVE\b(?! (?:(?i:streaming|di|on|score|skor)|RCTI|SCTV|TV)\b)")
ENTRY = re.compile(r"\W*(?:pukul |jam )?([01]?\d|2[0-3])[.:]([0-5]\d)\b", re.IGNORECASE)
MIN_ENTRIES = 3
VIDEO_TITLE = re.compile(r"\W*(?:video|tonton)\b\s*[:|\]-]", re.IGNORECASE)
GALLERY_TITLE = re.compile(
    r"\W*(?:(?:foto(?:-foto)?|galeri(?: foto)?|potret|in pictures?)\b\s*[:|\]-]|\d{1,3} (?:foto|potret|gambar)\b)",
    re.IGNORECASE,
)
VIDEO_PATHS = frozenset(("video", "videos", "tv", "watch", "vidio"))
GALLERY_PATHS = frozenset(("foto", "photo", "photos", "galeri", "gallery", "fotografi", "galeri-foto", "photogallery"))
SIGNS = {
    Flag.PAYWALLED: "JSON-LD or meta say it is not free, or a line offers a subscription",
    Flag.TRUNCATED: "the last paragraph ends in dots",
    Flag.VIDEO_STUB: "little text on a page of a video",
    Flag.PHOTO_GALLERY: "little text on a page of pictures",
    Flag.LIVE_BLOG: "JSON-LD, the title or the clocks of its headings call it live",
    Flag.PARTIAL: "the page leads to a next page of the article",
    Flag.DOUBTFUL: "every reading of the page lost or gained much",
}


@dataclass(frozen=True, kw_only=True)
class CleanedPage:
    """What has become of the page. `lacks_page`: a later page could not be fetched; `leads_on`: the page links to a
    next one; `doubtful`: no reading of the page was good."""

    title: str
    url: str
    paragraphs: Sequence[str]
    removed: Sequence[Removed]
    pages_joined: int
    lacks_page: bool
    leads_on: bool
    doubtful: bool


def flags_of(
    nodes: Sequence[Node], article: Node, meta: Mapping[str, str], page: PageTexts, cleaned: CleanedPage
) -> Choice[tuple[Flag, ...]]:
    title, paragraphs = cleaned.title, cleaned.paragraphs
    chars = sum(map(len, paragraphs))
    kinds = {kind for node in nodes for kind in types_of(node)}
    folders = set(urlsplit(cleaned.url).path.lower().split("/")[1:-1])
    checks = {
        Flag.PAYWALLED: _is_paid(article, meta, cleaned.removed) or is_gated(page.texts, paragraphs),
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
        Flag.LIVE_BLOG: "LiveBlogPosting" in types_of(article)
        or (LIVE_TITLE.search(title) or LIVE_CAPITALS.match(title)) is not None
        or _runs_backwards(page.headings),
        Flag.PARTIAL: cleaned.lacks_page
        or (cleaned.pages_joined == 1 and (cleaned.leads_on or any(_tells_of_pages(page.texts)))),
        Flag.DOUBTFUL: cleaned.doubtful,
    }
    candidates = tuple(
        Candidate(value=flag.value, where=SIGNS.get(flag, ""), lost="" if checks.get(flag) else "no sign of it")
        for flag in Flag
    )
    flags = tuple(flag for flag, holds in checks.items() if holds)
    return Choice(flags, "signs on the page" if flags else "", candidates=candidates)


def _is_paid(article: Node, meta: Mapping[str, str], removed: Sequence[Removed]) -> bool:
    tier = meta.get("article:content_tier", "").lower()
    parts = article.get("hasPart")
    stated: list[Any] = parts if isinstance(parts, list) else [parts]
    elements = [
        part for part in stated if isinstance(part, Mapping) and not any(map(ARTICLE_WORD.search, types_of(part)))
    ]
    return (
        any(map(_is_closed, (article, *elements)))
        or tier in ("locked", "metered")
        or any(piece.rule == "line.paywall" for piece in removed)
    )


def _is_closed(node: Node) -> bool:
    """`false`, `"False"`, `"https://schema.org/False"`."""
    return str(node.get("isAccessibleForFree", "")).lower().endswith("false")


def _runs_backwards(headings: Sequence[Heading]) -> bool:
    """Headings that begin with a clock, the latest first: a live blog. A chronology runs forwards."""
    clocks = [(int(found[1]), int(found[2])) for heading in headings if (found := ENTRY.match(heading.text))]
    return len(clocks) >= MIN_ENTRIES and all(one > other for one, other in pairwise(clocks))


def _tells_of_pages(texts: Sequence[PageText]) -> Iterator[bool]:
    """`Halaman selanjutnya` in one text; `Halaman:`, `1` and `2` each in its own."""
    for index, text in enumerate(texts):
        if len(text.text) > MAX_LABEL_CHARS or not _has_page_word(text.text.lower()):
            continue
        yield NEXT_PAGE.search(text.text) is not None
        if PAGES_LABEL.fullmatch(text.text):
            yield any(later.text == "2" for later in texts[index + 1 : index + 4])


def _has_page_word(line: str) -> bool:
    """What both patterns need; to look for it first takes a third of their time. `line` is in lower case."""
    return "hal" in line or "page" in line or "laman" in line or "show all" in line
