"""What the code of the cleaner takes by itself: the ids that stand beside those of the rules."""

from enum import StrEnum


class CodeRule(StrEnum):
    TITLE = "fixed.title"
    GATE = "fixed.gate"
    BYLINE = "fixed.byline"
    CAPTION = "fixed.caption"
    REPEATED = "fixed.repeated"
    EXTRACTOR = "extractor"
    HIDDEN = "element.hidden"
    IMAGE_BOX = "images.box"
    CARD = "links.card"
    HEADLINE = "links.headline"
    ALONE = "links.alone"
    BUTTON = "tag.button"
    FORM = "tag.form"


# What an element's tag alone condemns: `tag.aside`.
TAG = "tag."
