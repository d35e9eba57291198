"""The event date: the day of the main thing that an article reports."""

import re
from collections.abc import Sequence
from datetime import date

from processors.enrich.layers.text import TokenizedText
from schemas.layers import DateMention

VERSION = "1"
DAY = re.compile(r"\d{4}-\d\d-\d\d$")
# Days that a thing began, or that a source wrote, are not the day of what is reported.
NOT_THE_DAY = re.compile(
    r"(?:\b(?:sejak|mulai|hingga|sampai|sebelum|lahir|dilansir|dikutip|melansir|mengutip|ditemui|dihubungi)\b[^.]{0,30})$",
    re.IGNORECASE,
)
HAPPENED = re.compile(r"\b(?:terjadi|digelar|dilaksanakan)\b[^.]{0,25}$", re.IGNORECASE)
MET = re.compile(r"\b(?:ditemui|dihubungi)\b[^.]{0,30}$", re.IGNORECASE)
LEAD_SENTENCES = 4
MAX_DAYS_BEFORE = 31


def read_event_date(text: TokenizedText, dates: Sequence[DateMention], published: date) -> str | None:
    """`YYYY-MM-DD`; None if the text names no day near publication."""
    days = [each for each in dates if DAY.search(each.resolved) and _is_near(each, published)]
    for each in days:
        if HAPPENED.search(text.text[max(0, each.start - 60) : each.start]):
            return _last_day(each)
    plain = [each for each in days if not NOT_THE_DAY.search(text.text[max(0, each.start - 60) : each.start])]
    chosen = plain or [
        each
        for each in days
        if text.sentence_at(each.start) < LEAD_SENTENCES
        and not MET.search(text.text[max(0, each.start - 60) : each.start])
    ]
    return _last_day(chosen[0]) if chosen else None


def _is_near(mention: DateMention, published: date) -> bool:
    day = date.fromisoformat(_last_day(mention))
    return -1 <= (published - day).days <= MAX_DAYS_BEFORE


def _last_day(mention: DateMention) -> str:
    return mention.resolved.split("/")[-1]
