"""Boxes of an image and its caption go out of the text; the captions are kept beside the images."""

import re

from lxml.html import HtmlElement

from processors.clean.code_rules import CodeRule
from processors.clean.dom import HEADINGS, Taken, attached, holds_at_most, mass, squeeze, take, text_of
from processors.clean.prose import MIN_PROSE_CHARS, holds_sentence

BOX_TAGS = frozenset(("div", "figure", "table", "tbody", "tr", "td", "section", "center", "a", "li", "picture"))
PICTURES = ("img", "iframe", "video", "embed", "amp-img")
FRAMES = frozenset(("a", "p", "center", "figure"))
SMALL_PRINT = ("em", "i", "small")
MAX_BOX_CHARS = 420
# A longer text beside a picture is a caption only if it reads like one: a credit at its end, a day in brackets.
PLAIN_CAPTION_CHARS = 250
CAPTION_HINT = re.compile(
    r"[(\[][^()\[\]]{2,60}[)\]]\.?$|\b(?:foto|photo|dok|doc|ilustrasi|istimewa|reuters|afp|antara|getty)\b|"
    r"\(\d{1,2}/\d{1,2}(?:/\d{2,4})?\)",
    re.IGNORECASE,
)
MIN_ALT_CHARS = 20
MIN_STEPS, MAX_STEPS = 3, 20
# A dateline makes it a lead, however small the box around it.
DATELINE = re.compile(r"^.{0,60}?[A-Z]{2,}.{0,40}\s[-–—]{1,2}\s|^.{2,50}\((?:\w+|[\w.]+ \w+)\)\s?[-–—]")


def drop_image_boxes(body: HtmlElement, *, allowed: int) -> list[Taken]:
    """Takes small boxes around a picture out of `body`; a box with more than `allowed` characters is the article."""
    taken: list[Taken] = []
    too_large: set[HtmlElement] = set()
    for image in list(body.iter(*PICTURES)):
        box = _box(image, min(allowed, MAX_BOX_CHARS), too_large) if attached(image, body) else None
        if box is not None:
            taken += take(box, CodeRule.IMAGE_BOX)
        elif attached(image, body):
            taken += [piece for line in _small_print_below(image) for piece in take(line, CodeRule.IMAGE_BOX)]
    return taken


def _small_print_below(image: HtmlElement) -> list[HtmlElement]:
    """The line in italics or small print right under a picture that stands alone in its paragraph."""
    box, parent = image, image.getparent()
    while parent is not None and parent.tag in FRAMES and not text_of(parent):
        box, parent = parent, parent.getparent()
    after = box.getnext()
    if box is image or (box.tail or "").strip() or after is None or after.tag not in ("p", "center", "div"):
        return []
    small = len(after) == 1 and after[0].tag in SMALL_PRINT and text_of(after) == text_of(after[0]) != ""
    return [after] if small and holds_at_most(after, MAX_BOX_CHARS) else []


def _box(image: HtmlElement, limit: int, too_large: set[HtmlElement]) -> HtmlElement | None:
    """The smallest element around the image that holds a caption and nothing else; many images share what is none."""
    if _is_captioned_paragraph(image.getparent()):
        return image.getparent()
    for element in image.iterancestors():
        if element.tag not in BOX_TAGS or element.find(".//p/img") is not None:
            return None
        if element in too_large or not holds_at_most(element, limit):
            too_large.add(element)
            return None
        plain, linked = mass(element)
        if plain == 0:
            continue
        if sum(mass(line).plain >= MIN_PROSE_CHARS for line in element.iter("p")) > 1:
            return None
        fits = linked <= limit and not any(True for _ in element.iter(*HEADINGS))
        return element if fits and _reads_like_a_caption(element) and not _is_step(element) else None
    return None


def _is_step(box: HtmlElement) -> bool:
    """One of several boxes alike that each say a sentence beside their picture: a step, a slide, an entry."""
    if not holds_sentence(box) or box.find(".//figcaption") is not None:
        return False
    twins = [twin for twin in box.getparent() if twin.tag == box.tag and twin.get("class") == box.get("class")]
    return len(twins) >= MIN_STEPS and sum(map(_says_more_than_a_caption, twins[:MAX_STEPS])) * 2 >= len(twins)


def _says_more_than_a_caption(box: HtmlElement) -> bool:
    return holds_sentence(box) and CAPTION_HINT.search(text_of(box)) is None


def _reads_like_a_caption(box: HtmlElement) -> bool:
    text = text_of(box)
    if DATELINE.match(text) and not _stands_in_boxes(box):
        return False
    return len(text) <= PLAIN_CAPTION_CHARS or CAPTION_HINT.search(text) is not None


def _stands_in_boxes(box: HtmlElement) -> bool:
    """Whether all text is in its own boxes beside the picture; there `HUJAN DERAS - Warga menyeberang` is a caption."""
    loose = [box.text or "", *(child.tail or "" for child in box)]
    words = [child for child in box if child.tag not in ("a", "picture", "img") and text_of(child)]
    return not "".join(loose).strip() and all(child.tag in ("div", "span") and len(child) == 0 for child in words)


def _is_captioned_paragraph(element: HtmlElement | None) -> bool:
    """`<p><img><br><em>Caption</em></p>`: nothing but a picture and a line in italics or small print."""
    if element is None or element.tag != "p":
        return False
    loose = [element.text or "", *(child.tail or "" for child in element)]
    small = [child for child in element if child.tag in SMALL_PRINT]
    return bool(small) and not "".join(loose).strip() and mass(element).plain <= MAX_BOX_CHARS


def captions_of(tree: HtmlElement) -> set[str]:
    """Texts that stand as captions or alternative texts of images."""
    found = {text_of(caption) for caption in tree.iter("figcaption")}
    found |= {squeeze(image.get("alt") or image.get("data-caption") or "") for image in tree.iter("img")}
    return {text for text in found if len(text) >= MIN_ALT_CHARS}
