"""The dates that a page shows near its title: which are publications, which changes, and which an event's."""

import re
from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import NamedTuple

from processors.clean.metadata.dates import MONTHS, WEEKDAYS, Stated, parse_dates, parse_machine_date
from processors.clean.metadata.names import NOBODY
from processors.clean.metadata.page_texts import PageText, header_after
from processors.text.dateline import is_place
from schemas.zones import ZONE_NAMES

PUBLISHED_LABEL = re.compile(
    r"\b(?:terbit|diterbitkan|dipublikasi\w*|publi(?:sh|kasi)\w*|tayang|ditayangkan|dimuat|tanggal|tgl|dirilis|rilis|"
    r"(?:di)?posting|posted|diposkan|date)\b",
    re.IGNORECASE,
)
MODIFIED_LABEL = re.compile(
    r"\b(?:di(?:perbar(?:u|ah)\w*|perbaharui|ubah|mutakhirkan)|update[ds]?|pembaruan|last modified|terakhir|modified|"
    r"revisi|direvisi)\b",
    re.IGNORECASE,
)
# A class or property that says so of its date; `published updated` on one element is the publication.
PUBLISHED_CLASS = re.compile(r"publish|terbit|tayang|datePublished|entry-date")
MODIFIED_CLASS = re.compile(r"(?<![a-z])(?:updated?|modified|diperbarui|perbarui)(?![a-z])|dateModified|last-?modif")
EVENT_LABEL = re.compile(
    r"\b(?:acara|waktu(?! (?:terbit|tayang|publikasi))|tempat|lokasi|peresmian|pembukaan|penutupan|jadwal|pelaksanaan|"
    r"agenda|mulai|selesai|berlangsung|digelar|kick.?off|laga|pertandingan|konser|tiket|htm|pendaftaran|deadline|batas|"
    r"peserta|jatuh tempo|berlaku|lahir|wafat|hari[ /]+tanggal|event|venue)\b",
    re.IGNORECASE,
)
# Of a publication, unless its neighbours are labels of an event.
WEAK_LABEL = re.compile(rf"\W*(?:tanggal|tgl|date)\W*(?:{'|'.join(WEEKDAYS)})?\W*", re.IGNORECASE)
A_WEEKDAY = re.compile("|".join(WEEKDAYS), re.IGNORECASE)
# `Peresmian: Sabtu, 3 Mei 2025`: a label right before the date that is none of a publication.
OTHER_LABEL = re.compile(r"\W*(?P<label>[A-Za-z][A-Za-z /]{2,30}?)\s?:\W*(?:[A-Za-z']{4,7}\W{1,3})?$")
# A text that is not a label alone: `Tempat: Balai Kota`.
VALUE = re.compile(r":\s*\w|\w+\W+\w+\W+\w+\W+\w")
BYLINE_LABEL = re.compile(rf"\b(?:oleh|by|penulis|reporter|editor|pewarta|{ZONE_NAMES})\b", re.IGNORECASE)
# Prefilter: a text without these holds no full date.
YEARISH = re.compile(r"(?:19|20)\d\d|\d{1,2}/\d{1,2}/\d\d")
# `<li>28 April 2025</li><li>14:05 WIB</li>`: the clock in an element of its own, and its zone in another.
LONE_CLOCK = re.compile(rf"\W*(?:pukul |jam )?\d{{1,2}}[:.]\d{{2}}\s*(?:{ZONE_NAMES})?\W*", re.IGNORECASE)
LONE_MARK = re.compile(r"\W*(?:pukul|jam|pkl)?\W*", re.IGNORECASE)
LONE_ZONE = re.compile(rf"\W*(?:{ZONE_NAMES})\W*", re.IGNORECASE)
# `<span>Senin,</span><span>28</span><span>April</span>`: the parts in elements of their own.
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
PART = re.compile(
    rf"\W*(?:(?:{'|'.join(WEEKDAYS)})\W*)?(?:\d{{1,2}}\W*)?(?:(?:{_MONTH})\W*)?",
    re.IGNORECASE,
)
MAX_PARTS, MAX_CLOCK_PARTS = 6, 4
MAX_PART_CHARS = 20
MAX_CHARS = 140
MAX_DAY_CHARS = 60
MAX_CONTEXT_CHARS = 40
# How far from the title, in texts, its date may stand; what is as near as this stands with it.
NEAR_TITLE, BESIDE_TITLE = 40, 6


class Shown(NamedTuple):
    """A date with what it is of; `labelled` where words say so, not the markup alone."""

    stated: Stated
    modified: bool
    labelled: bool
    event: bool


def shown_dates(texts: Sequence[PageText], position: int | None, zone: tzinfo) -> list[Shown]:
    """Dates near the title, those that call themselves published first, then the nearest; a longer text is prose."""
    header, anchor, titled = header_after(texts, position), position or 0, position is not None
    start = max(anchor - NEAR_TITLE, 0)
    end = anchor + NEAR_TITLE + 1 if titled else len(texts)
    found: list[tuple[tuple[bool, bool, bool, bool, int], Shown]] = []
    for index, text in enumerate(texts[start:end], start):
        if len(text.text) > MAX_CHARS or (text.card and index not in header and not _is_dated(text)):
            continue
        distance = abs(index - anchor)
        under = index in header and not text.card
        far = titled and not under and distance > BESIDE_TITLE
        for shown in _shown_at(texts, index, zone, in_header=index in header):
            says_so = shown.labelled and not shown.modified
            found.append(((not says_so, not under, far, not shown.stated.minute, distance), shown))
    return [shown for _, shown in sorted(found, key=lambda pair: pair[0])]


