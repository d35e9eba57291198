"""The redirect that a page states in its own markup: `<meta http-equiv="refresh" content="0; url=…">`."""

import html
import re

# Such a page holds little else; an article states its address long before this.
HEAD_BYTES = 16 * 1024
# Longer waits are an article's: it reloads itself, or goes on to the next one when it has been read.
MAX_WAIT_S = 5.0
# A comment; an element that is not shown, or whose content is no markup; a tag with its attributes.
PIECE = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<unread>noscript|script|style|template|title|textarea|iframe|noembed|noframes|xmp)\b.*?(?:</(?P=unread)|\Z)"
    r"""|<(?P<tag>/?[a-z][^\s/>]*)(?P<attributes>(?:"[^"]*"|'[^']*'|[^"'>])*+)>""",
    re.IGNORECASE | re.DOTALL,
)
ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
# HTML, "shared declarative refresh steps": a number, a separator, `url=` that may be left out, quotes likewise.
STATED = re.compile(r"""\s*(\d{1,4})(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=\s*)?["']?([^"'\s]+)""", re.IGNORECASE)


def refresh_target(body: bytes) -> str | None:
    """The address as it is written, mostly relative; None if the page is to be read itself."""
    head = body[:HEAD_BYTES]
    if b"refresh" not in head.lower():
        return None
    for piece in PIECE.finditer(head.decode("utf-8", "replace")):
        if (piece["tag"] or "").lower() != "meta":
            continue
        stated = STATED.match(_content(piece["attributes"]))
        if stated and float(stated[1]) <= MAX_WAIT_S:
            return stated[2]
    return None


def _content(attributes: str) -> str:
    """Of a tag that refreshes; empty for any other. Of an attribute stated twice the first counts, as in HTML."""
    stated: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(attributes):
        stated.setdefault(name.lower(), html.unescape("".join(values)))
    return stated.get("content", "") if stated.get("http-equiv", "").strip().lower() == "refresh" else ""
