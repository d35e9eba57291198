"""The redirect that a page states in its own markup: `<meta http-equiv="refresh" content="0; url=…">`."""

import html
import re
from collections.abc import Mapping
from urllib.parse import urljoin

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
    """The address as it is written, behind the base that the page states; None if the page is to be read itself."""
    head = body[:HEAD_BYTES]
    if b"refresh" not in head.lower():
        return None
    base = ""
    for piece in PIECE.finditer(head.decode("utf-8", "replace")):
        tag = (piece["tag"] or "").lower()
        if tag not in ("base", "meta"):
            continue
        stated = _stated(piece["attributes"])
        if tag == "base":
            base = base or stated.get("href", "").strip()
        elif (target := _target(stated)) is not None:
            return _joined(base, target)
    return None


def _stated(attributes: str) -> dict[str, str]:
    """Of an attribute stated twice the first counts, as in HTML."""
    stated: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(attributes):
        stated.setdefault(name.lower(), html.unescape("".join(values)))
    return stated


def _target(stated: Mapping[str, str]) -> str | None:
    if stated.get("http-equiv", "").strip().lower() != "refresh":
        return None
    found = STATED.match(stated.get("content", ""))
    return found[2] if found and float(found[1]) <= MAX_WAIT_S else None


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target) if base else target
    except ValueError:
        # A template that printed nonsense: without a base the target may still be sound.
        return target
