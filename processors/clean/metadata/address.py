"""The canonical address of an article, believed only on the outlet's own ground."""

from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from processors.clean.metadata.choice import Candidate, Choice
from processors.clean.metadata.json_ld import Node
from processors.text.controls import without_controls
from schemas.ids import BadUrlError, host_of, registered_host

FETCHED = "address fetched"
STATED, ASSUMED = 0.95, 0.5


def canonical_url(meta: Mapping[str, str], article: Node, *, final_url: str) -> Choice[str]:
    """Canonical link, then og:url; else the address fetched. A front page or a foreign host is not believed."""
    stated = (
        ("canonical link", meta.get("link:canonical", "")),
        ("og:url", meta.get("og:url", "")),
        ("json-ld", _main_entity(article)),
        (FETCHED, final_url),
    )
    value = taken = ""
    candidates: list[Candidate] = []
    for where, said in stated:
        url = final_url if where == FETCHED else _absolute(said, final_url)
        believed = bool(url) and (url == final_url or _same_ground(url, final_url))
        lost = "" if believed else "a front page, a foreign host or no address"
        if believed and value:
            lost = "says the same" if url == value else "another comes first"
        elif believed:
            value, taken = url, where
        if said.strip():
            candidates.append(Candidate(value=said.split("#", 1)[0], where=where, lost=lost))
    return Choice(value, taken, ASSUMED if taken == FETCHED else STATED, tuple(candidates))


def _main_entity(article: Node) -> str:
    entity = article.get("mainEntityOfPage")
    if isinstance(entity, Mapping):
        entity = entity.get("@id")
    return without_controls(entity) if isinstance(entity, str) else ""


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
