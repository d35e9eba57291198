"""Whether an answer is an HTML page, by what the server says and by how the body begins."""

import re

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
# Servers send pages under these too; then the body decides.
UNSURE_TYPES = frozenset({"", "text/plain", "application/octet-stream", "application/xml", "text/xml"})
SNIFF_BYTES = 1024
LOOKS_LIKE_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|meta|title|article)\b", re.IGNORECASE)
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
BINARY_MARKS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04")


def media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def may_be_html(content_type: str) -> bool:
    """Before the body is read: whether reading it makes sense."""
    return media_type(content_type) in HTML_TYPES | UNSURE_TYPES


def is_html(content_type: str, body: bytes) -> bool:
    """A stated HTML type is believed unless the body is plainly binary. An unsure type needs a tag in the body."""
    head = body[:SNIFF_BYTES]
    if head.startswith(UTF_16_MARKS):
        return media_type(content_type) in HTML_TYPES
    if head.startswith(BINARY_MARKS) or b"\x00" in head:
        return False
    return media_type(content_type) in HTML_TYPES or LOOKS_LIKE_HTML.search(head) is not None
