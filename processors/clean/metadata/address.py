"""The canonical address of an article, believed only on the outlet's own ground."""

from collections.abc import Mapping
from urllib.parse import urljoin

from processors.clean.metadata.choice import Candidate, Choice
from processors.clean.metadata.json_ld import Node
from processors.text.controls import without_controls
from schemas.article_address import may_be_same_article
from schemas.ids import BadUrlError, host_of, registered_host, url_key

FETCHED = "address fetched"
STATED, ASSUMED = 0.95, 0.5
DISBELIEVED = "a foreign host, no address, or not an article's"


def canonical_url(meta: Mapping[str, str], article: Node, *, final_url: str) -> Choice[str]:
    """Canonical link, then og:url; else the address fetched. Only an article's own is believed."""
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
        believed = bool(url) and (url == final_url or _is_own(url, final_url))
        lost = "" if believed else DISBELIEVED
        if believed and value:
            lost = "says the same" if url == value else "another comes first"
        elif believed:
            value, taken = url, where
        if said.strip():
            candidates.append(Candidate(value=said.split("#", 1)[0], where=where, lost=lost))
    return Choice(value, taken, ASSUMED if taken == FETCHED else STATED, tuple(candidates))


def disbelieved(choice: Choice[str], *, final_url: str) -> str:
    """The first candidate on the outlet's ground that was not believed, absolute; empty if there is none."""
    for candidate in choice.candidates:
        url = _absolute(candidate.value, final_url) if candidate.lost == DISBELIEVED else ""
        if url and registered_host(host_of(url)) == registered_host(host_of(final_url)):
            return url
    return ""


def _main_entity(article: Node) -> str:
    entity = article.get("mainEntityOfPage")
    if isinstance(entity, Mapping):
        entity = entity.get("@id")
    return without_controls(entity) if isinstance(entity, str) else ""


def _absolute(stated: str, base: str) -> str:
    if not stated.strip():
        return ""
    try:
        # Without a leading slash it is meant from the root, as everything that prints one means it.
        root = urljoin(base, "/") if not stated.strip().startswith(("/", "?", ".")) else base
        url = urljoin(root, stated.strip())
        host_of(url)
    except (BadUrlError, ValueError):  # a template that printed nonsense: the next candidate may be sound
        return ""
    return url.split("#", 1)[0]


def _is_own(candidate: str, final_url: str) -> bool:
    same_ground = registered_host(host_of(final_url)) == registered_host(host_of(candidate))
    return same_ground and (url_key(candidate) == url_key(final_url) or may_be_same_article(candidate, final_url))
