"""The canonical address of an article, believed only on the outlet's own ground."""

from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from processors.clean.metadata.json_ld import Node, printable
from schemas.ids import BadUrlError, host_of, registered_host


def canonical_url(meta: Mapping[str, str], article: Node, *, final_url: str) -> str:
    """Canonical link, then og:url; else the address fetched. A front page or a foreign host is not believed."""
    for stated in (meta.get("link:canonical", ""), meta.get("og:url", ""), _main_entity(article)):
        candidate = _absolute(stated, final_url)
        if candidate and _same_ground(candidate, final_url):
            return candidate
    return final_url


def _main_entity(article: Node) -> str:
    entity = article.get("mainEntityOfPage")
    if isinstance(entity, Mapping):
        entity = entity.get("@id")
    return printable(entity) if isinstance(entity, str) else ""


def _absolute(stated: str, base: str) -> str:
    if not stated.strip():
        return ""
    try:
        url = urljoin(base, stated.strip())
        host_of(url)
    except (BadUrlError, ValueError):  # a template that printed nonsense: the next candidate may be sound
        return ""
    return url.split("#", 1)[0]


def _same_ground(candidate: str, final_url: str) -> bool:
    ours, theirs = host_of(final_url), host_of(candidate)
    front = urlsplit(candidate).path.strip("/") == "" and urlsplit(final_url).path.strip("/") != ""
    return registered_host(ours) == registered_host(theirs) and not front
