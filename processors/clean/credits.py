"""Byline, end code and signature of an article, read from the lines and pieces that the rules took off its body."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from processors.clean.metadata.authors import find_byline
from processors.clean.metadata.names import is_person, people_in
from processors.clean.metadata.page_texts import PageText
from processors.text.dateline import HOST, is_place
from schemas.article import Byline, EndCode, Removed

BYLINE_RULES = ("line.byline", "tail.byline", "piece.source-end")
END_CODE_RULES = frozenset(("line.end-code", "line.end-name", "piece.end-code"))
EDITOR = re.compile(r"\W*(?:editor|redaktur|penyunting|foto|video|sumber|uploader|publisher)\b", re.IGNORECASE)
# `Laporan wartawan Kabar Utara, Rina Saputri, dari Kupang`: no colon, the parts in no fixed order.
CORRESPONDENT = re.compile(
    r"\W*(?:laporan\b ?)?(?P<role>wartawan|reporter|kontributor|koresponden|jurnalis)?\b ?(?P<parts>[A-Z].{2,130})",
    re.IGNORECASE,
)
CORRESPONDENT_RULE = "line.byline-correspondent"
SIGNED_RULE = "line.byline-capitals"
PART = re.compile(r"(?:,? \b(?:dari|di) |, ?)")
# `sef, CNBC Indonesia`, `Rina Saputri - KabarUtara`.
NAME_AND_OUTLET = re.compile(
    r"(?P<name>[a-z]{2,5}(?:/[a-z]{2,5})?|[A-Z][\w.'’ -]{2,50}?)(?:,| [-–—|]) ?(?P<outlet>\w.{1,40})"
)
PLACE = re.compile(r"(?:\b(?:dari|di)\b|,|\|) ?(?P<place>[A-Z][\w.]*(?: [A-Z][\w.]*){0,2})(?=$|[,|/]| dan )")
SPLIT = re.compile(r"\s*[/|,]\s*")
WRAPPING = " .*()[]"
MAX_RAW_CHARS = 200


class Credits(NamedTuple):
    byline: Byline | None
    end_code: EndCode | None
    signature: str
    """Names in capitals at the end of the text, or of its byline: the authors where nothing else names any."""


def read_credits(removed: Sequence[Removed]) -> Credits:
    """The byline that tells most, the first of those that tell as much; the last end code."""
    read = [(piece.rule, _byline(piece)) for piece in removed if piece.rule.startswith(BYLINE_RULES)]
    bylines = [(rule, byline) for rule, byline in read if byline]
    codes = [code for piece in removed if piece.rule in END_CODE_RULES if (code := _end_code(piece.text))]
    byline = max((byline for _, byline in bylines), key=_told, default=None)
    signed = [byline for rule, byline in bylines if rule == SIGNED_RULE and byline.reporters]
    signing = signed[-1] if signed else byline
    return Credits(byline, codes[-1] if codes else None, ", ".join(signing.reporters) if signing else "")


def _told(byline: Byline) -> int:
    return bool(byline.reporters) + bool(byline.place) + bool(byline.outlet)


def _byline(piece: Removed) -> Byline | None:
    """None for a line that names an editor, a photographer or a source alone."""
    raw = piece.text.strip()[:MAX_RAW_CHARS]
    if EDITOR.match(raw):
        return None
    if piece.rule == CORRESPONDENT_RULE:
        return _correspondent(raw)
    named = NAME_AND_OUTLET.fullmatch(raw)
    people = _in_capitals(raw) or find_byline([PageText(raw)], {}, {}, site_names=()).authors.value
    people = tuple(_plain_name(name) for name in people if not is_place(name) and not HOST.fullmatch(name))
    place = next((found["place"] for found in PLACE.finditer(raw) if is_place(found["place"])), "")
    outlet = named["outlet"].strip() if named and ":" not in raw and not is_place(named["outlet"]) else ""
    if named and outlet and not people:
        people = (named["name"],)
    return Byline(reporters=people, place=place, outlet=outlet, raw=raw) if people or outlet else None


def _correspondent(raw: str) -> Byline | None:
    """The part that is a place is the place; of two others the first is whom the second reports for."""
    found = CORRESPONDENT.fullmatch(raw)
    parts = [part.strip(WRAPPING) for part in PART.split(found["parts"])] if found else []
    place = next(filter(is_place, parts), "")
    names = [part for part in parts if part and part != place]
    people = tuple(_plain_name(name) for name in names[-1:] if is_person(name))
    return Byline(reporters=people, place=place, outlet=names[0] if len(names) > 1 else "", raw=raw) if people else None


def _plain_name(name: str) -> str:
    return name.title() if name.isupper() and " " in name else name


def _in_capitals(raw: str) -> tuple[str, ...]:
    """`RINA SAPUTRI | YONHAP`; a single word is an agency."""
    if not raw.isupper() or ":" in raw or " " not in raw.strip(WRAPPING):
        return ()
    return tuple(people_in([raw.strip(WRAPPING + "-").title()], ()))


def _end_code(text: str) -> EndCode | None:
    """None for stars and dashes, which name nobody."""
    raw = text.strip()
    codes = tuple(part for part in SPLIT.split(raw.strip(WRAPPING)) if any(map(str.isalnum, part)))
    return EndCode(codes=codes, raw=raw) if codes else None
