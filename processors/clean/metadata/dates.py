"""Dates as Indonesian pages write them, to an instant: which day, which minute, and whether a zone was stated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from schemas.zones import ZONE_HOURS, ZONE_NAMES

MONTHS = {
    "januari": 1, "january": 1, "jan": 1, "februari": 2, "pebruari": 2, "february": 2, "feb": 2, "peb": 2, "febuari": 2,
    "maret": 3, "march": 3, "mar": 3, "mrt": 3, "april": 4, "apr": 4, "mei": 5, "may": 5,
    "juni": 6, "june": 6, "jun": 6,
    "djanuari": 1, "djuni": 6, "djuli": 7,
    "juli": 7, "july": 7, "jul": 7, "agustus": 8, "august": 8, "agu": 8, "ags": 8, "agst": 8, "aug": 8, "agt": 8,
    "agus": 8, "agustu": 8, "ag": 8,
    "september": 9, "sept": 9, "sep": 9, "oktober": 10, "october": 10, "okt": 10, "oct": 10,
    "november": 11, "nopember": 11, "nov": 11, "nop": 11, "desember": 12, "december": 12, "des": 12, "dec": 12,
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WEEKDAYS = {
    "senin": 0, "monday": 0, "selasa": 1, "tuesday": 1, "rabu": 2, "wednesday": 2, "kamis": 3, "thursday": 3,
    "jumat": 4, "jum'at": 4, "friday": 4, "sabtu": 5, "saturday": 5, "minggu": 6, "ahad": 6, "sunday": 6,
}  # fmt: skip
# Right before the date: `Senin, 28/4/2025`, `Jum'at (15/8/2025)`.
WEEKDAY = re.compile(rf"\b(?P<weekday>{'|'.join(WEEKDAYS)})\b\W{{0,3}}$", re.IGNORECASE)
OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")

# Between a day and its hour: the day of another calendar.
_HIJRI = r"(?:(?:\s?m(?:asehi)?\b)?\W{1,4}\d{1,2} [a-z'-]+(?: [a-z'-]+)? 1[34]\d\d(?: ?h(?:ijri(?:y?ah)?)?\b)?\.?)?"
_ZONE = rf"{ZONE_NAMES}|(?:utc|gmt)?\s?[+-]\d{{1,2}}(?::?\d{{2}})?|z|utc|gmt"
_CLOCK = (
    rf"(?:{_HIJRI}\W{{0,6}}(?:pada\s+)?(?:(?:pukul|jam|pkl|at|time)\b\W{{0,3}})?"
    r"(?<!\d)(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)"
    r"(?:[:.](?P<second>[0-5]\d)(?:[.,]\d+)?)?(?!\d)(?:\s*(?P<half>[ap]\.?m)\b)?"
    rf"(?:\s*\(?(?P<zone>{_ZONE})(?![a-z\d]))?)?"
)
_DAY_OF_MONTH = r"(?P<day>0?[1-9]|[12]\d|3[01])"
ISO = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=sep){_DAY_OF_MONTH}(?!\d)"
    r"(?:(?:\s*T\s*|\s+|,\s*)(?P<hour>[01]?\d|2[0-3])(?P<mark>[:.-])(?P<minute>[0-5]\d)"
    r"(?:[:.-](?P<second>[0-5]\d)(?:[.,]\d+)?)?(?:\s*(?P<half>[ap]\.?m)\b)?"
    # A `+` that a form decoded to a space is still a zone.
    rf"(?:\s*(?P<zone>{_ZONE})| (?P<bare>[01]\d:\d\d)$)?(?![a-z\d]))?",
    re.IGNORECASE,
)
DAY_FIRST = re.compile(
    rf"(?<!\d){_DAY_OF_MONTH}(?:st|nd|rd|th)?[\s./-]*(?P<name>{_MONTH})\.?[\s,./-]+"
    rf"'?(?P<year>(?:19|20)\d\d|\d\d)(?!\d){_CLOCK}",
    re.IGNORECASE,
)
MONTH_FIRST = re.compile(
    rf"\b(?P<name>{_MONTH})\.?\s+{_DAY_OF_MONTH}(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)(?!\d){_CLOCK}",
    re.IGNORECASE,
)
# Which of the two is the month, `_month_and_day` tells.
NUMERIC = re.compile(
    r"(?<![\d/.-])(?P<day>0?[1-9]|[12]\d|3[01])[/.-](?P<month>0?[1-9]|[12]\d|3[01])[/.-](?P<year>(?:19|20)\d\d|\d\d)"
    rf"(?![\d/]){_CLOCK}",
    re.IGNORECASE,
)
# As Java prints it: `Mon Apr 28 10:15:00 WIB 2025`.
YEAR_LAST = re.compile(
    rf"\b(?P<name>{_MONTH})\s+{_DAY_OF_MONTH},?\s+(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)"
    rf"(?::(?P<second>[0-5]\d))?\s+(?:(?P<zone>{_ZONE}|[A-Z]{{3,4}})\s+)?(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
FORMS = (ISO, DAY_FIRST, MONTH_FIRST, NUMERIC, YEAR_LAST)
CLOCK_BEFORE = re.compile(
    rf"(?<!\d)(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)\s*(?P<zone>{ZONE_NAMES})?[\s,|/(-]{{1,4}}"
    r"(?:\w{4,9},?\s+)?$",
    re.IGNORECASE,
)
# What only machines write: seconds or milliseconds since 1970, and digits in a row.
EPOCH = re.compile(r"(?P<seconds>1\d{9})(?:\.\d+|\d{3})?")
COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:[T ]?(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?P<zone>z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE,
)
MAX_CHARS = 400
APOSTROPHES = str.maketrans("’‘`´", "''''")


@dataclass(frozen=True)
class Stated:
    """A date as stated. `at` carries a zone; where the text names none it is the one assumed."""

    at: datetime
    minute: bool
    zone_stated: bool
    raw: str
    start: int = 0
    end: int = 0
    weekday_fits: bool = True
    """False where the weekday stated before the date is another one."""


def parse_date(text: str, *, zone: tzinfo) -> Stated | None:
    """The first date in `text`, or None. `zone` is assumed for a bare time; a day without time is its midnight."""
    return next(parse_dates(text, zone=zone), None)


def parse_dates(text: str, *, zone: tzinfo) -> Iterator[Stated]:
    """Every date in `text` in turn, each with where it begins and ends."""
    plain = text[:MAX_CHARS].translate(APOSTROPHES)
    matches = sorted((match for form in FORMS for match in form.finditer(plain)), key=lambda found: found.start())
    end = 0
    for match in matches:
        stated = _stated(match, plain[end : match.start()], zone) if match.start() >= end else None
        if stated is not None:
            end = match.end()
            yield stated


def parse_machine_date(text: str, *, zone: tzinfo) -> Stated | None:
    """A date that a tag or an attribute states: digits in a row too, which in a text would be a number."""
    text = text.strip()
    if not text:
        return None
    epoch = EPOCH.fullmatch(text)
    if epoch:
        return Stated(datetime.fromtimestamp(int(epoch["seconds"]), zone), True, True, text, 0, len(text))
    compact = COMPACT.fullmatch(text)
    return _stated(compact, "", zone) if compact else parse_date(text, zone=zone)


def _stated(match: re.Match[str], before: str, assumed: tzinfo) -> Stated | None:
    parts = match.groupdict()
    clock = parts if parts["hour"] is not None else _clock_before(before)
    zone_name = clock.get("zone") or (f"+{parts['bare']}" if parts.get("bare") else "")
    stated_zone = _zone(zone_name) if parts.get("mark") != "-" else None
    month, day = _month_and_day(parts)
    try:
        at = datetime(
            _year(parts["year"]), month, day, _hour(clock), int(clock.get("minute") or 0),
            int(clock.get("second") or 0), tzinfo=stated_zone or assumed,
        )  # fmt: skip
    except ValueError:  # 31 June: no date
        return None
    at, fits = _by_weekday(at, before, numeric=match.re is NUMERIC)
    minute = bool(clock.get("hour"))
    return Stated(at, minute, stated_zone is not None, match.group().strip(), match.start(), match.end(), fits)


def _month_and_day(parts: dict[str, str | None]) -> tuple[int, int]:
    """`28/4` and, as there is no 28th month, `4/28`."""
    day = int(parts["day"] or 0)
    if parts.get("name"):
        return MONTHS[str(parts["name"]).lower()], day
    month = int(parts["month"] or 0)
    return (day, month) if month > 12 >= day else (month, day)


def _by_weekday(at: datetime, before: str, *, numeric: bool) -> tuple[datetime, bool]:
    """The instant and whether the weekday before it fits; a numeric date may have day and month swapped."""
    stated = WEEKDAY.search(before)
    if stated is None or at.weekday() == WEEKDAYS[stated["weekday"].lower()]:
        return at, True
    if numeric and at.day <= 12:
        swapped = at.replace(month=at.day, day=at.month)
        if swapped.weekday() == WEEKDAYS[stated["weekday"].lower()]:
            return swapped, True
    return at, False


def _clock_before(text: str) -> dict[str, str | None]:
    found = CLOCK_BEFORE.search(text)
    return found.groupdict() if found else {}


def _hour(clock: dict[str, str | None]) -> int:
    hour = int(clock.get("hour") or 0)
    half = (clock.get("half") or "").lower().replace(".", "")
    if half == "pm" and hour < 12:
        return hour + 12
    return 0 if half == "am" and hour == 12 else hour


def _year(text: str | None) -> int:
    text = text or ""
    return int(text) if len(text) == 4 else 2000 + int(text)


def _zone(text: str) -> tzinfo | None:
    name = text.strip().lower()
    if not name:
        return None
    if name in ZONE_HOURS:
        return timezone(timedelta(hours=ZONE_HOURS[name]))
    offset = OFFSET.search(name)
    if offset is None:
        # `ICT` and the like are no zones that a page of ours is read in.
        return UTC if name in ("z", "utc", "gmt") else None
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes)) if minutes < 24 * 60 else None
