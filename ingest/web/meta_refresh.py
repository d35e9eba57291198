"""The redirect that a page states in its own markup: `<meta http-equiv="refresh" content="0; url=…">`."""

import html
import re

# Such a page holds little else; an article states its address long before this.
HEAD_BYTES = 16 * 1024
# Longer waits are an article's: it reloads itself, or goes on to the next one when it has been read.
MAX_WAIT_S = 5.0
# For readers without scripts, which is not how the page is meant to be shown; nor does a comment count.
SKIPPED = re.compile(rb"<!--.*?(?:-->|\Z)|<noscript\b.*?(?:</noscript|\Z)", re.IGNORECASE | re.DOTALL)
META = re.compile(rb"<meta\b[^<>]{0,2000}>", re.IGNORECASE)
IS_REFRESH = re.compile(r"""http-equiv\s*=\s*["']?refresh\b""", re.IGNORECASE)
CONTENT = re.compile(r"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
# HTML, "shared declarative refresh steps": a number, a separator, `url=` that may be left out, quotes likewise.
STATED = re.compile(r"""\s*(\d{1,4})(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=\s*)?["']?([^"'\s]+)""", re.IGNORECASE)


def refresh_target(body: bytes) -> str | None:
    """The address as it is written, mostly relative; None if the page is to be read itself."""
    head = body[:HEAD_BYTES]
    if b"refresh" not in head.lower():
        return None
    for tag in META.findall(SKIPPED.sub(b"", head)):
        text = tag.decode("utf-8", "replace")
        content = CONTENT.search(text) if IS_REFRESH.search(text) else None
        stated = STATED.match(html.unescape(content[1] or content[2] or "")) if content else None
        if stated and float(stated[1]) <= MAX_WAIT_S:
            return stated[2]
    return None
