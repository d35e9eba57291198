"""A page as the lines a reader sees, told apart by what of them is a link: what kind of page it is shows in these."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from processors.clean.dom import BLOCKS, INVISIBLE, squeeze

# The frame of a page; its menus and notices say nothing of what the page is.
FRAME = frozenset(("nav", "footer", "aside", "button", "label", "textarea"))
MAX_LINES = 3000


@dataclass(frozen=True)
class Line:
    """`linked` is how many of its characters are links, white space counted."""

    text: str
    linked: int

    @property
    def is_linked(self) -> bool:
        return self.linked >= 0.9 * len(self.text)


@dataclass
class _Line:
    pieces: list[str] = field(default_factory=list)
    linked: int = 0

    def add(self, text: str | None, *, in_link: bool) -> None:
        if text and not text.isspace():
            self.pieces.append(text)
            self.linked += len(squeeze(text)) if in_link else 0


def read_lines(body: HtmlElement) -> Sequence[Line]:
    """In page order; blocks and `<br>` part them. The tree stays as it is."""
    lines: list[Line] = []
    for line in _lines(body):
        text = squeeze("".join(line.pieces))
        if text:
            lines.append(Line(text, min(line.linked, len(text))))
        if len(lines) == MAX_LINES:
            break
    return lines


def _lines(body: HtmlElement) -> Iterator[_Line]:
    line, links = _Line(), 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        parts = element.tag in BLOCKS or element.tag == "br"
        if parts and line.pieces:
            yield line
            line = _Line()
        if event == "start":
            if _is_skipped(element):
                walk.skip_subtree()
                continue
            links += element.tag == "a"
            line.add(element.text, in_link=links > 0)
        elif element is not body:
            links -= element.tag == "a" and not _is_skipped(element)
            if _is_headline_alone(element, line, in_link=links > 0):
                yield line
                line = _Line()
            line.add(element.tail, in_link=links > 0)
    yield line


def _is_headline_alone(element: HtmlElement, line: _Line, *, in_link: bool) -> bool:
    """A link that begins a line and has no text right after it: what comes next is no part of its sentence."""
    if element.tag != "a" or in_link or (element.tail and not element.tail.isspace()):
        return False
    return 0 < len(squeeze("".join(line.pieces))) <= line.linked


def _is_skipped(element: HtmlElement) -> bool:
    return element.tag in INVISIBLE or _is_frame(element)


def _is_frame(element: HtmlElement) -> bool:
    """A page's own header is of the frame too; that of an article holds its headline."""
    if element.tag == "header":
        return element.getparent() is not None and element.getparent().tag == "body"
    return element.tag in FRAME
