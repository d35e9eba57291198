"""Stage step `normalise`: one spelling of quotes, dashes and spaces, and the dateline split off the first paragraph."""

import unicodedata
from urllib.parse import urlsplit

from processors.dateline import split_dateline
from schemas.article import CleanedArticle, Image

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
    dateline = article.dateline
    if dateline is None and paragraphs:
        host = urlsplit(article.canonical_url).hostname or ""
        dateline, rest = split_dateline(
            paragraphs[0], outlets=(article.publisher, host.removeprefix("www."), host.split(".")[0])
        )
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
        }
    )


def _plain_all(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in map(plain, texts) if text)


def _plain_image(image: Image) -> Image:
    return image.model_copy(update={"caption": plain(image.caption), "credit": plain(image.credit)})
