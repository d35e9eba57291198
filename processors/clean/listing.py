"""The shape of a page that lists articles: linked headlines, each with an excerpt and often with a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from processors.clean.page_lines import Line

HEADLINE_CHARS = 20
HEADLINE_WORDS = 4
EXCERPT_CHARS = 40
CUT_OFF = re.compile(r"(?:\.\.\.+|…)[\])]?\s*(?:\W*(?:baca )?selengkapnya|\W*read more|\W*continue reading)?\W*$", re.I)
TIME = re.compile(
    r"\b\d+ ?(?:detik|menit|jam|hari|minggu|bulan|min(?:ute)?s?|hours?|days?|weeks?)\b(?: yang)? ?(?:lalu|ago)"
    r"|\b\d{1,2}[ /.-](?:\d{1,2}|[a-z]{3,9})[ /.-](?:20)?\d\d\b|\b\d{1,2}[:.]\d\d ?(?:wi[bt]|wita|[ap]m)?\b"
    r"|\b(?:kemarin|yesterday|baru saja|just now)\b",
    re.I,
)
LIST_NAME = re.compile(
    r"(?:indeks?|index|arsip|archives?|kumpulan|hasil pencarian|search results?|tag|topik|topics?|label|kategori"
    r"|category|rubrik|kanal|berita (?:terkini|terbaru|terpopuler|utama|hari ini)|latest news|news index)\b",
    re.I,
)
LIST_PATH = re.compile(
    r"(?:indeks?|index|tags?|topi[ck]s?|label|kategori|category|kanal|search|cari|pencarian|arsip|archives?|author|penulis"
    r"|terkini|terbaru|terpopuler|latest|page)(?:\.html?|\.php)?",
    re.I,
)


@dataclass(frozen=True)
class Cards:
    """Linked headlines with an excerpt. `loose_chars` are of the prose that is no excerpt."""

    count: int = 0
    chars: int = 0
    cut_off: int = 0
    dated: int = 0
    loose_chars: int = 0

    @property
    def mean_chars(self) -> float:
        return self.chars / max(self.count, 1)


def read_cards(lines: Sequence[Line]) -> Cards:
    """The first prose below a linked headline is its excerpt; a second paragraph is an article's."""
    count = chars = cut_off = dated = loose = 0
    waits, timed = False, False
    for line in lines:
        if _is_linked_headline(line):
            dated += timed
            waits, timed = True, False
        elif len(line.text) - line.linked < EXCERPT_CHARS:
            timed = timed or TIME.search(line.text) is not None
        elif waits:
            count, chars, waits = count + 1, chars + len(line.text), False
            cut_off += CUT_OFF.search(line.text) is not None
        else:
            loose += len(line.text)
    return Cards(count, chars, cut_off, dated + timed, loose)


def _is_linked_headline(line: Line) -> bool:
    return line.is_linked and len(line.text) >= HEADLINE_CHARS and len(line.text.split()) >= HEADLINE_WORDS


def is_list_name(text: str) -> bool:
    """Whether a heading begins as that of a list does; a headline is longer."""
    return LIST_NAME.match(text) is not None and len(text.split()) <= 6


def is_list_address(url: str) -> bool:
    """A front page, or a path one of whose first parts names a list."""
    parts = [part for part in urlsplit(url).path.split("/") if part]
    return not (parts or urlsplit(url).query) or any(LIST_PATH.fullmatch(part) for part in parts[:2])
