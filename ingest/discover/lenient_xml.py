"""Makes the text of a list well-formed where its faults are of the usual kinds, so that an XML parser loses nothing.

Faults: `&` and `<` that stand for themselves, names of HTML's entities, characters that XML forbids, and what stands
before the document. CDATA and comments stay as they are.
"""

import re
from html import escape
from html.entities import html5

# What may be the first element of a list, under any prefix.
ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(urlset|sitemapindex|rss|feed|rdf|channel)(?=[\s/>])", re.IGNORECASE)
XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
# XML 1.0, production 2: no other control characters, no surrogates.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
VOID = r"(?:br|hr|img|wbr|input)"
FAULT = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"  # as they are
    r"|&(?:#(?P<decimal>\d+);|#[xX](?P<hex>[0-9a-fA-F]+);|(?P<name>[A-Za-z][A-Za-z0-9]*);)?"
    rf"|<(?P<void>{VOID})\b(?P<rest>[^<>]*)>"
    # A tag ends before the next one begins.
    r"|<(?![A-Za-z_/!?][^<>]*>)",
    re.DOTALL,
)
MAX_CODE_POINT = 0x10FFFF


def root_of(text: str) -> str:
    """The name of a list's first element, in lower case; empty where there is none."""
    found = ROOT.search(text)
    return found[1].lower() if found else ""


def mended(text: str) -> str:
    """From the first element of a list on; the text itself where it has none. Declared entities are left out."""
    found = ROOT.search(text)
    return FAULT.sub(_mend, FORBIDDEN.sub("", text[found.start() :] if found else text))


def _mend(fault: re.Match[str]) -> str:
    stood = fault[0]
    if stood.startswith("<!"):
        return _closed(stood)
    if fault["void"]:
        return f"<{fault['void']}{fault['rest'].rstrip('/ ')}/>"
    if stood.startswith("<"):
        return "&lt;" + stood[1:]
    if fault["decimal"] or fault["hex"]:
        return _reference(fault)
    name = fault["name"]
    if name is None or name in XML_ENTITIES:
        return stood if name else "&amp;" + stood[1:]
    meant = html5.get(f"{name};")
    return escape(meant, quote=False) if meant else "&amp;" + stood[1:]


def _closed(section: str) -> str:
    """CDATA or a comment; the list may have been cut off inside."""
    if section.startswith("<![CDATA["):
        return section if section.endswith("]]>") else section + "]]>"
    # XML allows no two hyphens inside a comment, and nobody reads one.
    return ""


def _reference(fault: re.Match[str]) -> str:
    digits = fault["decimal"] or fault["hex"]
    # Longer ones are no character, and take time to count.
    point = int(digits, 10 if fault["decimal"] else 16) if len(digits) <= 8 else MAX_CODE_POINT + 1
    return "" if point > MAX_CODE_POINT or FORBIDDEN.match(chr(point)) else fault[0]
