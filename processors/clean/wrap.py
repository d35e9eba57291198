"""Step 2: text that stands loose between blocks, or in lines parted by `<br>`, becomes paragraphs of its own."""

from lxml.html import Element, HtmlElement

from processors.clean.dom import BLOCKS, drop, is_block, mass, text_of

CONTAINERS = ("div", "section", "article", "main", "td", "center", "blockquote", "body", "span", "font", "strong", "b")
# Less loose text than this in a container is a menu or a label.
MIN_LOOSE_CHARS = 60


def wrap_loose_text(body: HtmlElement) -> None:
    """Changes `body` in place: the extractor loses leads that stand before the first `<p>` and text after an image."""
    # The innermost first: a span of several lines is a block to what is around it.
    for element in reversed(list(body.iter(*CONTAINERS))):
        if _has_loose_text(element):
            _wrap(element)
    for paragraph in list(body.iter("p")):
        if paragraph.find("br") is not None:
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
    """A `div` that is nothing but a paragraph of running text."""
    if element.tag not in ("div", "section", "article"):
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


def _has_text(run: HtmlElement) -> bool:
    return bool("".join(run.itertext()).strip()) or run.find(".//img") is not None


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
