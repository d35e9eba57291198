"""How a site names its elements: ordinary words, hashes, words that mislead a careless cleaner, or none."""

from collections.abc import Callable, Mapping
from random import Random

from tests.processors.layouts.laid_out import Attr

# "para" and "heading" are on each paragraph and subheading, "part" on each box of an article in several.
ORDINARY = {
    "main": ("main", "wrap", "container", "site-main"),
    "article": ("article", "post", "detail", "single-post", "read"),
    "body": ("article-content", "entry-content", "detail__body-text", "isi-berita", "read__content", "post-body"),
    "part": ("part", "slide", "segment", "article-body__item", "halaman-isi"),
    "lead": ("teras", "lead", "standfirst", "intro"),
    "title": ("judul", "entry-title", "detail__title", "post-title"),
    "meta": ("meta", "post-meta", "info", "detail__meta"),
    "box": ("kotak", "box", "item", "row"),
}
HOSTILE = {
    **ORDINARY,
    "body": (
        "wp-block-media-text__content", "elementor-widget-theme-post-content", "premium-content", "content-widget",
        "print-only", "tab-pane", "share-this-story", "news-latest-body",
    ),
    "part": ("widget-text", "modal-text", "slick-slide", "carousel-item", "reveal", "elementor-widget-container"),
    "lead": ("subscribe-lead", "author-intro", "teras"),
    "para": (
        "MsoFooter", "MsoCommentText", "has-background", "subscribe", "author-said", "related-topic", "share-text",
        "caption-like", "tag-line", "widget-text", "popular-choice", "ads-free",
    ),
    "heading": ("paging", "section-heading paging", "widget-title", "related-head", "nav-title", "share-title"),
    "box": ("well", "alert", "infobox", "timeline", "accordion", "profile", "highlight"),
}  # fmt: skip
# Of a span or a link in the middle of a sentence.
INLINE = (
    "author", "related", "caption", "widget", "share", "comment-ref", "sponsored", "ad-link", "tag-link", "social",
    "newsletter-word", "hidden-xs", "footnote", "popover", "rating", "next-word", "inline-baca-juga", "keyword",
    "glossary-term", "button", "sponsor", "share-text", "byline-name", "date", "promo-word", "video-title",
)  # fmt: skip


def ordinary(dice: Random) -> Attr:
    return fixed_names(dice, ORDINARY)


def hostile(dice: Random) -> Attr:
    """Boxes keep their names; each paragraph and subheading draws its own, and half have none."""
    boxes = fixed_names(dice, {role: names for role, names in HOSTILE.items() if role not in ("para", "heading")})

    def attr(role: str) -> str:
        if role not in ("para", "heading"):
            return boxes(role)
        return _class(dice.choice(HOSTILE[role])) if dice.random() < 0.5 else ""

    return attr


def hashed(dice: Random) -> Attr:
    given: dict[str, str] = {}

    def attr(role: str) -> str:
        if role not in given:
            given[role] = _class(f"css-{dice.getrandbits(32):08x} sc-{dice.getrandbits(20):05x}")
        return given[role]

    return attr


def none(_dice: Random) -> Attr:
    return lambda _role: ""


NAMES: Mapping[str, Callable[[Random], Attr]] = {
    "ordinary": ordinary,
    "hashed": hashed,
    "hostile": hostile,
    "none": none,
}


def fixed_names(dice: Random, names: Mapping[str, tuple[str, ...]]) -> Attr:
    given = {role: _class(dice.choice(choices)) for role, choices in names.items()}
    return lambda role: given.get(role, "")


def _class(name: str) -> str:
    return f' class="{name}"'
