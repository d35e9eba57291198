"""Whether an answer is an HTML page, by what the server says and by how the body begins."""

import re

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
# Never a page, and often large. Under a type that nobody knows the body decides: servers send pages under many.
OTHER_KINDS = frozenset({"image", "audio", "video", "font", "model"})
OTHER_TYPES = frozenset(
    {"application/pdf", "application/json", "application/ld+json", "application/feed+json", "application/rss+xml"}
    | {"application/atom+xml", "application/rdf+xml", "application/zip", "application/gzip", "application/javascript"}
    | {"text/css", "text/csv", "text/javascript", "text/calendar", "text/markdown", "application/msword"}
)
NAME = re.compile(r"""[\s"',;]*([\w.+-]+/[\w.+-]*)""", re.ASCII)
SNIFF_BYTES = 1024
LOOKS_LIKE_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|meta|title|article)\b", re.IGNORECASE)
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
BINARY_MARKS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04")


def media_type(content_type: str) -> str:
    """The first one said, however it is quoted or separated from its parameters; empty where none is."""
    found = NAME.match(content_type)
    return found[1].lower() if found else ""


def may_be_html(content_type: str) -> bool:
    """Before the body is read: whether reading it makes sense."""
    stated = media_type(content_type)
    return stated.partition("/")[0] not in OTHER_KINDS and stated not in OTHER_TYPES


def is_html(content_type: str, body: bytes) -> bool:
    """A stated HTML type is believed unless the body is plainly binary. An unsure type needs a tag in the body."""
    head = body[:SNIFF_BYTES]
    if head.startswith(UTF_16_MARKS):
        return media_type(content_type) in HTML_TYPES
    if head.startswith(BINARY_MARKS) or b"\x00" in head:
        return False
    return media_type(content_type) in HTML_TYPES or LOOKS_LIKE_HTML.search(head) is not None
