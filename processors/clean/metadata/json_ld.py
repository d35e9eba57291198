"""JSON-LD of a page: several blocks, arrays, `@graph`, and blocks that are broken in the usual ways."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

from processors.text.controls import without_controls

Node = Mapping[str, Any]

DECODER = json.JSONDecoder(strict=False)
MAX_BLOCK_CHARS = 1_000_000
MAX_DEPTH = 8
# No date or count is larger; what is may be no number at all.
MAX_NUMBER = 10**15
MAX_WRAPPERS = 8
# What templates wrap a script in; they nest.
OPENERS = ("<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "//")
CLOSERS = ("-->", "//]]>", "/*]]>*/", "]]>", ";", "//")
TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
MISSING_COMMA = re.compile(r'("|\}|\]|\d)([ \t\r]{0,80}\n\s{0,200})(?=")')
# `\'` is JavaScript's; JSON knows no such escape.
UNKNOWN_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
# A block past repair still tells these in plain sight.
FIELD = re.compile(
    r'"(@type|headline|datePublished|dateModified|dateCreated|articleBody|articleSection|isAccessibleForFree|url|'
    r'author|editor)"\s*:\s*"((?:[^"\\]|\\.){0,200000})"'
)
AUTHOR_FIELD = re.compile(r'"(author|editor)"\s*:\s*[\[{]?\s*\{?[^{}\[\]]{0,200}?"name"\s*:\s*"([^"]{2,80})"')
# What the type of an article is called: NewsArticle, BlogPosting, AdvertiserContentArticle, Report.
ARTICLE_WORD = re.compile(r"(?:Article|(?<!Job)Posting|Report)$")
KNOWN_KEYS = {
    key.lower(): key
    for key in (
        *("@type", "@id", "@graph", "headline", "name", "url", "author", "creator", "editor", "publisher", "hasPart"),
        *("datePublished", "dateModified", "dateCreated", "uploadDate", "articleBody", "articleSection", "mainEntity"),
        *("mainEntityOfPage", "isAccessibleForFree", "image", "alternativeHeadline"),
    )
}


def read_json_ld(tree: HtmlElement) -> tuple[Node, ...]:
    """Every node of every block, in page order; what a node is only a part or a list of is not among them."""
    nodes: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            text = (script.text or "")[:MAX_BLOCK_CHARS]
            nodes += _flatten(_load(text), 0)
    return tuple(nodes)


def types_of(node: Node) -> set[str]:
    kind = node.get("@type")
    return {str(item).rsplit("/", 1)[-1] for item in (kind if isinstance(kind, list) else [kind]) if item}


def text_at(node: Node, key: str) -> str:
    """A string or a number, entities resolved; the first of a list; empty for anything else."""
    value = node.get(key)
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("@value") or value.get("url")
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(int(value)) if abs(value) < MAX_NUMBER else ""
    return " ".join(without_controls(html.unescape(value)).split()) if isinstance(value, str) else ""


def names_at(node: Node, key: str) -> list[tuple[str, str]]:
    """Names under `key` with the type each states ("Person", "Organization" or empty)."""
    value = node.get(key)
    found: list[tuple[str, str]] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            found.append((without_controls(html.unescape(item)), ""))
        elif isinstance(item, Mapping):
            names = item.get("name")
            kind = next(iter(types_of(item)), "")
            for name in names if isinstance(names, list) else [names]:
                name = name.get("@value") if isinstance(name, Mapping) else name
                if isinstance(name, str):
                    found.append((without_controls(html.unescape(name)), kind))
    return found


def _load(text: str) -> Any:
    cleaned = _unwrapped(text)
    for attempt in _attempts(cleaned):
        try:
            return list(_concatenated(attempt))
        except (ValueError, RecursionError):  # broken here: the next attempt repairs more, the last reads fields
            continue
    return _fields(cleaned)


def _attempts(text: str) -> Iterator[str]:
    """The text as it is, then repaired more and more."""
    yield text
    if "&quot;" in text[:200]:
        text = html.unescape(text)
        yield text
    if '"' not in text:
        text = text.replace("'", '"')
        yield text
    text = TRAILING_COMMA.sub("", UNKNOWN_ESCAPE.sub("", text))
    yield text
    yield MISSING_COMMA.sub(r"\1,\2", text)


def _unwrapped(text: str) -> str:
    for _ in range(MAX_WRAPPERS):
        before = text
        for opener in OPENERS:
            text = text.strip().removeprefix(opener)
        for closer in CLOSERS:
            text = text.strip().removesuffix(closer)
        if text == before:
            break
    return text


def _concatenated(text: str) -> Iterator[Any]:
    """Values one after another: some templates print two objects into one block."""
    position = 0
    while position < len(text):
        value, position = DECODER.raw_decode(text, position)
        yield value
        while position < len(text) and text[position] in " \t\r\n,;":
            position += 1


def _fields(text: str) -> dict[str, Any]:
    node: dict[str, Any] = {}
    for key, raw in FIELD.findall(text):
        try:
            value = json.loads(f'"{raw}"', strict=False)
        except ValueError:  # an escape nobody knows: the text as it stands is nearest
            value = raw
        if key != "@type" or ARTICLE_WORD.search(value):
            node.setdefault(key, value)
    for key, name in AUTHOR_FIELD.findall(text):
        node.setdefault(key, {"@type": "Person", "name": name})
    return node


def _flatten(value: Any, depth: int) -> list[Node]:
    """`hasPart`, `mentions` and items of lists are other articles or parts: they stay inside their node."""
    if depth > MAX_DEPTH:
        return []
    if isinstance(value, list):
        return [node for item in value for node in _flatten(item, depth + 1)]
    if not isinstance(value, dict):
        return []
    node: dict[str, Any] = {KNOWN_KEYS.get(str(key).lower(), str(key)): said for key, said in value.items()}
    inside = [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node]
    return [node, *_flatten(inside, depth + 1)]
