"""Checks requested addresses, and resolves redirects: pure rules."""

from string import punctuation
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from yarl import URL

from ingest.web.errors import FetchRefused
from schemas.ids import BadUrlError, host_of
from schemas.outcomes import Reason

# Of ASCII, what a path and a query may hold (RFC 3986, 3.3 and 3.4), the percent sign of an escape, and brackets.
UNTOUCHED = "!$%&'()*+,-./:;=?@_~[]"


def checked_url(url: str) -> str:
    """Raises FetchRefused (forbidden_scheme, bad_url); the fragment is no part of a request."""
    scheme = urlsplit(url).scheme.lower() if "://" in url else url.partition(":")[0].lower()
    if scheme not in ("http", "https"):
        raise FetchRefused(Reason.FORBIDDEN_SCHEME, f"{scheme[:20] or 'no scheme'}: only http and https are fetched")
    try:
        host_of(url)
    except BadUrlError as error:
        raise FetchRefused(Reason.BAD_URL, str(error)) from error
    if "@" in urlsplit(url).netloc:
        # A name and password would be sent on to whoever the link names.
        raise FetchRefused(Reason.BAD_URL, "the URL carries a user name")
    return urldefrag(url).url


def requested(url: str) -> URL:
    """The address as it is asked for: its escapes as they were given, and what must not stand there escaped.

    A server may answer `%2C` and redirect from `,`, so no character is exchanged for its escape or back.
    """
    parts = urlsplit(url)
    path, query = (quote(part.encode("utf-8", "surrogateescape"), safe=UNTOUCHED) for part in (parts.path, parts.query))
    return URL(urlunsplit((parts.scheme.lower(), host_of(url), path or "/", query, "")), encoded=True)


def redirect_target(url: str, location: str) -> str:
    """The address of `location` relative to `url`; not yet checked. Raises FetchRefused (bad_url)."""
    # Location often holds raw bytes; aiohttp gives them as lone surrogates, which no URL may carry.
    raw = location.strip().encode("utf-8", "surrogateescape")
    try:
        return urldefrag(urljoin(url, quote(raw, safe=punctuation))).url
    except ValueError as error:
        raise FetchRefused(Reason.BAD_URL, f"redirect to {location[:100]!r}", redirected=True) from error
