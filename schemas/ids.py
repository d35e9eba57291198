"""Identity on the web: URL keys, hosts and deterministic ids, computed from the URL alone.

Two addresses share a key when Indonesian outlets serve one article under both: scheme, `www.`/`m.`/`amp.` hosts,
AMP paths, tracking parameters, full-view parameters, fragments, trailing slashes and the case of host and scheme.
"""

import hashlib
import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Protocol
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

# Parameters that name where a reader came from, never what is shown.
TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|igshid|yclid|_ga|_gl|mc_[ce]id|ref|ref_src|source|src|from|tag_from|"
    r"medium|campaign|cmpid|ncid|spm|share|shared|gaa_\w+|wtmk|twclid|si|amp|outputtype|lgn_method|google_btn)$",
    re.IGNORECASE,
)
# Parameters that show the same article whole rather than in pages.
FULL_VIEW = {("page", "all"), ("single", "1"), ("showpage", "all"), ("view", "full"), ("print", "1")}
MOBILE_LABELS = ("www", "m", "amp", "mobile", "wap")
# Letters, digits, hyphens and underscores in labels, or an IPv6 address without its brackets.
HOST = re.compile(r"^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:.]*:[0-9a-f:.]*)$")
DEFAULT_PORTS = {"http": 80, "https": 443}


class BadUrlError(ValueError):
    """The text is no absolute http(s) URL with a host."""


def host_of(url: str) -> str:
    """Host in lower-case ASCII (IDNA), with the port where it is not the scheme's own. Raises BadUrlError."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
    except (UnicodeError, ValueError) as error:
        raise BadUrlError(f"no usable URL: {url[:200]!r} ({error})") from error
    if parts.scheme.lower() not in DEFAULT_PORTS or not HOST.match(host):
        raise BadUrlError(f"no absolute http(s) URL: {url[:200]!r}")
    host = f"[{host}]" if ":" in host else host
    return host if port in (None, DEFAULT_PORTS[parts.scheme.lower()]) else f"{host}:{port}"


def registered_host(host: str) -> str:
    """The registrable domain of a host (`news.detik.com` is `detik.com`), or the host itself where it has none."""
    return _registered(host) or host


@lru_cache(maxsize=4096)
def _registered(host: str) -> str:
    """Empty where the host has no suffix that the list knows, such as a name of a local network."""
    return _suffixes()(host).top_domain_under_public_suffix


class Domain(Protocol):
    @property
    def top_domain_under_public_suffix(self) -> str: ...


@cache
def _suffixes() -> Callable[[str], Domain]:
    """The list packaged with tldextract: no network, no cache folder. Most processes never ask, and it takes 80 ms."""
    import tldextract

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def url_key(url: str) -> str:
    """One key for all addresses of one page: `host/path?query`, no scheme. Raises BadUrlError."""
    host = _without_mobile_labels(host_of(url))
    parts = urlsplit(url.strip())
    try:
        # Bytes that are no UTF-8 stay what they are: two such addresses are two pages.
        stated = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
        pairs = sorted(pair for pair in stated if not _ignored(*pair))
        path, query = _path(parts.path), urlencode(pairs, errors="surrogateescape")
    except ValueError as error:
        # Half a surrogate pair, or thousands of parameters.
        raise BadUrlError(f"no usable URL: {url[:200]!r} ({error})") from error
    return f"{host}{path}?{query}" if pairs else f"{host}{path}"


def _without_mobile_labels(host: str) -> str:
    """`www.`, `m.` and their like go, but never what was registered: `m.co.id` is a name of its own."""
    registered = _registered(host.partition(":")[0])
    while host.partition(":")[0] != registered and host.split(".", 1)[0] in MOBILE_LABELS and host.count(".") > 1:
        host = host.split(".", 1)[1]
    return host


def _ignored(name: str, value: str) -> bool:
    return bool(TRACKING.match(name)) or (name.lower(), value.lower()) in FULL_VIEW


def _path(path: str) -> str:
    # Unquote and quote again, so that %7E and ~ are one; "/" inside a segment stays quoted.
    trimmed: list[str] = []
    for raw in path.split("/"):
        segment = quote(unquote_to_bytes(raw), safe="~!$&'()*+,;=:@-._")
        if segment == "..":
            # As every browser does before it asks (RFC 3986, 5.2.4).
            trimmed = trimmed[:-1]
        elif segment not in ("", "."):
            trimmed.append(segment)
    if trimmed and trimmed[-1].lower() in ("amp", "index.html", "index.php"):
        trimmed.pop()
    if trimmed and trimmed[0].lower() == "amp" and len(trimmed) > 1:
        trimmed.pop(0)
    return "/" + "/".join(trimmed)


def digest(*parts: str) -> str:
    """A 128-bit id in hex over parts that cannot run into each other."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def article_id(canonical_url: str) -> str:
    """The article's id for life: the digest of its canonical URL's key. Raises BadUrlError."""
    return digest("article", url_key(canonical_url))
