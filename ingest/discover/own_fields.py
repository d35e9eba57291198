"""Leaves in a feed what each entry says of itself, so that no word of a picture or of a quoted page is taken for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

ENTRIES = frozenset({"item", "entry"})
DATES = frozenset({"pubdate", "date", "published", "updated", "modified", "issued", "created"})
ATOM = "http://www.w3.org/2005/Atom"
# A malformed feed of this length takes a few seconds of feedparser, and memory of a hundred times its length.
FORGIVEN_CHARS = 1_000_000
MAX_VALUE_CHARS = 10_000
# What a reader is led to, of the links of an Atom entry: the page first, then whatever else it may be.
PAGE_TYPES = ("text/html", "application/xhtml+xml", "")

Element = etree._Element  # lxml names it nowhere else


@dataclass(frozen=True)
class OwnFields:
    """`feed` in UTF-8; not `whole` if what is no XML was passed over."""

    feed: bytes
    whole: bool


def only_own_fields(text: str, *, max_entries: int) -> OwnFields | None:
    """The feed with its first entries' own address, title and dates.

    None if it is no well-formed XML, and short enough to be read by what forgives more and takes longer.
    """
    root, whole = _parsed(text, recover=False), True
    if root is None and len(text) > FORGIVEN_CHARS:
        root, whole = _parsed(text, recover=True), False
    if root is None:
        return None
    for number, entry in enumerate(list(_entries(root))):
        parent = entry.getparent()
        if number < max_entries:
            _prune(entry)
        elif parent is not None:
            parent.remove(entry)
    return OwnFields(bytes(etree.tostring(root, encoding="utf-8")), whole)


def _parsed(text: str, *, recover: bool) -> Element | None:
    parser = etree.XMLParser(recover=recover, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _entries(root: Element) -> Iterator[Element]:
    for element in root.iter():
        # An entry inside an entry is one that it quotes.
        if _name(element) in ENTRIES and not any(_name(above) in ENTRIES for above in element.iterancestors()):
            yield element


def _prune(entry: Element) -> None:
    kept = (*_links(entry), *_titles(entry), *_ids(entry))
    for child in list(entry):
        if _name(child) not in DATES and not any(child is each for each in kept):
            entry.remove(child)
        elif child.text and len(child.text) > MAX_VALUE_CHARS:
            child.text = child.text[:MAX_VALUE_CHARS]


def _links(entry: Element) -> Sequence[Element]:
    """The first link of RSS that says something, or the first of Atom that leads to a page."""
    links = [child for child in entry if _name(child) == "link"]
    plain = [each for each in links if each.get("href") is None and _text(each)]
    if plain and _space(entry) != ATOM:
        return plain[:1]
    alternates = [each for each in links if each.get("href") and each.get("rel", "alternate").lower() == "alternate"]
    for wanted in PAGE_TYPES:
        if found := [each for each in alternates if each.get("type", "").lower() == wanted]:
            return found[:1]
    return alternates[:1] or plain[:1]


def _titles(entry: Element) -> Sequence[Element]:
    """Of the entry's own vocabulary, or else the first of any: that of a picture is not the article's."""
    titles = [child for child in entry if _name(child) == "title"]
    own = [each for each in titles if _space(each) == _space(entry)]
    return (own or titles)[:1]


def _ids(entry: Element) -> Sequence[Element]:
    return [child for child in entry if _name(child) in ("guid", "id")][:1]


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def _name(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""


def _space(element: Element) -> str:
    return element.tag[1:].partition("}")[0] if str(element.tag).startswith("{") else ""
