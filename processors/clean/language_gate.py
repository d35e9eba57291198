"""Whether an article is Indonesian: what its prose says, not what the `lang` attribute claims."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from processors.clean.dom import HEADINGS, text_of
from processors.text.markers import looks_indonesian

SKIPPED = frozenset(("script", "style", "noscript", "a", "option", "textarea"))
# Shorter pieces are labels and headlines, which have few function words.
MIN_PIECE_CHARS = 40
MIN_HEADING_CHARS = 120
# So much text after the title is the article's, whatever language a dialog or a footer is in.
ARTICLE_CHARS = 600
MIN_ARTICLE_CHARS = 300
SAMPLE_CHARS = 12_000


def is_indonesian(body: HtmlElement, *, title: str) -> bool:
    """Judges the running text after the title; the whole page's where the title stands nowhere or last.

    Many Indonesian pages declare `lang="en"`; others open with a long consent dialog in English.
    """
    whole, after = _Sample(SAMPLE_CHARS), _Sample(ARTICLE_CHARS)
    begun = False
    for element in body.iter():
        if not begun and element.tag in HEADINGS:
            begun = bool(title) and text_of(element) == title
        # Five elements in six hold no more than a label or a gap between tags.
        if len(element.text or "") < MIN_PIECE_CHARS and len(element.tail or "") < MIN_PIECE_CHARS:
            continue
        for piece in _pieces(element):
            whole.add(piece)
            if begun:
                after.add(piece)
        if whole.full or after.full:
            break
    sample = after if after.chars >= MIN_ARTICLE_CHARS else whole
    return looks_indonesian(" ".join(sample.pieces))


class _Sample:
    def __init__(self, limit: int) -> None:
        self.pieces: list[str] = []
        self.chars = 0
        self._limit = limit

    @property
    def full(self) -> bool:
        return self.chars >= self._limit

    def add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.chars += len(piece)


def _pieces(element: HtmlElement) -> Iterator[str]:
    texts = (element.tail,) if element.tag in SKIPPED else (element.text, element.tail)
    for text in texts:
        stripped = text.strip() if text else ""
        if len(stripped) >= (MIN_HEADING_CHARS if element.tag in HEADINGS else MIN_PIECE_CHARS):
            yield stripped
