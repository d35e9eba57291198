"""Reads an index page (newest articles, an archive's day, hits of a search) into the articles it links to."""

import re
from urllib.parse import urlsplit

from lxml import etree, html

from ingest.discover.listing import MAX_LINKS, FoundLink, Listing, UnreadableListError, title_of, web_url
from schemas.ids import BadUrlError, url_key
from schemas.outcomes import Reason

# What an article's address has and a section's has not: words enough for a headline, a long number or a date.
MIN_SLUG_WORDS = 4
LONG_NUMBER = re.compile(r"\d{5,}")
DATED = re.compile(r"/(?:19|20)\d\d[/-]?\d\d(?:[/-]?\d\d)?/")
WORD = re.compile(r"[^\W\d_]{2,}|\d+")
# Parts of a page that are the same on every page of the site.
FURNITURE = frozenset({"nav", "header", "footer", "aside"})
# Lists of the same articles, and what is no article.
NO_ARTICLE = re.compile(
    r"^/(?:tag|tags|topik|topic|label|author|penulis|reporter|indeks|index|search|cari|category|kategori|kanal|login"
    r"|about|tentang-kami|redaksi|pedoman|privacy|disclaimer|contact|kontak)(?:/|$)"
    r"|\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|css|js|xml)$",
    re.IGNORECASE,
)


def read_index(body: bytes, *, base_url: str, charset: str | None = None) -> Listing:
    """Raises UnreadableListError (index_invalid) if the bytes are no web page; no article found is an empty list."""
    root = _parse(body, charset)
    titles: dict[str, str] = {}
    urls: dict[str, str] = {}
    own_key = url_key(base_url)
    for anchor in root.iter("a"):
        url = web_url(base_url, (anchor.get("href") or "").strip())
        if url is None or not is_article(url) or _in_furniture(anchor):
            continue
        key = url_key(url)
        if key != own_key and len(urls) < MAX_LINKS:
            urls.setdefault(key, url)
            # A picture and a headline link to the same article: the longest words are the headline.
            titles[key] = max(titles.get(key, ""), _words(anchor), key=len)
    return Listing(links=tuple(FoundLink(url, title=title_of(titles[key])) for key, url in urls.items()))


def is_article(url: str) -> bool:
    """Whether an address looks like an article's, by its path alone."""
    try:
        path = urlsplit(url).path
        url_key(url)
    except (BadUrlError, ValueError):
        return False
    last = path.rstrip("/").rsplit("/", 1)[-1]
    if not last or NO_ARTICLE.search(path):
        return False
    words = len(WORD.findall(last.rsplit(".", 1)[0]))
    numbered = LONG_NUMBER.search(path) or DATED.search(path)
    return words >= MIN_SLUG_WORDS or (numbered is not None and words >= 2)


def _parse(body: bytes, charset: str | None) -> html.HtmlElement:
    if b"<" not in body[:4096] or b"\x00" in body[:512]:
        raise UnreadableListError(Reason.INDEX_INVALID, "no markup in it")
    try:
        parser = html.HTMLParser(encoding=charset, no_network=True, huge_tree=False)
        return html.document_fromstring(body, parser=parser)
    except (etree.LxmlError, LookupError, ValueError) as error:
        # LookupError: a charset that does not exist.
        raise UnreadableListError(Reason.INDEX_INVALID, str(error)) from error


def _in_furniture(anchor: html.HtmlElement) -> bool:
    return any(parent.tag in FURNITURE for parent in anchor.iterancestors())


def _words(anchor: html.HtmlElement) -> str:
    text = " ".join("".join(anchor.itertext()).split())
    return text or str(anchor.get("title") or "").strip()
