"""The title: a heading that begins what the page calls itself beats the metadata, which carries the site's name."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from processors.clean.metadata.choice import Candidate, Choice, FoundValue, judge
from processors.clean.metadata.headings import Heading
from processors.clean.metadata.json_ld import Node, text_at
from processors.clean.metadata.page_texts import PROSE_CHARS, PageTexts
from processors.text.words import key_of, words_of

MARKUP = re.compile(r"</?[a-z][^<>]{0,100}>", re.IGNORECASE)
SEPARATOR = re.compile(r"\s+(?:[-–—|»·•~]|::|//)\s+|\s*\|\s*|\s+[»:]\s+")
CUT = re.compile(r"(.+?)\s*(?:\.\.\.|…)")
# What a page calls itself that its article is not called.
GENERIC = frozenset(
    ("artikel", "berita", "detail", "detailberita", "bacaberita", "news", "home", "beranda", "read", "index", "indeks",
     "post", "article", "page", "blog", "untitled")
)  # fmt: skip
PAGE_NUMBER = re.compile(r"(?:halaman|hal|page)\W*\d{1,2}(?:\W+(?:dari|of)?\W*\d{1,2})?", re.IGNORECASE)
# A class that says an element is a heading whatever its tag.
HEADING_CLASS = re.compile(r"(?<![a-z\d])(?:h[1-4]|judul|headline|(?:article|post|entry|news|page)-?title)(?![a-z\d])")
MIN_WORDS = 3
# More is a site that describes itself.
MAX_WORDS = 30
# A site's name is short; a longer last part is a part of the headline.
MAX_SITE_WORDS = 5
SIMILAR = 0.6
# The only headline of a page may differ from what is written for search engines, but shares its words.
SHOWN_SIMILAR = 0.25
MAX_HEADINGS = 6
Words = tuple[str, ...]
HEADED, STATED, SHOWN = "heading, as in the metadata", "metadata", "heading alone"
CONFIDENCE = {HEADED: 0.95, STATED: 0.8, SHOWN: 0.7}


class Titled(NamedTuple):
    """`position` is how many texts stand before the title on the page; None where it is not shown."""

    choice: Choice[str]
    position: int | None


def find_title(
    meta: Mapping[str, str], article: Node, page: PageTexts, *, site_names: Sequence[str], url: str = ""
) -> Titled:
    """Empty where the page has none. `url` is the page's: its last part often spells the title."""
    stated = _stated(meta, article)
    telling = [one for one in stated if _tells(one.value, site_names)]
    headings = sorted(page.headings, key=lambda heading: heading.tag)
    title, provenance = _as_stated(headings, [one.value for one in telling])
    if not title:
        title, provenance = _chosen(headings, telling or stated, bool(telling), page, site_names, url)
    choice = Choice(
        title, provenance, CONFIDENCE.get(provenance), _judged(page.headings, stated, title, provenance, site_names)
    )
    return Titled(choice, _position(page, title))


def _stated(meta: Mapping[str, str], article: Node) -> list[FoundValue]:
    found = [(key, meta.get(key, "")) for key in ("og:title", "title", "twitter:title")]
    found.append(("json-ld headline", text_at(article, "headline")))
    return [FoundValue(where, _plain(value)) for where, value in found if value]


def _plain(title: str) -> str:
    """Escaped twice (`&amp;amp;`), marked up or without its page's number."""
    title = MARKUP.sub("", html.unescape(title)) if "&" in title or "<" in title else title
    pieces = list(SEPARATOR.finditer(title))
    for cut, end in zip(pieces, [*(later.start() for later in pieces[1:]), len(title)], strict=False):
        if PAGE_NUMBER.fullmatch(title, cut.end(), end):
            return title[: cut.start()] + title[end:]
    return title


def _tells(title: str, site_names: Sequence[str]) -> bool:
    """Whether it can be an article's title, and not the site's name, its slogan or a section's."""
    own = key_of(without_site(title, site_names))
    names = [key for name in site_names if (key := key_of(name))]
    # `Creative Commons Indonesia` on creativecommons.or.id: the host's name begins it.
    named = any(own == name or (len(name) >= MAX_SITE_WORDS and own.startswith(name)) for name in names)
    return (
        bool(own)
        and own not in GENERIC
        and len(words_of(title)) <= MAX_WORDS
        and not (named and len(words_of(title)) <= MAX_SITE_WORDS)
    )


def _as_stated(headings: Sequence[Heading], stated: Sequence[str]) -> tuple[str, str]:
    """The longest stretch of a heading with which a stated title begins, or else ends."""
    told = list(dict.fromkeys(tuple(words_of(title)) for title in stated))
    cut = [tuple(words_of(begun[1])[:-1]) for title in stated if (begun := CUT.match(title))]
    worded = [(stretch, words_of(stretch)) for heading in headings for stretch in heading.stretches()]
    stretches = [(stretch, own) for stretch, own in worded if len(own) >= MIN_WORDS]
    for fits, titles in ((_begins, told), (_ends, told), (_goes_on, cut)):
        found = [(stretch, own) for stretch, own in stretches if any(fits(own, title) for title in titles)]
        if found:
            return max(found, key=lambda each: len(each[1]))[0], HEADED
    return "", ""


