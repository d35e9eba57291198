"""Text that stands loose between blocks, or in lines parted by `<br>`, becomes paragraphs of its own."""

import re
from itertools import islice

from lxml.html import Element, HtmlElement

from processors.clean.dom import BLOCKS, drop, is_block, mass, raw_text, squeeze, text_of
from processors.clean.named_blocks import name_blocks
from processors.clean.prose import SENTENCE_MARKS

LONE_BLOCKS = frozenset(("div", "section", "article", "main", "center", "blockquote", "address", "fieldset", "details"))
CONTAINERS = (*LONE_BLOCKS, "td", "body", "span", "font", "strong", "b", "form", "header")
# Less loose text than this in a container is a menu or a label.
MIN_LOOSE_CHARS = 60
# `<strong>Jakarta</strong> - <p>Presiden …`: the dateline stands outside the paragraph it begins.
DATELINE_END = re.compile(r"\w[\w.,)]*\s*[-–—]{1,2}\s*$")
MAX_DATELINE_CHARS = 60

MAX_EMPTY_BETWEEN = 4


def wrap_loose_text(body: HtmlElement) -> None:
    """Changes `body` in place: the extractor loses leads that stand before the first `<p>` and text after an image."""
    name_blocks(body)
    # The innermost first: a span of several lines is a block to what is around it.
    for element in reversed(list(body.iter(*CONTAINERS))):
        _join_lines(element)
        _join_dateline(element)
        if _has_loose_text(element):
            _wrap(element)
    _wrap_between(body)
    for paragraph in list(body.iter("p")):
        if paragraph.find("br") is not None:
            _join_lines(paragraph)
            _split(paragraph)


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


def _join_lines(element: HtmlElement) -> None:
    """A `<br>` in mid-sentence, before a small letter, breaks a line and not the text."""
    for line_break in list(element.findall("br")):
        before = line_break.getprevious()
        begun = (element.text if before is None else before.tail or raw_text(before)) or ""
        begun, after = begun.rstrip(), (line_break.tail or "").lstrip()
        if after[:1].islower() and begun and not begun.endswith((*SENTENCE_MARKS, ":", ";")):
            line_break.tail = f" {after}"
            line_break.drop_tag()


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
