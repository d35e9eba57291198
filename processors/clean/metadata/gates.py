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


HINTS = tuple([word.strip() for word in GATES["hints"][key].split(";")] for key in ("payment", "reading", "other"))


def is_gated(texts: Sequence[PageText], chars: int) -> bool:
    """`chars` is how much of the article's text there is."""
    for index, text in enumerate(texts):
        if len(text.text) > MAX_CHARS or OTHER_GOODS.search(text.text):
            continue
        if SELLS.match(text.text):
            return True
        if chars < TEASER_CHARS and not text.card and _hints(text.text.lower()):
            return True
        if chars < TEASER_CHARS and not text.card and OFFERS.match(text.text):
            return any(SUBSCRIBE.fullmatch(later.text) for later in texts[index + 1 : index + 1 + BUTTON_TEXTS])
    return False


def _hints(line: str) -> bool:
    has_payment, has_reading, has_other = (any(word in line for word in words) for words in HINTS)
    return has_payment and has_reading and not has_other


def _begins_as(kind: str) -> re.Pattern[str]:
    joined = "|".join(gate["pattern"] for gate in GATES[kind])
    for word, pattern in WORDS.items():
        joined = joined.replace(word, pattern)
    return re.compile(rf"\W*(?:{joined})", re.IGNORECASE)


SELLS, OFFERS = _begins_as("sells"), _begins_as("offers")
