"""Whether a page leads to further pages of the same article: by its links, not by what they are called."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml.html import HtmlElement

# Parameters that number the pages of an article, and what stands for all of them at once.
PAGE_KEYS = frozenset(("page", "halaman", "hal", "p", "pg", "paged", "pagenum"))
WHOLE = frozenset(("all", "semua", "full", "single"))
WHOLE_KEYS = frozenset(("single", "showall", "show_all"))
PAGE_PART = re.compile(r"/(?:page/|halaman[-/]|hal[-/])?([2-9]|[1-9]\d)/?")


def leads_on(tree: HtmlElement, meta: Mapping[str, str], *, url: str) -> bool:
    """True for the first page of several; False for a page that says it is all of them."""
    own = urlsplit(url)
    if _number(own.query) == "all":
        return False
    return any(_is_next(target, own.path, url) for target in _targets(tree, meta, own.path))


def _targets(tree: HtmlElement, meta: Mapping[str, str], path: str) -> Iterator[str]:
    """The next page of the head, and links that may stay at this article: nearly all others name another."""
    if "link:next" in meta:
        yield meta["link:next"]
    slug = path.rstrip("/").rsplit("/", 1)[-1]
    for link in tree.iter("a"):
        href = link.get("href")
        if href and slug and (slug in href or href.lstrip().startswith("?")):
            yield href


def _is_next(target: str, path: str, base: str) -> bool:
    try:
        there = urlsplit(urljoin(base, target.strip()))
    except ValueError:  # an address no parser reads leads nowhere
        return False
    own = path.rstrip("/")
    if "comment" in there.fragment or not own:
        return False
    if there.path.rstrip("/") == own:
        number = _number(there.query)
        return number == "all" or (number.isdigit() and int(number) > 1)
    return there.path.startswith(f"{own}/") and PAGE_PART.fullmatch(there.path[len(own) :]) is not None


def _number(query: str) -> str:
    """Which page a query asks for: a number, `all`, or nothing."""
    for key, value in parse_qsl(query):
        if key.lower() in WHOLE_KEYS or (key.lower() in PAGE_KEYS and value.lower() in WHOLE):
            return "all"
        if key.lower() in PAGE_KEYS and value.isdigit():
            return value
    return ""