def _is_dated(text: PageText) -> bool:
    return text.tag == "time" or "date" in text.classes or "tanggal" in text.classes


def _shown_at(texts: Sequence[PageText], index: int, zone: tzinfo, *, in_header: bool) -> Iterator[Shown]:
    text = texts[index]
    line, machine = _line(texts, index, in_header=in_header), _machine(text, zone)
    yearish = YEARISH.search(line) is not None
    if machine is None and not yearish:
        return
    stated = [
        one for one in (parse_dates(line, zone=zone) if yearish else ()) if one.minute or len(line) <= MAX_DAY_CHARS
    ]
    if machine and (not stated or _knows_more(machine, stated[0])):
        stated = [machine, *stated[1:]]
    before = texts[index - 1].text if index and len(texts[index - 1].text) <= MAX_CONTEXT_CHARS else ""
    ends = [0, *(one.end for one in stated)]
    for place, (one, end) in enumerate(zip(stated, ends, strict=False)):
        own = line[end : one.start] if one is not machine else line if place == 0 and not yearish else ""
        yield _judge(one, own, "" if place else before[-30:], text, texts[max(index - 2, 0) : index + 3])


def _judge(stated: Stated, own: str, before: str, text: PageText, near: Sequence[PageText]) -> Shown:
    """`own` is what stands before the date in its text, `before` the short text before that."""
    published = PUBLISHED_LABEL.search(own) is not None
    changed = MODIFIED_LABEL.search(own) is not None
    if not published and not changed:
        published = PUBLISHED_LABEL.search(before) is not None
        changed = MODIFIED_LABEL.search(before) is not None and not published
    labelled = published or changed
    if not labelled:
        own_words, around = f"{text.own_classes} {text.properties}", text.classes
        said = own_words if MODIFIED_CLASS.search(own_words) or PUBLISHED_CLASS.search(own_words) else around
        changed = MODIFIED_CLASS.search(said) is not None and not PUBLISHED_CLASS.search(said)
    return Shown(stated, changed and not published, labelled, _is_event(own, before, text, near))


def _is_event(own: str, before: str, text: PageText, near: Sequence[PageText]) -> bool:
    if _is_dated(text) or PUBLISHED_CLASS.search(text.properties):
        return False
    label = own if A_WEEKDAY.sub("", own).strip(" ,.:|-(") else "" if VALUE.search(before) else before
    if EVENT_LABEL.search(label):
        return True
    if WEAK_LABEL.fullmatch(label):
        neighbours = (one.text for one in near if one is not text and len(one.text) <= MAX_CONTEXT_CHARS * 2)
        return any(":" in line and EVENT_LABEL.match(line) for line in neighbours)
    known = PUBLISHED_LABEL.search(label) or MODIFIED_LABEL.search(label) or BYLINE_LABEL.search(label)
    named = OTHER_LABEL.fullmatch(own)
    return known is None and named is not None and not _is_place_or_section(named["label"])


def _is_place_or_section(label: str) -> bool:
    """`Kupang: 28 April 2025`, `Daerah: 28 April 2025`."""
    return is_place(label) or NOBODY.issuperset(label.casefold().split())


def _line(texts: Sequence[PageText], index: int, *, in_header: bool) -> str:
    """The text with the clock or the other parts of its date that stand in elements after or before it."""
    text = texts[index].text
    if YEARISH.search(text):
        clock = [part for part in _later(texts, index, MAX_CLOCK_PARTS) if not LONE_MARK.fullmatch(part)]
        if clock and LONE_CLOCK.fullmatch(clock[0]):
            zone = clock[1] if len(clock) > 1 and LONE_ZONE.fullmatch(clock[1]) else ""
            return f"{text} {clock[0]} {zone}".strip()
        if index and LONE_CLOCK.fullmatch(texts[index - 1].text) and not _is_behind_date(texts, index - 1):
            return f"{texts[index - 1].text} {text}"
        return text
    if not in_header or not text or not PART.fullmatch(text):
        return text
    parts = [text]
    for part in _later(texts, index, MAX_PARTS):
        if len(part) > MAX_PART_CHARS:
            break
        parts.append(part)
    return " ".join(parts)


def _later(texts: Sequence[PageText], index: int, count: int) -> list[str]:
    return [one.text for one in texts[index + 1 : index + 1 + count]]


def _is_behind_date(texts: Sequence[PageText], index: int) -> bool:
    """Whether a lone clock belongs to the date before it."""
    return index > 0 and YEARISH.search(texts[index - 1].text) is not None


def _machine(text: PageText, zone: tzinfo) -> Stated | None:
    found = (parse_machine_date(value, zone=zone) for value in text.instants)
    return max(filter(None, found), key=lambda stated: stated.minute, default=None)


def _knows_more(machine: Stated, stated: Stated) -> bool:
    """`<time datetime="…T10:20+08:00">28 April 2025</time>`: the attribute knows the minute, or the zone of it."""
    if not stated.minute:
        return machine.at.date() == stated.at.date()
    same_wall = machine.at.replace(tzinfo=None, second=0) == stated.at.replace(tzinfo=None, second=0)
    return same_wall and not stated.zone_stated and bool(machine.at.utcoffset())
