"""Whether a page sells the rest of its article: the lines of `gates.toml`, told from a menu that sells the outlet."""

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files

from processors.clean.metadata.page_texts import PageText

GATES = tomllib.loads(files("processors.clean.metadata").joinpath("gates.toml").read_text("utf-8"))
WORDS = {
    "PAYERS": r"(?:pelanggan|langganan|berlangganan|member|anggota|premium|subscribers?|members?)",
    "READ": r"(?:mem)?baca\w*",
    "THIS": r"(?:artikel|berita|konten|tulisan|laporan|cerita|story|article|content)",
}
MAX_CHARS = 200
# A teaser: an offer above more text than this sells the outlet alone.
TEASER_CHARS = 1500
# How far below an offer its button stands, in texts.
BUTTON_TEXTS = 3
SUBSCRIBE = re.compile(r"\W*(?:(?:ber)?langganan|subscribe)\b.{0,30}|\W*lihat paket\W*", re.IGNORECASE)
# What such a line may sell besides the article.
OTHER_GOODS = re.compile(r"\btanpa iklan\b|\bad-?free\b|\b(?:buletin|newsletter)\b", re.IGNORECASE)


HINTS = {key: re.compile(said, re.IGNORECASE) for key, said in GATES["hints"].items() if isinstance(said, str)}


def is_gated(texts: Sequence[PageText], paragraphs: Sequence[str]) -> bool:
    """`paragraphs` are what there is of the article's text."""
    teaser = sum(map(len, paragraphs)) < TEASER_CHARS
    for index, text in enumerate(texts):
        if len(text.text) > MAX_CHARS:
            continue
        if SELLS.match(text.text) and not _sells_other(text.text):
            return True
        if not teaser or text.card:
            continue
        if _hints(text.text) and not _sells_other(text.text) and not any(text.text in line for line in paragraphs):
            return True
        if OFFERS.match(text.text) and not _sells_other(text.text):
            return any(SUBSCRIBE.fullmatch(later.text) for later in texts[index + 1 : index + 1 + BUTTON_TEXTS])
    return False


def sells(line: str) -> bool:
    """Whether a line sells the rest of an article, or access to the outlet."""
    return len(line) <= MAX_CHARS and (SELLS.match(line) is not None or OFFERS.match(line) is not None)


def _sells_other(line: str) -> bool:
    """Asked last: it is a search, and hardly a line comes to it."""
    return OTHER_GOODS.search(line) is not None


def _hints(line: str) -> bool:
    def says(key: str) -> bool:
        return HINTS[key].search(line) is not None

    return ((says("payment") and says("reading")) or (says("account") and says("this"))) and not says("other")


def _begins_as(kind: str) -> re.Pattern[str]:
    joined = "|".join(gate["pattern"] for gate in GATES[kind])
    for word, pattern in WORDS.items():
        joined = joined.replace(word, pattern)
    return re.compile(rf"\W*(?:{joined})", re.IGNORECASE)


SELLS, OFFERS = _begins_as("sells"), _begins_as("offers")
