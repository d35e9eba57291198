"""Identity on the web: URL keys, hosts and deterministic ids, computed from the URL alone.

Two addresses share a key when Indonesian outlets serve one article under both: scheme, `www.`/`m.`/`amp.` hosts,
AMP paths, mobile views, tracking and full-view parameters, fragments, trailing slashes, the case of host and scheme,
and the two forms of an accented letter. Keys have a version: `upgraded_key` brings one of any version to the present.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Protocol
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

# Counts up when two addresses share a key that did not before: what is stored is then re-keyed (stores/rekey.py).
# A later version only joins keys, never parts them: else the key of an earlier one could not be brought to it.
KEY_VERSION = 2
# Parameters that name where a reader came from, never what is shown.
TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|igshid|yclid|_ga|_gl|mc_[ce]id|ref|ref_src|source|src|from|tag_from|"
    r"medium|campaign|cmpid|ncid|spm|share|shared|gaa_\w+|wtmk|twclid|si|amp|outputtype|lgn_method|google_btn|"
    # Version 2: Meta, Google, TikTok, Yandex, Matomo, HubSpot, Marketo, AT Internet, LinkedIn, Pinterest.
    r"fb_\w+|mibextid|igsh|gbraid|wbraid|gclsrc|gad_source|ttclid|ymclid|li_fat_id|epik|mkt_tok|"
    r"(?:mtm|matomo|piwik)_\w+|pk_(?:campaign|kwd|keyword|source|medium|content|cid|vid)|"
    r"_hs\w+|__hs\w+|hsctatracking|at_(?!id$)\w+|__twitter_impression|_branch_match_id|vero_(?:id|conv)|oly_\w+_id)$",
    re.IGNORECASE,
)
# Parameters that show the same article whole rather than in pages, or for another screen.
FULL_VIEW = {("page", "all"), ("single", "1"), ("showpage", "all"), ("view", "full"), ("print", "1")}
FULL_VIEW |= {("m", "1"), ("m", "0")}
# What is left of `&` where an address was escaped twice.
ESCAPED_TWICE = re.compile(r"^(?:amp;|#38;|#038;)+", re.IGNORECASE)
AMP_PAGE = re.compile(r"\.amp(?=\.html?$|$)", re.IGNORECASE)
LAST_SAYS_NOTHING = ("amp", "amp.html", "index.html", "index.php")
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
        composed = ((_composed(ESCAPED_TWICE.sub("", name)), _composed(value)) for name, value in stated)
        pairs = sorted(pair for pair in composed if not _ignored(*pair))
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
        segment = quote(_composed_bytes(unquote_to_bytes(raw)), safe="~!$&'()*+,;=:@-._")
        if segment == "..":
            # As every browser does before it asks (RFC 3986, 5.2.4).
            trimmed = trimmed[:-1]
        elif segment not in ("", "."):
            trimmed.append(segment)
    while trimmed and trimmed[-1].lower() in LAST_SAYS_NOTHING:
        trimmed.pop()
    if trimmed:
        trimmed[-1] = AMP_PAGE.sub("", trimmed[-1]) or trimmed[-1]
    if trimmed and trimmed[0].lower() == "amp" and len(trimmed) > 1:
        trimmed.pop(0)
    return "/" + "/".join(trimmed)


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _composed_bytes(raw: bytes) -> bytes:
    if raw.isascii():
        return raw
    # Bytes that are no UTF-8 come out as they went in.
    return _composed(raw.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def upgraded_key(key: str) -> str:
    """The present key of the page that a key of this or any earlier version names; itself if it names no address."""
    try:
        return url_key(f"https://{key}")
    except BadUrlError:
        return key


def digest(*parts: str) -> str:
    """A 128-bit id in hex over parts that cannot run into each other."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def article_id(canonical_url: str) -> str:
    """The article's id: the digest of its canonical URL's key. Raises BadUrlError."""
    return id_of_key(url_key(canonical_url))


def id_of_key(key: str) -> str:
    """An article keeps the id it was first stored under, whatever its key becomes (stores/rekey.py)."""
    return digest("article", key)


def slug(name: str) -> str:
    """Letters of ASCII and digits, joined by hyphens: one of a name in whatever case, marks and signs it is written."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "x" + name.encode().hex()
