"""The text of a list: decoded by what it is, then by what is said of it."""

import codecs
import re

# The longer marks first: the mark of UTF-32 begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
HEAD_BYTES = 2048
IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# The declaration of XML, and the two forms of HTML's `meta`.
IN_BODY = re.compile(
    rb"<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)|<meta\b[^>]*?\bcharset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE
)
# As browsers do (WHATWG Encoding Standard): what is called by the first name is the second.
MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}


def decoded(body: bytes, content_type: str = "") -> str:
    """Never fails: bytes that are no text of its encoding become U+FFFD.

    Bytes that are valid UTF-8 are UTF-8, whatever is said: valid by chance is next to impossible.
    """
    for mark, name in MARKS:
        if body.startswith(mark):
            return body[len(mark) if name == "utf-8" else 0 :].decode(name, "replace")
    if pairs := _utf_16_without_mark(body):
        return body.decode(pairs, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode(_stated(body, content_type), "replace")


def _utf_16_without_mark(body: bytes) -> str:
    if body[:1] == b"<" and body[1:2] == b"\x00":
        return "utf-16-le"
    return "utf-16-be" if body[:2] == b"\x00<" else ""


def _stated(body: bytes, content_type: str) -> str:
    """The first encoding said that exists and takes a byte for a letter; UTF-8 where none does."""
    in_header = IN_HEADER.search(content_type)
    in_body = IN_BODY.search(body[:HEAD_BYTES])
    said = [in_header[1] if in_header else "", (in_body[1] or in_body[2]).decode("ascii") if in_body else ""]
    for name in said:
        name = MEANT.get(name.lower(), name.lower())
        try:
            # The body has no NUL in the places of UTF-16 and UTF-32; some codecs are not of text at all.
            if name and "<".encode(name) == b"<":
                return name
        except (LookupError, UnicodeError, TypeError):
            continue
    return "utf-8"
