"""Which node of a page's JSON-LD is the page's own article: teasers and endless pages state others beside it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from processors.clean.metadata.json_ld import ARTICLE_WORD, Node, text_at, types_of
from processors.text.words import words_of

PAGE_TYPES = frozenset(("WebPage", "ItemPage", "NewsPage", "Recipe", "HowTo"))
# What a node of the page itself may state in the article's place.
PAGE_FIELDS = ("datePublished", "dateModified", "author", "creator", "editor", "isAccessibleForFree")
EMPTY: tuple[object, ...] = (None, "", [], {})
PEOPLE_FIELDS = ("author", "creator", "editor", "publisher")
# Shares of a headline's words that make it the page's own, or another's.
OWN_SHARE, FOREIGN_SHARE = 0.6, 0.3
MIN_WORDS = 3


def own_article(nodes: Sequence[Node], *, names: Sequence[str] = (), urls: Sequence[str] = ()) -> Node:
    """The node that describes the article, references resolved; empty where none does.

    `names` are what the page calls itself, `urls` its addresses. Of several that fit the one that says most counts,
    and what it leaves out is taken from the others.
    """
    articles = [node for node in nodes if any(map(ARTICLE_WORD.search, types_of(node)))]
    fitting = [(fit, node) for node in articles if (fit := _fit(node, names, urls)) >= 0]
    if not fitting:
        return {}
    best = max(fit for fit, _ in fitting)
    own = [node for fit, node in fitting if fit == best]
    own.sort(key=lambda node: ("datePublished" in node, "headline" in node, len(node)), reverse=True)
    return _resolved(_filled(own), nodes)


def described(nodes: Sequence[Node], article: Node, *, urls: Sequence[str]) -> Node:
    """The article with what the node of the page itself (WebPage) states where the article's says nothing."""
    pages = [node for node in nodes if types_of(node) & PAGE_TYPES and _address(node, urls) is not False]
    told = {key: node[key] for node in reversed(pages) for key in PAGE_FIELDS if key in node}
    return {**_resolved(told, nodes), **{key: value for key, value in article.items() if value not in EMPTY}}


def _fit(node: Node, names: Sequence[str], urls: Sequence[str]) -> int:
    """3: headline and address are the page's; 2: the headline is; 1: the address; 0: neither; -1: another's headline.

    Templates of endless pages give every article the address of the first.
    """
    addressed = _address(node, urls) is True
    headline = set(words_of(text_at(node, "headline") or text_at(node, "name")))
    shares = [_share(headline, told) for name in names if len(told := set(words_of(name))) >= MIN_WORDS]
    best = max(shares, default=0.0) if headline else 0.0
    if best >= OWN_SHARE:
        return 3 if addressed else 2
    return 1 if addressed else -1 if headline and shares and best < FOREIGN_SHARE else 0


def _address(node: Node, urls: Sequence[str]) -> bool | None:
    """Whether the node states one of the page's addresses; None where it states none of any page."""
    entity = node.get("mainEntityOfPage")
    stated = [node.get("url"), node.get("@id"), entity]
    if isinstance(entity, Mapping):
        stated += [entity.get("@id"), entity.get("url")]
    paths = [path for value in stated if isinstance(value, str) and (path := _path(value))]
    ours = [path for url in urls if (path := _path(url))]
    return any(path in ours for path in paths) if paths and ours else None


def _path(url: str) -> str:
    """The path of an article's address; empty for a front page and for what is no address."""
    try:
        path = urlsplit(url).path
    except ValueError:  # a template that printed nonsense names no page
        return ""
    return path.strip("/").lower()


def _share(one: set[str], other: set[str]) -> float:
    """Of the shorter one's words, the share that both have: headlines are cut, and shortened for search engines."""
    return len(one & other) / max(1, min(len(one), len(other)))


def _filled(own: Sequence[Node]) -> dict[str, Any]:
    return {key: value for node in reversed(own) for key, value in node.items() if value not in EMPTY}


def _resolved(node: Node, nodes: Sequence[Node]) -> dict[str, Any]:
    """`{"author": {"@id": "#rina"}}` with the node of that id in its place."""
    by_id = {str(other["@id"]): other for other in reversed(nodes) if "@id" in other and "name" in other}
    people = {key: list(_followed(node[key], by_id)) for key in PEOPLE_FIELDS if node.get(key)}
    return {**node, **people}


def _followed(value: Any, by_id: Mapping[str, Node]) -> Iterator[Any]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Mapping) and "name" not in item:
            yield by_id.get(str(item.get("@id")), item)
        else:
            yield by_id.get(item, item) if isinstance(item, str) else item
