"""Text of a page to one lxml tree, what would break the parser taken out."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from processors.clean.decode import decode
from schemas.outcomes import Drop, Reason

XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
# Bytes of UTF-8 that no page shows and that end the parser's reading.
CONTROLS = bytes((*range(9), 11, 12, *range(14, 32), 127))


def parse(body: bytes, *, content_type: str = "") -> HtmlElement:
    """The tree of a page. Raises as `parse_text`."""
    return parse_text(decode(body, content_type=content_type).text)


def parse_text(text: str) -> HtmlElement:
    """The tree of a page, its root `html`. Raises Drop(UNPARSABLE_HTML) where there is nothing to parse."""
    markup = XML_DECLARATION.sub("", text)
    if "<" not in markup:
        raise Drop(Reason.UNPARSABLE_HTML, "no tag in the page")
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        # Surrogates of a broken page cannot be encoded; bytes spare lxml's refusal of declared encodings.
        tree = document_fromstring(markup.encode("utf-8", "replace").translate(None, CONTROLS), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Drop(Reason.UNPARSABLE_HTML, str(error)[:200]) from error
    if tree.find(".//body") is None:
        raise Drop(Reason.UNPARSABLE_HTML, "no body in the page")
    return tree
