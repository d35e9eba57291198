"""Bytes of a page to one lxml tree: which charset they are in, and what would break the parser taken out."""

import codecs
import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from schemas.outcomes import Drop, Reason

META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE)
HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
# Characters that no page shows and that end the parser's reading.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Browsers read these names as windows-1252 (WHATWG Encoding, 4.2).
LATIN = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"}
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SNIFF_BYTES = 8192
MAX_CHARS = 20_000_000


def decode(body: bytes, *, content_type: str = "") -> str:
    """The text of a page: byte order mark, then valid UTF-8, then what header and meta declare, then windows-1252.

    Valid UTF-8 with non-ASCII bytes beats a declaration: pages that declare iso-8859-1 and are UTF-8 occur, and
    other encodings hardly ever form valid UTF-8 by chance.
    """
    for bom, name in BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    text = body.decode("utf-8", "replace")
    # A cut page may end inside a character, and a careless editor pastes a stray byte.
    damaged = text.count("�")
    if damaged == 0 or damaged * 20 <= len(body) - len(text):
        return text
    return body.decode(_declared(body, content_type), "replace")


def _declared(body: bytes, content_type: str) -> str:
    found = [match.group(1) for match in [HEADER_CHARSET.search(content_type)] if match]
    found += [name.decode("ascii", "replace") for name in META_CHARSET.findall(body[:SNIFF_BYTES])]
    for name in found:
        lowered = name.lower()
        if lowered in LATIN:
            return "cp1252"
        try:
            codec = codecs.lookup(lowered)
        except LookupError:  # a made-up name says nothing; the next declaration may
            continue
        if codec.name not in ("utf-8", "utf-16", "utf-7") and getattr(codec, "_is_text_encoding", True):
            return codec.name
    return "cp1252"


def parse(body: bytes, *, content_type: str = "") -> HtmlElement:
    """The tree of a page, its root `html`. Raises Drop(UNPARSABLE_HTML) where there is nothing to parse."""
    text = CONTROLS.sub("", decode(body, content_type=content_type)[:MAX_CHARS])
    text = XML_DECLARATION.sub("", text)
    if "<" not in text:
        raise Drop(Reason.UNPARSABLE_HTML, "no tag in the page")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        # Surrogates of a broken page cannot be encoded; bytes spare lxml's refusal of declared encodings.
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Drop(Reason.UNPARSABLE_HTML, str(error)[:200]) from error
    if tree.find(".//body") is None:
        raise Drop(Reason.UNPARSABLE_HTML, "no body in the page")
    return tree
