"""The title: a heading that begins what the page calls itself beats the metadata, which carries the site's name."""

import re
from collections.abc import Mapping, Sequence

from processors.clean.metadata.json_ld import Node, text_at
from processors.clean.metadata.page_texts import Heading

WORD = re.compile(r"\w+")
SEPARATOR = re.compile(r"\s+(?:[-–—|»·•~]|::|//)\s+|\s*\|\s*|\s+[»:]\s+")
MIN_WORDS = 3
# A site's name is short; a longer last part is a part of the headline.
MAX_SITE_WORDS = 5
SIMILAR = 0.6
# The only headline of a page may differ from what is written for search engines, but shares its words.
SHOWN_SIMILAR = 0.25


def find_title(
    meta: Mapping[str, str], article: Node, headings: Sequence[Heading], *, site_names: Sequence[str]
) -> str:
    """Empty where the page has none."""
    sources = (meta.get("og:title"), meta.get("title"), meta.get("twitter:title"), text_at(article, "headline"))
    stated = [title for title in sources if title]
    ordered = sorted(headings, key=lambda heading: heading.tag)
    begun = [heading.text for heading in ordered if any(_begins(heading.text, title) for title in stated)]
    begun = begun or [heading.text for heading in ordered if any(_ends(heading.text, title) for title in stated)]
    if begun:
        return max(begun, key=lambda text: len(_words(text)))
    shown = [heading.text for heading in ordered if heading.tag == "h1" and len(_words(heading.text)) > MIN_WORDS]
    if len(shown) == 1 and (not stated or _overlap(shown[0], stated[0]) >= SHOWN_SIMILAR):
        return shown[0]
    stripped = [without_site(title, site_names) for title in stated]
    if stripped:
        near = (heading.text for heading in ordered if heading.tag in ("h1", "h2"))
        near = (text for text in near if _overlap(text, stripped[0]) >= SIMILAR)
        long = (title for title in stripped if len(_words(title)) >= MIN_WORDS)
        return next(near, "") or next(long, stripped[0])
    return ""


def without_site(title: str, site_names: Sequence[str]) -> str:
    """`Judul - Kabar Utara` without its last part, where that is a name of the site or ends in one."""
    names = {_key(name) for name in site_names if name}
    pieces = list(SEPARATOR.finditer(title))
    while pieces:
        cut = pieces.pop()
        last, rest = _key(title[cut.end() :]), title[: cut.start()].strip()
        named = any(last == name or (len(name) >= 4 and name in last) for name in names)
        if not rest or not named or len(_words(title[cut.end() :])) > MAX_SITE_WORDS:
            break
        title = rest
    first = SEPARATOR.search(title)
    if first and any(_key(title[: first.start()]) == name for name in names):
        title = title[first.end() :]
    return title.strip()


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def _key(text: str) -> str:
    return "".join(_words(text))


def _begins(heading: str, title: str) -> bool:
    own, stated = _words(heading), _words(title)
    return MIN_WORDS <= len(own) <= len(stated) and stated[: len(own)] == own and len(own) * 2 >= len(stated)


def _ends(heading: str, title: str) -> bool:
    """`Nama Situs: Judul`: the site's name may come first."""
    own, stated = _words(heading), _words(title)
    return MIN_WORDS <= len(own) < len(stated) and stated[-len(own) :] == own and len(own) * 2 >= len(stated)


def _overlap(heading: str, title: str) -> float:
    """Share of the words of both that both have; 0.0 for a heading too short to be a title."""
    own, stated = set(_words(heading)), set(_words(title))
    return len(own & stated) / len(own | stated) if len(own) >= MIN_WORDS else 0.0
