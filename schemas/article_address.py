"""What an article's address looks like, beside those of sections, lists and pages that are none."""

import re
from urllib.parse import parse_qsl, urlsplit

from schemas.ids import BadUrlError, url_key

# What an article's address has and a section's has not: words enough for a headline, a long number or a date.
MIN_SLUG_WORDS = 4
LONG_NUMBER = re.compile(r"\d{5,}")
DATED = re.compile(r"/(?:19|20)\d\d[/-]?\d\d(?:[/-]?\d\d)?/")
WORD = re.compile(r"[^\W\d_]{2,}|\d+")
# Lists of the same articles, and what is no article.
NO_ARTICLE = re.compile(
    r"^/(?:tag|tags|topik|topic|label|author|penulis|reporter|indeks|index|search|cari|category|kategori|kanal|login"
    r"|about|tentang-kami|redaksi|pedoman|privacy|disclaimer|contact|kontak)(?:/|$)"
    r"|\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|css|js|xml)$",
    re.IGNORECASE,
)
# `baca.php?id=123456`: the parameters that name an article, and those that name a part of one.
ID_NAME = re.compile(r"^(?:id|p|nid|aid|idx|(?:news|art|article|artikel|post|berita)_?id)$", re.IGNORECASE)
PART_NAME = re.compile(r"^(?:page|paged|hal|halaman|pg|start|offset)$", re.IGNORECASE)
# What a template prints where it has nothing to print, and the page that says so.
NOTHING = frozenset({"undefined", "null", "nan", "none", "false", "true", "404", "error", "not-found", "notfound"})
TEMPLATE = re.compile(r"\{\{|\}\}|%7b%7b|\$\{|<%|\[object", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")
NUMBER = re.compile(r"(?<!\d)\d{4,}(?!\d)")
EXTENSION = re.compile(r"\.(?:s?html?|php|aspx?|jsp|amp)$", re.IGNORECASE)


def is_article(url: str) -> bool:
    """Whether an address looks like an article's, by its path, or by a long number that names it in its query."""
    try:
        path, query = urlsplit(url).path, urlsplit(url).query
        url_key(url)
    except (BadUrlError, ValueError):
        return False
    if NO_ARTICLE.search(path):
        return False
    if any(ID_NAME.match(name) and LONG_NUMBER.fullmatch(value) for name, value in parse_qsl(query)):
        return True
    last = path.rstrip("/").rsplit("/", 1)[-1]
    words = len(WORD.findall(last.rsplit(".", 1)[0])) if last else 0
    numbered = LONG_NUMBER.search(path) or DATED.search(path)
    return words >= MIN_SLUG_WORDS or (numbered is not None and words >= 2)


def may_be_same_article(stated: str, url: str) -> bool:
    """Whether `stated`, an address on the ground of `url`, may be another address of the article at `url`.

    It has the same slug or number, or it looks like an article's itself. A section, a part of an article and what a
    template left over may not.
    """
    path, query = urlsplit(stated).path, urlsplit(stated).query
    segments = [segment.lower() for segment in path.split("/") if segment]
    if TEMPLATE.search(stated) or NOTHING.intersection(EXTENSION.sub("", segment) for segment in segments):
        return False
    own = dict(parse_qsl(urlsplit(url).query))
    if any(PART_NAME.match(name) and own.get(name) != value for name, value in parse_qsl(query)):
        return False
    if not _names_something(stated):
        return False
    return _slug(stated) == _slug(url) or bool(_numbers(stated) & _numbers(url)) or is_article(stated)


def _names_something(url: str) -> bool:
    """Not a front page or a list, whatever its words."""
    parts = urlsplit(url)
    last = _slug(url)
    return bool(last or parts.query) and not NO_ARTICLE.search(parts.path) and last not in ("index", "home", "beranda")


def _slug(url: str) -> str:
    """The last part of the path, without extension and number."""
    last = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1]
    return EXTENSION.sub("", last).lower()


def _numbers(url: str) -> set[str]:
    """Long enough to name an article, and no year."""
    parts = urlsplit(url)
    return {number for number in NUMBER.findall(f"{parts.path}?{parts.query}") if not YEAR.fullmatch(number)}
