"""Stage step `normalise`: one spelling of quotes, dashes and spaces, and the dateline split off the first paragraph."""

import unicodedata
from itertools import accumulate
from urllib.parse import urlsplit

from processors.text.dateline import split_dateline
from schemas.article import CleanedArticle, Image, Removed

PLAIN_MARKS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″〝〞", '"'),
        **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        # Soft hyphens, zero-width and direction marks carry nothing.
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"),
    }
)


def plain(text: str) -> str:
    """NFC, straight quotes, `-` for every dash, nothing invisible, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(PLAIN_MARKS).split())


def normalise(article: CleanedArticle) -> CleanedArticle:
    """The article in plain spelling; one that has been through it comes out the same."""
    paragraphs = _plain_all(article.paragraphs)
    removed = _moved(article.removed, article.paragraphs)
    dateline = article.dateline
    if dateline is None and paragraphs:
        host = urlsplit(article.canonical_url).hostname or ""
        dateline, rest = split_dateline(
            paragraphs[0], outlets=(article.publisher, host.removeprefix("www."), host.split(".")[0])
        )
        removed = _nearer(removed, len(paragraphs[0]) - len(rest))
        paragraphs = (rest, *paragraphs[1:])
    return article.model_copy(
        update={
            "title": plain(article.title),
            "subtitle": plain(article.subtitle),
            "authors": _plain_all(article.authors),
            "editors": _plain_all(article.editors),
            "section": plain(article.section),
            "tags": _plain_all(article.tags),
            "images": tuple(_plain_image(image) for image in article.images),
            "paragraphs": paragraphs,
            "dateline": dateline,
            "removed": removed,
        }
    )


def _plain_all(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in map(plain, texts) if text)


def _moved(removed: tuple[Removed, ...], paragraphs: tuple[str, ...]) -> tuple[Removed, ...]:
    """The pieces at their places in the plain paragraphs, the empty ones of which are gone."""
    stays = [bool(plain(paragraph)) for paragraph in paragraphs]
    before = list(accumulate(stays, initial=0))
    moved: list[Removed] = []
    for piece in removed:
        if piece.paragraph is None or piece.paragraph > len(paragraphs):
            moved.append(piece)
            continue
        inside = piece.offset is not None and any(stays[piece.paragraph : piece.paragraph + 1])
        offset = len(plain(paragraphs[piece.paragraph][: piece.offset])) if inside else None
        moved.append(piece.model_copy(update={"paragraph": before[piece.paragraph], "offset": offset}))
    return tuple(moved)


def _nearer(removed: tuple[Removed, ...], chars: int) -> tuple[Removed, ...]:
    """The pieces of the first paragraph, once a dateline of so many characters is gone from before it."""
    return tuple(
        piece.model_copy(update={"offset": max(piece.offset - chars, 0)})
        if piece.paragraph == 0 and piece.offset is not None
        else piece
        for piece in removed
    )


def _plain_image(image: Image) -> Image:
    return image.model_copy(update={"caption": plain(image.caption), "credit": plain(image.credit)})
