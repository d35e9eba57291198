"""Step 2: boxes of an image and its caption go out of the text; the captions are kept beside the images."""

import re

from lxml.html import HtmlElement

from processors.clean.dom import HEADINGS, attached, drop, mass, squeeze, text_of
from schemas.article import Removed

BOX_TAGS = frozenset(("div", "figure", "table", "tbody", "tr", "td", "span", "section", "center", "a", "li", "picture"))
MAX_BOX_CHARS = 420
MIN_ALT_CHARS = 20
# A dateline makes it a lead, however small the box around it.
DATELINE = re.compile(r"^.{0,60}?[A-Z]{2,}.{0,40}\s[-–—]{1,2}\s|^.{2,50}\((?:\w+|[\w.]+ \w+)\)\s?[-–—]")


def drop_image_boxes(body: HtmlElement, *, allowed: int) -> list[Removed]:
    """Takes small boxes around an image out of `body`; a box with more than `allowed` characters is the article."""
    removed: list[Removed] = []
    for image in list(body.iter("img")):
        box = _box(image, min(allowed, MAX_BOX_CHARS)) if attached(image, body) else None
        if box is not None:
            removed.append(Removed(rule="images.box", text=text_of(box)))
            drop(box)
    return removed


def _box(image: HtmlElement, limit: int) -> HtmlElement | None:
    """The smallest element around the image that holds a caption and nothing else."""
    for element in image.iterancestors():
        if element.tag not in BOX_TAGS or element.find(".//p/img") is not None:
            return None
        plain, linked = mass(element)
        if plain == 0:
            continue
        fits = plain <= limit and linked <= limit and not any(True for _ in element.iter(*HEADINGS))
        return element if fits and not DATELINE.match(text_of(element)) else None
    return None


def captions_of(tree: HtmlElement) -> set[str]:
    """Texts that stand as captions or alternative texts of images."""
    found = {text_of(caption) for caption in tree.iter("figcaption")}
    found |= {squeeze(image.get("alt") or image.get("data-caption") or "") for image in tree.iter("img")}
    return {text for text in found if len(text) >= MIN_ALT_CHARS}
