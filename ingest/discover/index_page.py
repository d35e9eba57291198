"""Reads an index page (newest articles, an archive's day, hits of a search) into the articles it links to."""

import re
from urllib.parse import parse_qsl, urlsplit

from lxml import etree, html

from ingest.discover.decoding import decoded
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
CARDS = frozenset({"article", "li"})
# `baca.php?id=123456`: the parameters that name an article.
ID_NAME = re.compile(r"^(?:id|p|nid|aid|idx|(?:news|art|article|artikel|post|berita)_?id)$", re.IGNORECASE)
# Lists of the same articles, and what is no article.
NO_ARTICLE = re.compile(
    r"^/(?:tag|tags|topik|topic|label|author|penulis|reporter|indeks|index|search|cari|category|kategori|kanal|login"
    r"|about|tentang-kami|redaksi|pedoman|privacy|disclaimer|contact|kontak)(?:/|$)"
    r"|\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|css|js|xml)$",
    re.IGNORECASE,
)


def read_index(body: bytes, *, base_url: str, content_type: str = "") -> Listing:
    """Raises UnreadableListError (index_invalid) if the bytes are no web page; no article found is an empty list."""
    root = parse_page(body, content_type)
    links_base = base_of(root, base_url)
    titles: dict[str, str] = {}
    urls: dict[str, str] = {}
    own_key = url_key(base_url)
    for anchor in root.iter("a"):
        url = web_url(links_base, (anchor.get("href") or "").strip())
        if url is None or not is_article(url) or _in_furniture(anchor):
            continue
        key = url_key(url)
        if key != own_key and len(urls) < MAX_LINKS:
            urls.setdefault(key, url)
            # A picture and a headline link to the same article: the longest words are the headline.
            titles[key] = max(titles.get(key, ""), _words(anchor), key=len)
    return Listing(links=tuple(FoundLink(url, title=title_of(titles[key])) for key, url in urls.items()))


def is_article(url: str) -> bool:
    """Whether an address looks like an article's, by its path, or by a long number that names it in its query."""
    try:
        path, query = urlsplit(url).path, urlsplit(url).query
        url_key(url)
    except (BadUrlError, ValueError):
        return False
    last = path.rstrip("/").rsplit("/", 1)[-1]
    if NO_ARTICLE.search(path):
        return False
    if any(ID_NAME.match(name) and LONG_NUMBER.fullmatch(value) for name, value in parse_qsl(query)):
        return True
    if not last:
        return False
    words = len(WORD.findall(last.rsplit(".", 1)[0]))
    numbered = LONG_NUMBER.search(path) or DATED.search(path)
    return words >= MIN_SLUG_WORDS or (numbered is not None and words >= 2)


def parse_page(body: bytes, content_type: str = "") -> html.HtmlElement:
    """Raises UnreadableListError (index_invalid)."""
    text = decoded(body, content_type)
    if "<" not in text[:4096] or "\x00" in text[:512]:
        raise UnreadableListError(Reason.INDEX_INVALID, "no markup in it")
    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableListError(Reason.INDEX_INVALID, str(error)) from error


def base_of(root: html.HtmlElement, url: str) -> str:
    """What relative addresses of the page are relative to: the first `<base href>`, or where the page lies."""
    stated = next((base.get("href") for base in root.iter("base") if base.get("href")), None)
    return (web_url(url, stated) if stated else None) or url


def _in_furniture(anchor: html.HtmlElement) -> bool:
    """The header and footer of an article, a card of a list, are its own."""
    for parent in anchor.iterancestors():
        if parent.tag in ("nav", "aside"):
            return True
        if parent.tag in FURNITURE:
            return not any(above.tag in CARDS for above in parent.iterancestors())
    return False


def _words(anchor: html.HtmlElement) -> str:
    text = " ".join("".join(anchor.itertext()).split())
    return text or str(anchor.get("title") or "").strip()
