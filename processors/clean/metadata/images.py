"""The images of an article: the one it leads with and those in its figures, with captions and credits."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from lxml.html import HtmlElement

from processors.clean.dom import text_of
from schemas.article import Image

CREDIT = re.compile(
    r"[(\[]([^()\[\]]{2,80})[)\]]\.?$|(?:foto|photo|dok|credit|sumber)\s*[:.]\s*([^:]{2,80})$", re.IGNORECASE
)
CAPTION_CLASS = re.compile(r"caption|keterangan|ket-foto", re.IGNORECASE)
MAX_IMAGES = 10
MAX_CAPTION_CHARS = 600


def read_images(body: HtmlElement, meta: Mapping[str, str], *, base: str) -> tuple[Image, ...]:
    """The lead image first; one that stands in a figure too takes its caption from there."""
    found: dict[str, Image] = {}
    lead = _absolute(meta.get("og:image", ""), base)
    figures = list(_figures(body, base))
    if lead:
        caption = next((caption for _, caption in figures if caption), "") or _loose_caption(body)
        found[lead] = _image(lead, caption)
    for url, caption in figures:
        if caption and all(caption != image.caption for image in found.values()):
            found.setdefault(url, _image(url, caption))
    return tuple(found.values())[:MAX_IMAGES]


def _figures(body: HtmlElement, base: str) -> Iterator[tuple[str, str]]:
    for figure in body.iter("figure"):
        image, caption = figure.find(".//img"), figure.find(".//figcaption")
        url = _absolute(_source(image), base) if image is not None else ""
        if url:
            yield url, text_of(caption)[:MAX_CAPTION_CHARS] if caption is not None else ""


def _source(image: HtmlElement) -> str:
    sources = (image.get(name) or "" for name in ("data-src", "data-original", "src"))
    return next((source for source in sources if source and not source.startswith("data:")), "")


def _loose_caption(body: HtmlElement) -> str:
    for element in body.iter("div", "span", "p"):
        if CAPTION_CLASS.search(element.get("class") or ""):
            return text_of(element)[:MAX_CAPTION_CHARS]
    return ""


def _image(url: str, caption: str) -> Image:
    credit = CREDIT.search(caption)
    return Image(url=url, caption=caption, credit=(credit[1] or credit[2]).strip() if credit else "")


def _absolute(source: str, base: str) -> str:
    try:
        url = urljoin(base, source.strip()) if source.strip() else ""
    except ValueError:  # an address no parser reads names no image
        return ""
    return url if url.startswith(("http://", "https://")) else ""
