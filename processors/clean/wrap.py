"""Step 2: text that stands loose between blocks, or in lines parted by `<br>`, becomes paragraphs of its own."""

import re
from itertools import islice

from lxml.html import Element, HtmlElement

from processors.clean.dom import BLOCKS, HEADINGS, drop, is_block, is_for_ears, mass, raw_text, squeeze, text_of

LONE_BLOCKS = frozenset(("div", "section", "article", "main", "center", "blockquote", "address", "fieldset", "details"))
CONTAINERS = (*LONE_BLOCKS, "td", "body", "span", "font", "strong", "b", "form", "header")
# Less loose text than this in a container is a menu or a label.
MIN_LOOSE_CHARS = 60
# `<strong>Jakarta</strong> - <p>Presiden …`: the dateline stands outside the paragraph it begins.
DATELINE_END = re.compile(r"\w[\w.,)]*\s*[-–—]{1,2}\s*$")
MAX_DATELINE_CHARS = 60


# A shorter text may be a label.
MIN_SENTENCE_CHARS = 60
SENTENCE_END = (".", "!", "?", "…", '"', "”")
LONG_SENTENCE = re.compile(r""".{60,}?[.!?…]["”’)]*(?=\s|$|[(\[])""")
BLOCK_STYLE = re.compile(r"display\s*:\s*block", re.IGNORECASE)
BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
MAX_EMPTY_BETWEEN = 4
MIN_LAYOUT_LINES = 4
MIN_LAYOUT_CHARS = 600


def wrap_loose_text(body: HtmlElement) -> None:
    """Changes `body` in place: the extractor loses leads that stand before the first `<p>` and text after an image."""
    _name_blocks(body)
    _close_links(body)
    _unfold_layout_tables(body)
    # The innermost first: a span of several lines is a block to what is around it.
    for element in reversed(list(body.iter(*CONTAINERS))):
        _join_dateline(element)
        if _has_loose_text(element):
            _wrap(element)
    _wrap_between(body)
    for paragraph in list(body.iter("p")):
        if paragraph.find("br") is not None:
            _split(paragraph)


def _name_blocks(body: HtmlElement) -> None:
    """Blocks under other names get the tags that later steps know: custom elements, `pre`, spans, long headings."""
    for element in list(body.iter()):
        tag = str(element.tag)
        if "-" in tag:
            element.tag = "div" if _is_long(element) or is_block(element) else "span"
        elif tag == "pre":
            _unfold_lines(element)
        elif tag == "span" and (BLOCK_STYLE.search(element.get("style") or "") or _is_span_paragraph(element)):
            element.tag = "div"
        elif tag in HEADINGS and tag != "h1" and LONG_SENTENCE.match(text_of(element)):
            element.tag = "p"
        elif tag == "div" and len(element) == 0 and len((element.text or "").strip()) == 1:
            _join_drop_cap(element)


def _is_long(element: HtmlElement) -> bool:
    return len(text_of(element)) >= MIN_SENTENCE_CHARS


def _is_span_paragraph(span: HtmlElement) -> bool:
    """One of several sentences, each in a span of its own, with nothing between them."""
    if (span.tail or "").strip() or not _is_long(span) or not text_of(span).endswith(SENTENCE_END):
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


def _has_loose_text(element: HtmlElement) -> bool:
    if not any(child.tag == "br" or is_block(child) for child in element):
        return _is_lone_block(element)
    loose = len((element.text or "").strip())
    for child in element:
        loose += len((child.tail or "").strip())
        if child.tag not in ("br", "a") and not is_block(child):
            loose += len(text_of(child))
    return loose >= MIN_LOOSE_CHARS


def _is_lone_block(element: HtmlElement) -> bool:
    """A box that is nothing but a paragraph of running text."""
    if element.tag not in LONE_BLOCKS:
        return False
    plain, linked = mass(element)
    return plain >= MIN_LOOSE_CHARS and linked < plain


