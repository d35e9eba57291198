"""Dates as feeds and sitemaps state them (RFC 822, ISO 8601 / W3C-DTF, Unix time), with the zones of Indonesia."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime

from schemas.zones import ZONE_HOURS, ZONE_NAMES

# RFC 822 parsers take unknown names for UTC, seven hours off. The name may follow the digits at once.
ZONE_NAME = re.compile(rf"(?<![a-z])({ZONE_NAMES})\b\.?", re.IGNORECASE | re.ASCII)
FIRST_YEAR = 1995
MAX_CHARS = 100
# Indonesian and Dutch names of months beside the English ones, by their beginnings; the longer ones are cut to these.
NAMES = "jan|feb peb|mar maa mrt|apr|may mei|jun jui|jul|aug agu ags agt|sep|oct okt|nov nop|dec des"
MONTHS = {name: month for month, names in enumerate(NAMES.split("|"), start=1) for name in names.split()}
ENGLISH = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# `Sen, 05 Mei 2025 10:00:00 +0700`, `5 Agustus 2025 10.00`: what stands before the day is its name.
NAMED = re.compile(r"^(?:[^\W\d_]+[.,]*\s+)?(\d{1,2})[\s-]+([^\W\d_]{3,10})\.?,?[\s-]+(\d{4})\b(.*)$", re.DOTALL)
# `May 5, 2025 10:00`
MONTH_FIRST = re.compile(r"^(?:[^\W\d_]+[.,]+\s+)?([^\W\d_]{3,10})\.?\s+(\d{1,2}),?\s+(\d{4})\b(.*)$", re.DOTALL)
# `Tue Apr 1 10:00:00 +0700 2025`, as C and Java print it.
YEAR_LAST = re.compile(r"^[^\W\d_]+\s+([^\W\d_]{3,10})\s+(\d{1,2})\s+(\d{1,2}:\d\d(?::\d\d)?)\s+(?:(\S+)\s+)?(\d{4})$")
YEAR_FIRST = re.compile(r"^(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?!\d)")
# `5/4/2025`: Indonesia, like most of the world, names the day first.
DAY_FIRST = re.compile(r"^(?:[^\W\d_]+[.,]*\s+)?(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
GMT_OFFSET = re.compile(r"\s*\b(?:GMT|UTC)\s?(?=[+-]\d)", re.IGNORECASE)
TIME = re.compile(r"\d{1,2}[:.]\d\d.*", re.DOTALL)
ZONE = re.compile(r"(?:[+-]\d{4}|\b[A-Z]{3,4})$")
HALF_DAY = re.compile(r"\b(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?\s*([ap])\.?m\.?(?![a-z])", re.IGNORECASE)
DOTTED_TIME = re.compile(r"(?<=[\sT])(\d{1,2})\.(\d\d)(?:\.(\d\d))?(?=$|\s|[+-])")
MIDNIGHT = re.compile(r"(?<=[\sT])24:00(:00)?(?!\d)")
# A form that sends `+07:00` unescaped gives a space; some leave a zero out.
LOST_PLUS = re.compile(r"(?<=\d:\d\d) (\d\d:?\d\d)$")
SHORT_OFFSET = re.compile(r"([+-])(\d):?(\d\d)$")
UNIX_TIME = re.compile(r"^(\d{9,10})(\d{3})?(?:\.\d+)?$")


def stated_date(raw: str | None, *, zone: tzinfo) -> datetime | None:
    """The instant in UTC, with `zone` if none is stated. None if it is no date, or of no year of the web."""
    if not raw or not raw.strip() or len(raw) > MAX_CHARS:
        return None
    text = " ".join(raw.split())
    if unix := UNIX_TIME.match(text):
        at: datetime | None = datetime.fromtimestamp(int(unix[1]), UTC)
    else:
        text, days = _usual(text)
        at = _iso(text) or _rfc822(text)
        at = at + timedelta(days=days) if at is not None else None
    if at is None or not FIRST_YEAR <= at.year <= 9000:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _usual(text: str) -> tuple[str, int]:
    """The date as the standards write it, and the days to add to it: 24:00 is the end of its day."""
    text = ZONE_NAME.sub(lambda name: f" +{ZONE_HOURS[name[1].lower()]:02}00", text)
    text = GMT_OFFSET.sub(" ", text)
    text = YEAR_LAST.sub(lambda day: f"{day[2]} {day[1]} {day[5]} {day[3]} {day[4] or ''}".rstrip(), text)
    text = DAY_FIRST.sub(lambda day: f"{day[3]}-{day[2]}-{day[1]}", text)
    text = _with_month(YEAR_FIRST.sub(lambda day: f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}", text))
    text = HALF_DAY.sub(_whole_day, text)
    text = DOTTED_TIME.sub(lambda time: f"{int(time[1]):02}:{time[2]}:{time[3] or '00'}", text)
    text = LOST_PLUS.sub(r"+\1", text)
    text = SHORT_OFFSET.sub(r"\g<1>0\2\3", text)
    text, midnights = MIDNIGHT.subn(r"00:00\1", text)
    return text, midnights


def _with_month(text: str) -> str:
    """`05 May 2025 10:00` of a date that names its month in any of the three languages."""
    if found := NAMED.match(text):
        day, name, year, rest = found.groups()
    elif found := MONTH_FIRST.match(text):
        name, day, year, rest = found.groups()
    else:
        return text
    month = MONTHS.get(name[:3].lower())
    return f"{int(day):02} {ENGLISH[month]} {year} {_time_of(rest)}" if month else text


def _time_of(rest: str) -> str:
    """RFC 822 wants a time; what stands between it and the date (`pukul`, `at`, a bar) says nothing."""
    if time := TIME.search(rest):
        return time[0]
    zone = ZONE.search(rest.strip())
    return f"00:00 {zone[0]}" if zone else "00:00"


def _whole_day(time: re.Match[str]) -> str:
    hour = int(time[1])
    if not 1 <= hour <= 12:
        return f"{hour}:{time[2]}:{time[3] or '00'}"
    return f"{hour % 12 + (12 if time[4] in 'pP' else 0):02}:{time[2]}:{time[3] or '00'}"


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text))
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        # Out-of-range fields and half dates raise each of these.
        return None
