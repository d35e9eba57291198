"""Dates as feeds and sitemaps state them (RFC 822, ISO 8601 / W3C-DTF), with the zones of Indonesia."""

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

from schemas.zones import ZONE_HOURS, ZONE_NAMES

# RFC 822 parsers take unknown names for UTC, seven hours off.
ZONE_NAME = re.compile(rf"\b({ZONE_NAMES})\b\.?", re.IGNORECASE | re.ASCII)
FIRST_YEAR = 1995
MAX_CHARS = 100


def stated_date(raw: str | None, *, zone: tzinfo) -> datetime | None:
    """The instant in UTC, with `zone` if none is stated. None if it is no date, or of no year of the web."""
    if not raw or not raw.strip() or len(raw) > MAX_CHARS:
        return None
    text = ZONE_NAME.sub(lambda name: f"+{ZONE_HOURS[name[1].lower()]:02}00", raw.strip())
    at = _iso(text) or _rfc822(text)
    if at is None or not FIRST_YEAR <= at.year <= 9000:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


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
