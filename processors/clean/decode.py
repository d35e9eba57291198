"""Bytes of a page to its text, and which charset they were read in: pages lie about it, or mix two."""

import codecs
import re
from typing import NamedTuple

META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
# Browsers read these names as windows-1252 (WHATWG Encoding, 4.2).
LATIN = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"}
WINDOWS = "cp1252"
# The longer first: the mark of UTF-32 begins with that of UTF-16.
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Which of four bytes in a row are null where the text is mostly ASCII.
NULLS = {"x0x0": "utf-16-le", "0x0x": "utf-16-be", "x000": "utf-32-le", "000x": "utf-32-be"}
NULL_SHARE = 0.6
SNIFF_BYTES = 8192
UNDECODED = "\ufffd"
# Each piece that is mended is a call; a page with more of them is hardly UTF-8.
MAX_MENDED = 100_000
MEND = "windows-1252-where-not-utf-8"


class Decoded(NamedTuple):
    """`charset` names Python's codec, two of them joined by `+`; `undecoded` counts what none could read."""

    text: str
    charset: str
    undecoded: int


def decode(body: bytes, *, content_type: str = "") -> Decoded:
    """The text of a page: byte order mark, then valid UTF-8, then what header and meta declare, then windows-1252.

    Valid UTF-8 with non-ASCII bytes beats a declaration: pages that declare iso-8859-1 and are UTF-8 occur, and
    other encodings hardly ever form valid UTF-8 by chance.
    """
    for bom, name in BOMS:
        if body.startswith(bom):
            return _decoded(body[len(bom) :], name)
    wide = _wide(body[:SNIFF_BYTES])
    if wide:
        return _decoded(body, wide)
    text = body.decode("utf-8", "replace")
    # To look for one takes a fifth of the time of counting them.
    if UNDECODED not in text:
        return Decoded(text, "utf-8", 0)
    damaged = text.count(UNDECODED)
    declared = _declared(body, content_type)
    # A careless editor pastes windows-1252 into UTF-8; a template in the one frames a text in the other.
    mostly_utf_8 = damaged * 20 <= len(body) - len(text)
    if damaged <= MAX_MENDED and (mostly_utf_8 or declared == WINDOWS):
        return _mended(body)
    return _decoded(body, declared)


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, told by where the null bytes of ASCII stand; empty for anything else."""
    quarter = len(head) // 4
    if quarter == 0 or 0 not in head:
        return ""
    nulls = "".join("0" if head[lane::4].count(0) > NULL_SHARE * quarter else "x" for lane in range(4))
    return NULLS.get(nulls, "")


def _decoded(body: bytes, charset: str) -> Decoded:
    text = body.decode(charset, "replace")
    return Decoded(text, charset, text.count(UNDECODED))


def _mended(body: bytes) -> Decoded:
    """Every piece that is UTF-8 as such, every other as windows-1252."""
    text = body.decode("utf-8", MEND)
    plain = _decoded(body, WINDOWS)
    return plain if text == plain.text else Decoded(text, f"utf-8+{WINDOWS}", text.count(UNDECODED))


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.reason == "unexpected end of data":
        # The page is cut inside a character.
        return UNDECODED, error.end
    return error.object[error.start : error.end].decode(WINDOWS, "replace"), error.end


codecs.register_error(MEND, _as_windows)


def _declared(body: bytes, content_type: str) -> str:
    found = [match.group(1) for match in [HEADER_CHARSET.search(content_type)] if match]
    found += [name.decode("ascii", "replace") for name in META_CHARSET.findall(body[:SNIFF_BYTES])]
    for name in found:
        lowered = name.lower()
        if lowered in LATIN:
            return WINDOWS
        try:
            codec = codecs.lookup(lowered)
        except LookupError:  # a made-up name says nothing; the next declaration may
            continue
        if codec.name not in ("utf-8", "utf-16", "utf-7") and getattr(codec, "_is_text_encoding", True):
            return codec.name
    return WINDOWS
