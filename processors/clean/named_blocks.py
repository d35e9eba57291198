"""Blocks under other names get the tags that later steps know, and what only lays out a text is unfolded."""

import re

from lxml.html import Element, HtmlElement

from processors.clean.dom import (
    HEADINGS,
    drop,
    is_block,
    is_block_inside,
    is_for_ears,
    mass,
    raw_text,
    squeeze,
    text_of,
)
from processors.clean.prose import SENTENCE_MARKS

# A shorter text may be a label.
MIN_SENTENCE_CHARS = 60
LONG_SENTENCE = re.compile(r""".{60,}?[.!?…]["”’)]*(?=\s|$|[(\[*])""")
BLOCK_STYLE = re.compile(r"display\s*:\s*block", re.IGNORECASE)
BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
MIN_LAYOUT_LINES = 4
MIN_LAYOUT_CHARS = 600


def name_blocks(body: HtmlElement) -> None:
    """Blocks under other names get the tags that later steps know: custom elements, `pre`, spans, long headings."""
    for element in list(body.iter()):
        tag = str(element.tag)
        if "-" in tag:
            element.tag = "div" if _is_long(element) or is_block(element) else "span"
        elif tag == "p" and len(element) and is_block_inside(element):
            # The parser closes no `p` before a table.
            element.tag = "div"
        elif tag == "pre":
            _unfold_lines(element)
        elif tag == "span" and (BLOCK_STYLE.search(element.get("style") or "") or _is_span_paragraph(element)):
            element.tag = "div"
        elif tag in HEADINGS and tag != "h1" and LONG_SENTENCE.match(text_of(element)):
            element.tag = "p"
        elif tag == "div" and len(element) == 0 and len((element.text or "").strip()) == 1:
            _join_drop_cap(element)
    _close_links(body)
    _unfold_layout_tables(body)


def _is_long(element: HtmlElement) -> bool:
    return len(text_of(element)) >= MIN_SENTENCE_CHARS


def _is_span_paragraph(span: HtmlElement) -> bool:
    """One of several sentences, each in a span of its own, with nothing between them."""
    if (span.tail or "").strip() or not _is_long(span) or not text_of(span).endswith(SENTENCE_MARKS):
        return False
    parent, neighbour = span.getparent(), span.getnext()
    if neighbour is None:
        neighbour = span.getprevious()
    if parent is None or (parent.text or "").strip() or parent.tag not in ("div", "section", "article", "main"):
        return False
    return neighbour is not None and neighbour.tag in ("span", "div", "br") and not (neighbour.tail or "").strip()


def _unfold_lines(element: HtmlElement) -> None:
    """Preformatted text: blank lines part its paragraphs, or every line where none is blank."""
    for unseen in [each for each in element.iterdescendants() if is_for_ears(each)]:
        drop(unseen)
    text = raw_text(element)
    pieces = BLANK_LINE.split(text.strip())
    if len(pieces) == 1:
        pieces = text.strip().splitlines()
    for piece in filter(str.strip, pieces):
        paragraph = Element("p")
        paragraph.text = squeeze(piece)
        element.addprevious(paragraph)
    drop(element)


def _join_drop_cap(element: HtmlElement) -> None:
    """A first letter in a box of its own goes to the word that it begins."""
    letter, after = (element.text or "").strip(), element.getnext()
    tail = (element.tail or "").lstrip()
    begun = "" if tail or after is None else (after.text or "").lstrip()
    if letter.isupper() and tail[:1].islower():
        element.tail = letter + tail
        drop(element)
    elif letter.isupper() and begun[:1].islower():
        after.text = letter + begun
        drop(element)


def _close_links(body: HtmlElement) -> None:
    """A link that begins inside a paragraph and runs to the end of its last sentence was never closed: it is text."""
    for link in list(body.iter("a")):
        parent = link.getparent()
        before = link.getprevious()
        begun = (parent.text if before is None else before.tail) or ""
        if (link.tail or "").strip() or link.getnext() is not None or not begun.strip():
            continue
        said = text_of(link)
        amid = not begun.rstrip().endswith(SENTENCE_MARKS)
        if (amid and said.endswith(SENTENCE_MARKS)) or LONG_SENTENCE.match(said):
            link.drop_tag()


def _unfold_layout_tables(body: HtmlElement) -> None:
    """A cell that holds an article makes its table a layout: the extractor would put all its lines into one.

    A table of one column, empty cells left aside, with a sentence in a row is none either.
    """
    for table in list(body.iter("table")):
        rows = [[cell for cell in row if text_of(cell)] for row in table.iter("tr")]
        filled = [row for row in rows if row]
        if all(len(row) == 1 for row in filled) and any(LONG_SENTENCE.match(text_of(row[0])) for row in filled):
            for part in (table, *table.iter("tbody", "tr", "td", "th")):
                part.tag = "div"
    for cell in list(body.iter("td")):
        lines = sum(1 for child in cell.iter("p", "br", "div"))
        if lines < MIN_LAYOUT_LINES or mass(cell).plain < MIN_LAYOUT_CHARS:
            continue
        table = next((ancestor for ancestor in cell.iterancestors() if ancestor.tag == "table"), None)
        parts = [cell] if table is None else [table, *table.iter("tbody", "tr", "td")]
        for part in parts:
            part.tag = "div"
