"""The patterns of dates, put together from the layer's word lists; each begins with a word or digit and is bounded."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from processors.enrich.layers.rules import load_rules

DAYPARTS = r"dini\s+hari|dinihari|pagi|siang|sore|petang|malam"
NUMBERS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip
DAY_ISO_CHARS = 10

QUARTER = re.compile(
    r"\b(?P<kind>(?i:triwulan|kuartal|semester))[ -]+(?:ke-?)?"
    r"(?P<number>pertama|kedua|ketiga|keempat|IV|I{1,3}|[1-4])\b(?:[ -/]+(?P<year>\d{4})\b)?"
)
YEARS = re.compile(
    r"\b(?:(?P<part>(?i:awal|pertengahan|akhir|medio))\s+)?(?:(?P<head>(?i:tahun))\s+)?(?<![\d.,/-])(?P<year>1[5-9]\d\d|20\d\d)(?:\s?(?:-|\u2013|dan|hingga|sampai)\s?(?P<last>20\d\d|19\d\d)\b)?(?![\d/%]|[.,]\d|-\w)"
)
RELATIVE_DAY = re.compile(
    r"\b(?i:hari\s+ini|(?:pagi|siang|sore|petang|malam)\s+ini|kemarin\s+lusa|kemarin|besok|lusa|tadi\s+malam|semalam)\b"
)
RELATIVE_PERIOD = re.compile(
    r"\b(?P<unit>(?i:tahun|bulan|pekan|minggu))\s+(?P<turn>lalu|silam|ini|depan|mendatang|sebelumnya)\b(?!\w)"
)


def number_of(word: str) -> int | None:
    word = word.lower()
    return int(word) if word.isdigit() and len(word) < 4 else NUMBERS.get(word)


@dataclass(frozen=True)
class Reference:
    """What relative expressions count from: publication, and the day and year that were named last."""

    published: date
    named_day: date | None = None
    named_year: int | None = None

    @property
    def last_day(self) -> date:
        return self.named_day or self.published

    @property
    def last_year(self) -> int:
        return self.named_year or self.published.year

    def after(self, resolved: str) -> "Reference":
        last = resolved.split("/")[-1]
        changed = replace(self, named_year=int(last[:4]))
        whole = len(last) == DAY_ISO_CHARS and last[4] == "-"
        return replace(changed, named_day=date.fromisoformat(last)) if whole else changed


@dataclass(frozen=True)
class Patterns:
    span: re.Pattern[str]
    weekday_day: re.Pattern[str]
    day: re.Pattern[str]
    quarter: re.Pattern[str]
    month: re.Pattern[str]
    years: re.Pattern[str]
    weekday: re.Pattern[str]
    relative_day: re.Pattern[str]
    relative_period: re.Pattern[str]
    counted: re.Pattern[str]


@lru_cache(maxsize=1)
def patterns() -> Patterns:
    rules = load_rules("dates")
    months, weekdays = rules.alternation("date.months"), rules.alternation("date.weekdays")
    month = rf"(?P<month>(?i:{months}))\b(?:\.(?=\s\d))?"
    year = r"(?P<year>\d{4})\b"
    words = "|".join(sorted((word for word in NUMBERS if len(word) > 3 or word == "dua"), key=len, reverse=True))
    compiled = re.compile
    weekday_day = (
        rf"\b(?:(?i:hari)\s+)?(?P<weekday>(?i:{weekdays}))\b(?:\s+(?:{DAYPARTS}))?,?\s*"
        rf"(?:\(\s?(?P<day>\d{{1,2}})\s?[/.-]\s?(?P<monthnumber>\d{{1,2}})(?:\s?[/.-]\s?(?P<year>\d{{4}}|\d{{2}}))?\s?\)"
        rf"|(?P<day3>\d{{1,2}})/(?P<monthnumber2>\d{{1,2}})(?:/(?P<year3>\d{{4}}|\d{{2}}))?(?![\d/])"
        rf"|\(?(?P<day2>\d{{1,2}})\s+(?P<month>(?i:{months}))\b(?:\.(?=\s\d))?(?:\s+(?P<year2>\d{{4}})\b)?\)?)"
    )
    return Patterns(
        span=compiled(
            rf"\b(?:(?i:tanggal)\s+)?(?P<first>\d{{1,2}})\s?(?:-|\u2013|hingga|sampai(?:\s+dengan)?|dan|s/d)\s?(?P<last>\d{{1,2}})\s+{month}(?:\s+{year})?"
        ),
        weekday_day=compiled(weekday_day),
        day=compiled(
            rf"\b(?:(?i:tanggal)\s+)?(?<![\d.,/])(?P<day>\d{{1,2}})\s+{month}(?:\s+{year})?(?:\s+(?:lalu|silam|mendatang))?"
            r"|(?<![\d./])(?P<day3>\d{1,2})/(?P<monthnumber>\d{1,2})/(?P<year3>\d{4})(?![\d/])"
        ),
        quarter=QUARTER,
        month=compiled(
            rf"\b(?:(?P<part>(?i:awal|pertengahan|akhir|medio))\s+)?(?:(?P<head>(?i:bulan))\s+)?(?P<month>(?i:{months}))\b"
            rf"(?:\s+(?:(?:tahun\s+)?(?P<year>\d{{4}})\b|tahun\s+(?P<yearword>lalu|ini|depan)\b|(?P<turn>lalu|silam|mendatang|depan|ini)\b))?"
        ),
        years=YEARS,
        weekday=compiled(
            rf"\b(?:(?P<head>(?i:hari))\s+)?(?P<weekday>(?i:{weekdays}))\b(?:\s+(?:{DAYPARTS})\b)?(?:\s+(?P<turn>pekan\s+lalu|pekan\s+depan|lalu|ini|depan|mendatang)\b)?"
        ),
        relative_day=RELATIVE_DAY,
        relative_period=RELATIVE_PERIOD,
        counted=compiled(
            rf"\b(?:(?P<number>{words}|\d{{1,2}})\s+)?(?P<unit>(?i:sehari|sepekan|seminggu|sebulan|setahun|hari|pekan|minggu|bulan|tahun))\s+(?:yang\s+)?(?P<turn>lalu|silam|kemudian|sebelumnya|setelahnya|sesudahnya|berikutnya|mendatang)\b"
        ),
    )
