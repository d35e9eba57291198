"""The `<meta>` tags and links of a page's head as one table."""

from collections.abc import Mapping

from lxml.html import HtmlElement

from processors.clean.dom import squeeze

# Longer values are no title, name or date.
MAX_VALUE_CHARS = 4000


def read_meta(tree: HtmlElement) -> Mapping[str, str]:
    """Lower-case name, property or itemprop to content; the first non-empty one of a name counts.

    `title` is the document's title element, `canonical` the canonical link.
    """
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = squeeze((meta.get("content") or "")[:MAX_VALUE_CHARS])
        if name and content:
            found.setdefault(name.strip().lower(), content)
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and (link.get("href") or "").strip():
            found.setdefault("link:canonical", (link.get("href") or "").strip())
    title = tree.find(".//head/title")
    title = tree.find(".//title") if title is None else title
    if title is not None:
        found["title"] = squeeze("".join(title.itertext())[:MAX_VALUE_CHARS])
    return found


def tags_of(tree: HtmlElement, meta: Mapping[str, str]) -> tuple[str, ...]:
    """`article:tag` as often as it stands, else the keywords."""
    tags = [squeeze(tag.get("content") or "") for tag in tree.iter("meta") if tag.get("property") == "article:tag"]
    if not tags:
        words = meta.get("news_keywords") or meta.get("keywords") or meta.get("content_tag") or ""
        tags = [squeeze(word) for word in words.split(",")]
    return tuple(dict.fromkeys(tag for tag in tags if tag and len(tag) <= 80))[:30]
