"""Finds the numbered pages of one article, and whether a page has new text."""

import html
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from schemas.ids import BadUrlError, url_key

# More are a listing or a trap; photo series of news sites end near twenty.
MAX_PAGES = 20
PARAMETERS = ("page", "hal", "halaman")
LINK = re.compile(rb"""<(?:a|link)\b[^<>]{0,2000}?\bhref\s*=\s*["']?([^"'\s<>]{1,2000})""", re.IGNORECASE)
# `/judul-berita/2`, `/judul-berita/page/2`, `/judul-berita/hal-2`; longer numbers are ids.
IN_PATH = re.compile(r"/(?:(?:page|hal|halaman)[/-])?(\d{1,2})/?$", re.IGNORECASE)
# An article's address holds an id or a title of several words; a section's has page numbers too, and no end.
ARTICLE = re.compile(r"\d{4,}|[a-z0-9]+-[a-z0-9]+-[a-z0-9]+", re.IGNORECASE)
PARAGRAPH = re.compile(rb"<(?:p|li|h[2-4])\b[^>]*>(.*?)(?=</?(?:p|div|li|h[2-4])\b)", re.IGNORECASE | re.DOTALL)
TAG = re.compile(rb"<[^>]*>")
# Shorter paragraphs are captions, dates and labels.
TEXT_BYTES = 60


def next_page_url(first_url: str, body: bytes, number: int) -> str | None:
    """The address of page `number` of the article at `first_url`, as `body` (the page before it) links to it."""
    path = urlsplit(first_url).path
    if not ARTICLE.search(path):
        return None
    wanted, own = _hint(number), path.rstrip("/").rpartition("/")[2].encode()
    for raw in LINK.findall(body):
        # Menus are full of numbers too: only what names this very article is looked at closely.
        if wanted.search(raw) and (raw.startswith(b"?") or own in raw):
            url = _absolute(first_url, html.unescape(raw.decode("utf-8", "replace")))
            if url and is_page(first_url, url, number):
                return url
    return None


def is_page(first_url: str, url: str, number: int) -> bool:
    """Whether `url` is page `number` of the article at `first_url`; also where a redirect ended."""
    try:
        article = url_key(_without_parameter(first_url)[0])
        plain, stated = _without_parameter(url)
        if stated is not None:
            return stated == number and url_key(plain) == article
        parts = urlsplit(url)
        found = IN_PATH.search(parts.path)
        whole = urlunsplit(parts._replace(path=parts.path[: found.start()] or "/")) if found else ""
        return found is not None and int(found[1]) == number and url_key(whole) == article
    except (BadUrlError, ValueError):
        # A link that is no address leads to no page.
        return False


def texts(body: bytes) -> set[bytes]:
    """The paragraphs of a page, without their tags."""
    plain = (b" ".join(TAG.sub(b" ", inner).split()) for inner in PARAGRAPH.findall(body))
    return {text for text in plain if len(text) >= TEXT_BYTES}


def _hint(number: int) -> re.Pattern[bytes]:
    """Most links of a page fail this at once, before anything costly is done to them."""
    names = "|".join(PARAMETERS)
    return re.compile(rf"(?:\b(?:{names})=|/(?:(?:{names})[/-])?){number}(?!\d)".encode(), re.IGNORECASE)


def _absolute(base: str, link: str) -> str | None:
    try:
        return urljoin(base, link.strip())
    except ValueError:
        # As in is_page.
        return None


def _without_parameter(url: str) -> tuple[str, int | None]:
    """The URL without its page parameter, and the number that it named."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    number = next((int(v) for k, v in pairs if k.lower() in PARAMETERS and v.isascii() and v.isdigit()), None)
    rest = [(k, v) for k, v in pairs if k.lower() not in PARAMETERS]
    return urlunsplit(parts._replace(query=urlencode(rest), fragment="")), number