def _chosen(
    headings: Sequence[Heading], stated: Sequence[FoundValue], telling: bool, page: PageTexts,
    site_names: Sequence[str], url: str,
) -> tuple[str, str]:  # fmt: skip
    """A title that no heading repeats word by word; `telling` says whether what is stated can be one."""
    shown = [h.text for h in headings if h.tag == "h1" and len(words_of(h.text)) > MIN_WORDS]
    stripped = [without_site(one.value, site_names) for one in stated]
    near = (h.text for h in headings if h.tag in ("h1", "h2"))
    if telling and len(shown) == 1 and _overlap(shown[0], stated[0].value) >= SHOWN_SIMILAR:
        return shown[0], SHOWN
    if telling and len(words_of(stripped[0])) >= MIN_WORDS:
        alike = next((text for text in near if _overlap(text, stripped[0]) >= SIMILAR), "")
        return (alike, HEADED) if alike else (stripped[0], STATED)
    for text in (*_like_slug(headings, url), *(shown if len(shown) == 1 else ()), *_before_prose(page, telling)):
        return text, SHOWN
    long = next((title for title in stripped if len(words_of(title)) >= MIN_WORDS), "")
    return (long or stripped[0], STATED) if stripped else ("", "")


def _like_slug(headings: Sequence[Heading], url: str) -> Iterator[str]:
    """`/2016/11/kapal-latih-bersandar-di-wonsan` spells the heading."""
    last = unquote(urlsplit(url).path).strip("/").rsplit("/", 1)[-1]
    slug = " ".join(words_of(last.replace("_", "-").rsplit(".", 1)[0]))
    stretches = [one for h in headings for one in h.stretches() if len(words_of(one)) > MIN_WORDS]
    best = max(stretches, key=lambda one: _overlap(one, slug), default="")
    if best and _overlap(best, slug) >= SIMILAR:
        yield best


def _before_prose(page: PageTexts, telling: bool) -> Iterator[str]:
    """The last heading, or text of a heading's class, before the first prose: where nothing at all is stated."""
    end = next((index for index, text in enumerate(page.texts) if len(text.text) >= PROSE_CHARS), 0)
    if telling:
        return
    shown = [h.text for h in page.headings if h.position <= end and h.tag in ("h1", "h2", "h3")]
    classed = (text.text for text in page.texts[:end] if HEADING_CLASS.search(text.classes))
    for texts in (shown, classed):
        yield from reversed([text for text in texts if len(words_of(text)) > MIN_WORDS])


def _position(page: PageTexts, title: str) -> int | None:
    if not title:
        return None
    of_heading = (h.position for h in page.headings if h.text == title or (h.pieces and title in h.stretches()))
    of_text = (index for index, text in enumerate(page.texts) if text.text == title and not text.card)
    return next(of_heading, next(of_text, None))


def _judged(
    headings: Iterable[Heading], stated: Sequence[FoundValue], title: str, provenance: str, site_names: Sequence[str]
) -> tuple[Candidate, ...]:
    heads = [FoundValue(h.tag, title if title in h.stretches() else h.text) for h in headings if h.tag in ("h1", "h2")]
    heads += [FoundValue(h.tag, h.text) for h in headings if h.tag not in ("h1", "h2") and h.text == title]
    heads = sorted(dict.fromkeys(heads), key=lambda head: head.value != title)[:MAX_HEADINGS]

    def why(one: FoundValue) -> str:
        if one in heads:
            return "another heading comes first" if provenance == SHOWN else "not what the page calls itself"
        if title and (title in one.value or without_site(one.value, site_names) == title):
            return "carries more than the title, such as the site's name"
        return "another comes first" if provenance == STATED else "a heading of the page comes first"

    return judge([*heads, *stated], title, why)


def without_site(title: str, site_names: Sequence[str]) -> str:
    """`Judul - Kabar Utara` without its last part, where that is a name of the site or ends in one."""
    names = {key_of(name) for name in site_names if name}
    pieces = list(SEPARATOR.finditer(title))
    while pieces:
        cut = pieces.pop()
        last, rest = key_of(title[cut.end() :]), title[: cut.start()].strip()
        named = any(last == name or (len(name) >= 4 and name in last) for name in names)
        if not rest or not named or len(words_of(title[cut.end() :])) > MAX_SITE_WORDS:
            break
        title = rest
    first = SEPARATOR.search(title)
    if first and any(key_of(title[: first.start()]) == name for name in names):
        title = title[first.end() :]
    return title.strip()


def _begins(own: list[str], stated: Words) -> bool:
    return len(own) <= len(stated) <= len(own) * 2 and list(stated[: len(own)]) == own


def _ends(own: list[str], stated: Words) -> bool:
    """`Nama Situs: Judul`: the site's name may come first."""
    return len(own) < len(stated) <= len(own) * 2 and list(stated[-len(own) :]) == own


def _goes_on(own: list[str], cut: Words) -> bool:
    """`Kapal Latih Bersan...`: the heading has the rest; the last word may be cut too."""
    return MIN_WORDS <= len(cut) < len(own) <= MAX_WORDS and own[: len(cut)] == list(cut)


def _overlap(heading: str, title: str) -> float:
    """Share of the words of both that both have; 0.0 for a heading too short to be a title."""
    own, stated = set(words_of(heading)), set(words_of(title))
    return len(own & stated) / len(own | stated) if len(own) >= MIN_WORDS else 0.0
