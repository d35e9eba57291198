"""The `<meta>` tags and links of a page's head as one table."""

from collections.abc import Mapping

from lxml.html import HtmlElement

from processors.clean.dom import squeeze

# Longer values are no title, name or date.
MAX_VALUE_CHARS = 4000
# Tags that stand once for each value: their values share one entry, a line each.
REPEATED = frozenset(("article:tag", "author", "article:author", "citation_author", "dc.creator", "parsely-author"))
# Microdata of several articles on one page: which is the page's own, only the place of a date tells.
CARD_DATES = frozenset(("datepublished", "datemodified", "datecreated"))


def read_meta(tree: HtmlElement) -> Mapping[str, str]:
    """Lower-case name, property or itemprop to content; the first non-empty one of a name counts.

    `title` is the document's title element, `link:canonical` the canonical link, `link:next` the next page,
    `NAME:data-x` what a tag without content states in its attributes.
    """
    found: dict[str, str] = {}
    teased: set[str] = set()
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = squeeze((meta.get("content") or "")[:MAX_VALUE_CHARS])
        if name and content:
            if name in REPEATED and name in found and content not in found[name].split("\n"):
                found[name] += f"\n{content}"
            if found.setdefault(name, content) != content and name in CARD_DATES:
                teased.add(name)
        elif name:
            stated = ((key, value) for key, value in meta.items() if key.startswith("data-") and value)
            found.update({f"{name}:{key}": value[:MAX_VALUE_CHARS] for key, value in stated})
    for name in teased:
        del found[name]
    for link in tree.iter("link"):
        rel, href = (link.get("rel") or "").lower(), (link.get("href") or "").strip()
        if href and rel in ("canonical", "next"):
            found.setdefault(f"link:{rel}", href)
    title = tree.find(".//head/title")
    title = tree.find(".//title") if title is None else title
    if title is not None:
        found["title"] = squeeze("".join(title.itertext())[:MAX_VALUE_CHARS])
    return found


def tags_of(meta: Mapping[str, str]) -> tuple[tuple[str, ...], str]:
    """`article:tag` as often as it stands, else the keywords; and which of them it was."""
    source = next((key for key in ("article:tag", "news_keywords", "keywords", "content_tag") if meta.get(key)), "")
    words = meta.get(source, "").split("\n" if source == "article:tag" else ",")
    tags = dict.fromkeys(tag for word in words if (tag := squeeze(word)) and len(tag) <= 80)
    return tuple(tags)[:30], source
