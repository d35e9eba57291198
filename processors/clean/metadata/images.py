"""The images of an article: the one it leads with and those in its figures, with captions and credits."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from processors.clean.dom import BLOCKS, squeeze
from processors.clean.metadata.choice import Candidate, Choice
from processors.clean.metadata.json_ld import Node
from schemas.article import Image

CREDIT = re.compile(
    r"[(\[]([^()\[\]]{2,80})[)\]]\.?$|(?:foto|photo|dok|credit|kredit|sumber)\s*[:.]\s*([^:]{2,80})$", re.IGNORECASE
)
CAPTION_CLASS = re.compile(r"caption|keterangan|ket-foto", re.IGNORECASE)
CREDIT_CLASS = re.compile(r"(?<![a-z])(?:credit|kredit|copyright|source|sumber|fotografer|photographer)", re.IGNORECASE)
IMAGE_TAGS = ("img", "amp-img", "source")
# Where lazy pages keep the address until the picture is scrolled to.
SOURCE_ATTRIBUTES = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-native-src", "data-full-src", "data-hi-res-src",
    "data-url", "data-image", "data-img-src", "data-img", "data-srcset", "data-lazy-srcset", "srcset", "src",
)  # fmt: skip
IMAGE_PATH = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)(?:$|[?#&,\s])", re.IGNORECASE)
# A file that stands for a picture that is not there yet, or for none.
PLACEHOLDER = re.compile(
    r"(?:.*[-_.])?(?:blank|placeholder|spacer|loading|loader|lazy\w*|transparent|pixel|kosong|empty|dummy|default|"
    r"no-?(?:image|photo|img|foto)|gr[ae]y|1x1|logo)(?:[-_.\d].*)?",
    re.IGNORECASE,
)
# Edges of inline elements between two words.
BOUNDARY = re.compile(r"(?<=[\w.!?)])\0+(?=[\w(])")
# How far above a caption its picture may stand.
CAPTION_LEVELS = 2
MAX_IMAGES = 10
MAX_CAPTION_CHARS = 600
LEAD_META = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
CONFIDENCE = 0.9


def read_images(body: HtmlElement, meta: Mapping[str, str], article: Node, *, base: str) -> Choice[tuple[Image, ...]]:
    """The lead image first; one that stands in a figure too takes its caption from there."""
    found: dict[str, Image] = {}
    figures = [image for figure in body.iter("figure") if (image := _figure(figure, base))]
    stated = [(key, url) for key in LEAD_META if (url := _absolute(meta.get(key, ""), base))]
    stated += [("json-ld", url) for said in _urls(article.get("image")) if (url := _absolute(said, base))]
    lead = next((url for _, url in stated if not _is_placeholder(url)), "")
    figures = figures or [image for image in (_loose_figure(body, base),) if image]
    if lead:
        captioned = next((image for image in figures if image.caption), None)
        found[lead] = captioned.model_copy(update={"url": lead}) if captioned else Image(url=lead)
    for image in figures:
        if image.url and image.caption and all(image.caption != other.caption for other in found.values()):
            found.setdefault(image.url, image)
    images = tuple(found.values())[:MAX_IMAGES]
    where = next((key for key, url in stated if url == lead), "figure") if images else ""
    return Choice(images, where, CONFIDENCE if images else None, _judged(stated, images, lead))


def _judged(stated: list[tuple[str, str]], images: tuple[Image, ...], lead: str) -> tuple[Candidate, ...]:
    told = [
        Candidate(value=url, where=key, lost="" if url == lead else "a placeholder" if _is_placeholder(url) else
                  "another comes first")
        for key, url in dict.fromkeys(stated)
    ]  # fmt: skip
    rest = [image.url for image in images if image.url != lead]
    return (*told, *(Candidate(value=url, where="figure", lost="another leads" if lead else "") for url in rest))


def _figure(figure: HtmlElement, base: str) -> Image | None:
    url = next((url for image in figure.iter(*IMAGE_TAGS) if (url := _source(image, base))), "")
    if not url:
        return None
    caption = figure.find(".//figcaption")
    return Image(url=url) if caption is None else _image(url, _spaced(caption), credited=caption)


def _source(image: HtmlElement, base: str) -> str:
    """The first address that is no placeholder; of a set the largest; any attribute may hold a picture's."""
    known = ((name, image.get(name) or "") for name in SOURCE_ATTRIBUTES)
    other = ((name, value) for name, value in image.items() if name.startswith("data-") and IMAGE_PATH.search(value))
    for name, value in chain(known, other):
        url = _absolute(_largest(value) if "srcset" in name else value, base) if value else ""
        if url and not _is_placeholder(url):
            return url
    return ""


def _largest(srcset: str) -> str:
    """`a-400.jpg 400w, a.jpg 1200w`: the last part of each says how large it is."""
    best, size = "", -1.0
    for part in re.split(r",\s+|,(?=https?:|/)", srcset):
        url, _, width = part.strip().partition(" ")
        number = re.match(r"\d+(?:\.\d+)?", width.strip())
        if url and (own := float(number.group()) if number else 0.0) > size:
            best, size = url, own
    return best


def _is_placeholder(url: str) -> bool:
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    return PLACEHOLDER.fullmatch(name) is not None


def _urls(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Mapping):
            yield from _urls(item.get("url") or item.get("contentUrl"))
        elif isinstance(item, str):
            yield item


def _loose_figure(body: HtmlElement, base: str) -> Image | None:
    """A caption by its class and the picture in one of the boxes around it; without one its words alone."""
    for element in body.iter("div", "span", "p", "figcaption", "small"):
        words = element.get("class")
        if words and CAPTION_CLASS.search(words):
            around = islice(element.iterancestors(), CAPTION_LEVELS)
            pictures = (image for box in around for image in box.iter(*IMAGE_TAGS))
            url = next((url for image in pictures if (url := _source(image, base))), "")
            return _image(url, _spaced(element), credited=element)
    return None


def _image(url: str, caption: str, *, credited: HtmlElement | None = None) -> Image:
    named = CREDIT.search(caption)
    credit = (named[1] or named[2]).strip() if named else ""
    if credited is not None and not credit:
        parts = (part for part in credited.iter() if part.get("class") and CREDIT_CLASS.search(part.get("class")))
        credit = next((text for part in parts if (text := _spaced(part)) and text != caption), "")
    return Image(url=url, caption=caption, credit=credit)


def _spaced(element: HtmlElement) -> str:
    """The text, with a space where a word ends right at the next element: caption and credit are two."""
    text = BOUNDARY.sub(" ", "".join(_in_turn(element)))
    return squeeze(text.replace("\0", ""))[:MAX_CAPTION_CHARS]


def _in_turn(element: HtmlElement) -> Iterator[str]:
    edge = " " if element.tag in BLOCKS or element.tag == "br" else "\0"
    yield edge
    yield element.text or ""
    for child in element:
        yield from _in_turn(child)
        yield child.tail or ""
    yield edge


def _absolute(source: str, base: str) -> str:
    try:
        url = urljoin(base, source.strip()) if source.strip() else ""
    except ValueError:  # an address no parser reads names no image
        return ""
    return url if url.startswith(("http://", "https://")) else ""