def _wrap(element: HtmlElement) -> None:
    run = Element("p")
    run.text, element.text = element.text, None
    for child in list(element):
        tail, child.tail = child.tail, None
        if child.tag == "br" or is_block(child):
            _place(run, before=child)
            if child.tag == "br":
                element.remove(child)
            run = Element("p")
            run.text = tail
        else:
            run.append(child)
            child.tail = tail
    if _has_text(run):
        element.append(run)


def _place(run: HtmlElement, *, before: HtmlElement) -> None:
    if _has_text(run):
        before.addprevious(run)


def _wrap_between(body: HtmlElement) -> None:
    """Short lines, subheadings mostly, between boxes that are paragraphs of running text, as boxes of their own."""
    for element in list(body.iter("div")):
        if any(child.tag == "br" or is_block(child) for child in element) or not _has_text(element):
            continue
        outer = _outer_box(element)
        neighbours = (outer.itersiblings("div", preceding=True), outer.itersiblings("div"))
        near = (islice(siblings, MAX_EMPTY_BETWEEN) for siblings in neighbours)
        nearest = (next((sibling for sibling in siblings if _has_text(sibling)), None) for siblings in near)
        plain, linked = mass(element)
        if plain > linked and any(_is_boxed_paragraph(neighbour) for neighbour in nearest):
            _wrap(element)


def _outer_box(element: HtmlElement) -> HtmlElement:
    """The outermost box that holds this one and nothing else."""
    parent = element.getparent()
    while parent is not None and parent.tag == "div" and len(parent) == 1 and not (parent.text or "").strip():
        element, parent = parent, parent.getparent()
    return element


def _is_boxed_paragraph(element: HtmlElement | None) -> bool:
    while element is not None and element.tag != "p":
        element = element[0] if len(element) == 1 and not (element.text or "").strip() else None
    return element is not None


def _close_links(body: HtmlElement) -> None:
    """A link that begins in mid-sentence and runs to the end of its paragraph was never closed: it is text."""
    for link in list(body.iter("a")):
        parent = link.getparent()
        before = link.getprevious()
        begun = (parent.text if before is None else before.tail) or ""
        if (link.tail or "").strip() or link.getnext() is not None or not begun.strip():
            continue
        if not begun.rstrip().endswith(SENTENCE_END) and text_of(link).endswith(SENTENCE_END):
            link.drop_tag()


def _unfold_layout_tables(body: HtmlElement) -> None:
    """A cell that holds an article makes its table a layout: the extractor would put all its lines into one.

    A table of one column, empty cells left aside, with a sentence in most of its rows is none either.
    """
    for table in list(body.iter("table")):
        rows = [[cell for cell in row if text_of(cell)] for row in table.iter("tr")]
        filled = [row for row in rows if row]
        if filled and all(len(row) == 1 for row in filled) and sum(_is_long(row[0]) for row in filled) * 2 > len(filled):
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


def _join_dateline(element: HtmlElement) -> None:
    """Moves a dateline that stands loose before a paragraph into it."""
    first = next((child for child in element if child.tag == "p"), None)
    if first is None:
        return
    before = [child for child in element if child.tag != "br"][: [c for c in element if c.tag != "br"].index(first)]
    if any(is_block(child) for child in before):
        return
    head = " ".join(
        filter(None, (squeeze(element.text or ""), *(squeeze(text_of(c) + (c.tail or "")) for c in before)))
    )
    if 2 < len(head) <= MAX_DATELINE_CHARS and DATELINE_END.search(head):
        element.text = None
        for child in before:
            element.remove(child)
        first.text = f"{head} {(first.text or '').lstrip()}"


def _has_text(run: HtmlElement) -> bool:
    return bool(raw_text(run).strip()) or run.find(".//img") is not None


def _split(paragraph: HtmlElement) -> None:
    """A paragraph of several lines becomes several paragraphs, in its place."""
    if any(child.tag in BLOCKS for child in paragraph.iterdescendants()):
        return
    run = Element("p", attrib=dict(paragraph.attrib))
    run.text = paragraph.text
    for child in list(paragraph):
        tail, child.tail = child.tail, None
        if child.tag == "br":
            _place(run, before=paragraph)
            run = Element("p")
            run.text = tail
        else:
            run.append(child)
            child.tail = tail
    _place(run, before=paragraph)
    drop(paragraph)
