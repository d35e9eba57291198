"""Text of a page to one lxml tree in bounds, what would break the parser taken out."""

import re

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HTMLParser, HtmlProcessingInstruction, document_fromstring

from processors.clean.bounds import flatten, refuse_markup, refuse_tree, shorten_names
from processors.clean.decode import decode
from schemas.outcomes import Drop, Reason

XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
# lxml.html asks a Python function for the class of each element each time it is met; nothing here needs forms or links
# as classes of their own, and one class for all is looked up in C: a tenth of the time of a page.
ONE_CLASS = etree.ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction)
# Bytes of UTF-8 that no page shows and that end the parser's reading.
CONTROLS = bytes((*range(9), 11, 12, *range(14, 32), 127))
# U+0080 to U+009F in UTF-8: the parser lets them through, and no record can carry them.
LATER_CONTROLS = re.compile(rb"\xc2[\x80-\x9f]")
# Where a word may be parted at the end of a line, as a character or as an entity; no part of the word.
# `<wbr>` would hold the rest of its paragraph: the parser does not know that it is empty.
# Each pattern begins with one byte in one case, which is all that is looked for: a fifth of the time of one for all.
SOFT_HYPHEN = b"\xc2\xad"
UNSEEN = (
    re.compile(rb"</?[wW][bB][rR]\b[^<>]{0,100}>"),
    re.compile(rb"&(?:[sS][hH][yY];|#173;|#[xX]0*[aA][dD];)"),
)


def parse(body: bytes, *, content_type: str = "") -> HtmlElement:
    """The tree of a page. Raises as `parse_text`."""
    return parse_text(decode(body, content_type=content_type).text)


def parse_text(text: str) -> HtmlElement:
    """The tree of a page, its root `html`, in bounds that keep every later step quick.

    Raises Drop(UNPARSABLE_HTML) where there is nothing to parse, Drop(TOO_COMPLEX) where there is too much.
    """
    markup = XML_DECLARATION.sub("", text)
    if "<" not in markup:
        raise Drop(Reason.UNPARSABLE_HTML, "no tag in the page")
    refuse_markup(markup)
    # Without `huge_tree` the parser leaves out, without a word, what comes after 256 open boxes.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True)
    parser.set_element_class_lookup(ONE_CLASS)
    try:
        # Surrogates of a broken page cannot be encoded; bytes spare lxml's refusal of declared encodings.
        plain = LATER_CONTROLS.sub(b" ", markup.encode("utf-8", "replace").translate(None, CONTROLS))
        tree = document_fromstring(_without_unseen(plain), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise Drop(Reason.UNPARSABLE_HTML, str(error)[:200]) from error
    last = parser.error_log.last_error
    if last is not None and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        raise Drop(Reason.TOO_COMPLEX, "boxes more than 2,048 deep, which the parser does not read")
    if tree.find(".//body") is None:
        raise Drop(Reason.UNPARSABLE_HTML, "no body in the page")
    refuse_tree(tree, markup)
    flatten(tree)
    shorten_names(tree)
    return tree


def _without_unseen(plain: bytes) -> bytes:
    for mark in UNSEEN:
        plain = mark.sub(b"", plain)
    return plain.replace(SOFT_HYPHEN, b"")
