"""Datelines: the place and the outlet before the first sentence of an Indonesian article, in all their orders."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import NamedTuple

from processors.text.words import key_of
from schemas.article import Dateline

MAX_CHARS = 90
MAX_PLACE_WORDS = 3
# Capitals beside a place that are its region, not an outlet.
REGIONS = frozenset(("NTB", "NTT", "DIY", "DKI", "DC", "D.C", "USA", "AS"))
_TOLD_BY = tomllib.loads(files("processors.text").joinpath("dateline.toml").read_text("utf-8"))
PLACES = frozenset(" ".join(place.split()).casefold() for place in _TOLD_BY["places"].split(";"))
OUTLET_WORDS = tuple(_TOLD_BY["outlet_words"])

HOST = re.compile(
    r"[\w-]+(?:\.[\w-]+)*\.(?:com|co\.id|id|co|net|news|org|tv|info|or\.id|my\.id|go\.id)(?:/\w+)?", re.IGNORECASE
)
# `KOMPAS.com -`, `Jakarta, CNN Indonesia --`, `Pyongyang:`; a hyphen inside a word is none.
SEPARATOR = re.compile(r"\s+(?P<dash>-{1,3})\s*|(?P<tight>-{1,3})\s+|(?P<long>-{2,3})|\s?(?P<colon>:)\s+")
PART = re.compile(r"[,()|/]+|\s+-\s+")
DATE = re.compile(r"(?:\w{4,7},? )?\(?\d{1,2}(?:[ /.-]\w+)?(?:[ /.-]\d{2,4})?\)?|\d{4}")
# `KONTAN.CO.ID - BRUSSELS. `: the place ends in a full stop.
HOST_DASH_PLACE = re.compile(r"(?P<outlet>[\w.-]+\.\w{2,4}) ?-{1,2} ?(?P<place>[A-Z][A-Z ]{2,30})\. +(?=\S)")
# `Liputan6.com, Jakarta Kapal itu`: nothing parts the place from the sentence.
HOST_COMMA_PLACE = tuple(
    re.compile(rf"(?P<outlet>[\w.-]+\.\w{{2,4}}), (?P<place>{place}) (?=[A-Z\"'])")
    for place in (r"[A-Z]\w+ [A-Z]\w+", r"[A-Z]\w+")
)
WORD = re.compile(r"[A-Z][\w.']*(?:-\w+)?")


class Split(NamedTuple):
    dateline: Dateline | None
    rest: str


def split_dateline(paragraph: str, *, outlets: Iterable[str] = ()) -> Split:
    """The dateline at the head of a paragraph in plain spelling, and the rest; None where there is none.

    `outlets` are names the article's outlet goes by.
    """
    own = {key_of(name) for name in outlets if name}
    dotted = HOST_DASH_PLACE.match(paragraph)
    if dotted and HOST.fullmatch(dotted["outlet"]):
        return _split_at(dotted, paragraph)
    for match in SEPARATOR.finditer(paragraph[:MAX_CHARS]):
        head, rest = paragraph[: match.start()], paragraph[match.end() :].strip()
        dateline = _read(head, match, rest, own)
        if dateline is not None:
            return _with_second(dateline, rest, own)
    for form in HOST_COMMA_PLACE:
        found = form.match(paragraph)
        if found and HOST.fullmatch(found["outlet"]) and is_place(found["place"]):
            return _split_at(found, paragraph)
    return Split(None, paragraph)


def _split_at(match: re.Match[str], paragraph: str) -> Split:
    dateline = Dateline(place=match["place"], outlet=match["outlet"], raw=match.group().strip())
    return Split(dateline, paragraph[match.end() :].strip())


def _read(head: str, match: re.Match[str], rest: str, own: set[str]) -> Dateline | None:
    parts = [part.strip(" .") if part.strip(" .") else "" for part in PART.split(head)]
    parts = [part for part in parts if part and not DATE.fullmatch(part)]
    if not 1 <= len(parts) <= 3 or not all(_is_name(part) for part in parts) or not _begins_sentence(rest):
        return None
    outlets = [part for part in parts if _is_outlet(part, own)]
    if not outlets and len(parts) > 1 and any(map(is_place, parts)):
        outlets = [part for part in parts if part.isupper() and not is_place(part) and part not in REGIONS]
    places = [part for part in parts if part not in outlets]
    if not _plausible(outlets, places, match, rest):
        return None
    raw = f"{head}{match.group()}".strip()
    return Dateline(place=", ".join(places), outlet=outlets[0] if outlets else "", raw=raw)


def _plausible(outlets: Sequence[str], places: Sequence[str], match: re.Match[str], rest: str) -> bool:
    """Counter-examples: `Rusia - Korea Utara sepakat`, `Moskow: "Kami siap"`, `Presiden Putin - Kim bertemu`."""
    known = all(is_place(place) for place in places)
    if match["colon"]:
        return len(places) == 1 and known and rest[0] not in "\"'"
    if any(len(place.split()) > MAX_PLACE_WORDS for place in places) or len(outlets) > 1:
        return False
    if outlets:
        return True
    first = places[0]
    return is_place(first) or (first.isupper() and len(places) == 1 and len(first) >= 4)


def _with_second(dateline: Dateline, rest: str, own: set[str]) -> Split:
    """`VIVA - JAKARTA - Presiden`: a place may come after an outlet's own dash."""
    match = SEPARATOR.search(rest[:40])
    head = rest[: match.start()] if match else ""
    if dateline.place or match is None or not (is_place(head) or (head.isupper() and _is_name(head))):
        return Split(dateline, rest)
    remainder = rest[match.end() :].strip()
    if _is_outlet(head, own) or not _begins_sentence(remainder):
        return Split(dateline, rest)
    raw = f"{dateline.raw} {head}{match.group()}".strip()
    return Split(Dateline(place=head, outlet=dateline.outlet, raw=raw), remainder)


def _is_name(part: str) -> bool:
    """One to four capitalised words, or a host name."""
    words = part.split()
    return HOST.fullmatch(part) is not None or (
        1 <= len(words) <= 4
        and all(WORD.fullmatch(word) or word in ("de", "di") or HOST.fullmatch(word) for word in words)
    )


def is_place(part: str) -> bool:
    return part.casefold().strip(" .") in PLACES


def _is_outlet(part: str, own: set[str]) -> bool:
    key = key_of(part)
    if is_place(part):
        return False
    if any(HOST.fullmatch(word) for word in part.split()) or (key and key in own):
        return True
    return any(word in part.casefold() for word in OUTLET_WORDS)


def _begins_sentence(rest: str) -> bool:
    return bool(rest) and (
        rest[0].isupper() or rest[0].isdigit() or rest[0] in "\"'(" or (rest[:2].islower() and rest[1:2].isupper())
    )
