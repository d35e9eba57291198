"""Whether a page's text is Indonesian: what its prose says, not what its `lang` attribute claims."""

from lxml.html import HtmlElement

from processors.markers import looks_indonesian

SKIPPED = frozenset(("script", "style", "noscript", "a", "h1", "h2", "h3", "h4", "h5", "h6", "option", "textarea"))
# Shorter pieces are labels and headlines, which have few function words.
MIN_PIECE_CHARS = 40
SAMPLE_CHARS = 12_000


def is_indonesian(body: HtmlElement) -> bool:
    """Many Indonesian pages declare `lang="en"`, so only their running text counts."""
    pieces: list[str] = []
    size = 0
    for element in body.iter():
        texts = (element.tail,) if element.tag in SKIPPED else (element.text, element.tail)
        for text in texts:
            stripped = text.strip() if text else ""
            if len(stripped) >= MIN_PIECE_CHARS:
                pieces.append(stripped)
                size += len(stripped)
        if size >= SAMPLE_CHARS:
            break
    return looks_indonesian(" ".join(pieces))
