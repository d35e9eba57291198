"""Instants as Indonesian outlets print them; all six are in Jakarta."""

from datetime import datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip


def minute(at: datetime) -> datetime:
    """The start of the minute, in Jakarta's zone: outlets state no seconds."""
    return at.astimezone(WIB).replace(second=0, microsecond=0)


def long_date(at: datetime) -> str:
    """`Senin, 28 April 2025 14:05 WIB`."""
    return f"{day_name(at)}, {at.astimezone(WIB).day} {month_name(at)} {at.astimezone(WIB):%Y %H:%M} WIB"


def short_date(at: datetime) -> str:
    """`Senin, 28 Apr 2025 14:05 WIB`."""
    return f"{day_name(at)}, {at.astimezone(WIB).day} {month_name(at)[:3]} {at.astimezone(WIB):%Y %H:%M} WIB"


def slashed_date(at: datetime) -> str:
    """`28/04/2025, 14:05 WIB`."""
    return f"{at.astimezone(WIB):%d/%m/%Y, %H:%M} WIB"


def day_name(at: datetime) -> str:
    return DAYS[at.astimezone(WIB).weekday()]


def month_name(at: datetime) -> str:
    return MONTHS[at.astimezone(WIB).month - 1]


def day_first(at: datetime) -> str:
    """`28 April 2025 14:05 WIB`."""
    return f"{at.astimezone(WIB):%d} {month_name(at)} {at.astimezone(WIB):%Y %H:%M} WIB"
