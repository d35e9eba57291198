"""Layer `dates`: every expression that names a day, week, month or year, resolved against the day of publication."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from processors.enrich.layers import calendar_days as calendar
from processors.enrich.layers.date_patterns import Patterns, Reference, number_of, patterns
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import TokenizedText
from schemas.layers import DateMention

VERSION = "1"
Match = re.Match[str]


class ResolvedDate(NamedTuple):
    """A resolved expression; `anchor` is what later relative ones count from."""

    start: int
    end: int
    resolved: str
    doubt: str = ""


def read_dates(text: TokenizedText, published: date) -> Sequence[DateMention]:
    """Dates in order of the text, none within another; what does not resolve is left out."""
    found: list[ResolvedDate] = []
    end = 0
    references = Reference(published)
    for match, resolve in _candidates(text.text):
        if match.start() < end:
            continue
        result = resolve(match, references)
        if result is None:
            continue
        references = references.after(result.resolved)
        found.append(result)
        end = result.end
    return [
        DateMention(each.start, each.end, text.text[each.start : each.end], each.resolved, each.doubt) for each in found
    ]


Resolve = Callable[[Match, Reference], ResolvedDate | None]


def _candidates(text: str) -> Iterator[tuple[Match, Resolve]]:
    """Matches of all forms by their start; of those at one place the fuller form, which stands first in the list."""
    forms: Sequence[tuple[re.Pattern[str], Resolve]] = _forms()
    matches = [
        (match.start(), rank, match, resolve)
        for rank, (pattern, resolve) in enumerate(forms)
        for match in pattern.finditer(text)
    ]
    for _, _, match, resolve in sorted(matches, key=lambda each: each[:2]):
        yield match, resolve


@lru_cache(maxsize=1)
def _forms() -> Sequence[tuple[re.Pattern[str], Resolve]]:
    found: Patterns = patterns()
    return (
        (found.span, _span),
        (found.weekday_day, _day),
        (found.day, _day),
        (found.quarter, _quarter),
        (found.month, _month),
        (found.years, _years),
        (found.weekday, _weekday),
        (found.relative_day, _relative_day),
        (found.relative_period, _relative_period),
        (found.counted, _counted),
    )


def _weekday_number(match: Match) -> int | None:
    name = match.groupdict().get("weekday")
    return int(load_rules("dates").values("date.weekdays")[name.lower()]) if name else None


def _month_number(name: str) -> int:
    return int(load_rules("dates").values("date.months")[name.lower().rstrip(".")])


def _day(match: Match, reference: Reference) -> ResolvedDate | None:
    parts = match.groupdict()
    number = int(parts.get("day") or parts.get("day2") or parts["day3"])
    name = parts.get("month") or parts.get("month2")
    month = _month_number(name) if name else int(parts.get("monthnumber") or parts["monthnumber2"])
    year = parts.get("year") or parts.get("year2") or parts.get("year3")
    weekday = _weekday_number(match)
    stated = (
        calendar.day(calendar.full_year(year), month, number)
        if year
        else calendar.year_for(reference.published, month, number, weekday)
    )
    if stated is None:
        return None
    if not year and stated > reference.published and match[0].endswith(("lalu", "silam")):
        stated = calendar.day(stated.year - 1, month, number) or stated
    meant, doubt = calendar.checked(stated, reference.published, weekday)
    return ResolvedDate(match.start(), match.end(), meant.isoformat(), doubt)


def _span(match: Match, reference: Reference) -> ResolvedDate | None:
    month = _month_number(match["month"])
    first, last = int(match["first"]), int(match["last"])
    year = match["year"]
    end = calendar.day(int(year), month, last) if year else calendar.year_for(reference.published, month, last, None)
    if end is None or first >= last or calendar.day(end.year, month, first) is None:
        return None
    return ResolvedDate(match.start(), match.end(), f"{end.replace(day=first).isoformat()}/{end.isoformat()}")


def _quarter(match: Match, reference: Reference) -> ResolvedDate | None:
    size = 6 if match["kind"].lower().startswith("semester") else 3
    which = number_of(match["number"])
    if which is None or not 1 <= which <= 12 // size:
        return None
    year = int(match["year"]) if match["year"] else reference.published.year
    return ResolvedDate(
        match.start(), match.end(), f"{year:04d}-{(which - 1) * size + 1:02d}/{year:04d}-{which * size:02d}"
    )


def _month(match: Match, reference: Reference) -> ResolvedDate | None:
    month = _month_number(match["month"])
    if match["year"]:
        return ResolvedDate(match.start(), match.end(), f"{int(match['year']):04d}-{month:02d}")
    if match["yearword"]:
        year = reference.published.year + {"lalu": -1, "ini": 0, "depan": 1}[match["yearword"].lower()]
        return ResolvedDate(match.start(), match.end(), f"{year:04d}-{month:02d}")
    cued = match["head"] or match["part"] or match["turn"] or _is_preposition(match.string, match.start())
    if not cued or not match["month"][0].isupper():
        return None
    return ResolvedDate(
        match.start(), match.end(), calendar.month_of(reference.published, month, (match["turn"] or "").lower())
    )


def _word_before(text: str, start: int) -> str:
    before = re.search(r"([\w.]+)[ (]{1,2}$", text[max(0, start - 30) : start])
    return before[1] if before else ""


def _is_preposition(text: str, start: int) -> bool:
    return _word_before(text, start).lower() in load_rules("dates").words("date.prepositions")


def _years(match: Match, reference: Reference) -> ResolvedDate | None:
    rules = load_rules("dates")
    before = _word_before(match.string, match.start())
    after = re.match(r"\s+([\w-]+)", match.string[match.end() : match.end() + 30])
    if not match["head"]:
        if before.lower() in rules.words("date.no-year-after") or (
            after and after[1].lower() in rules.words("date.no-year-before")
        ):
            return None
        name = before[:1].isupper() and before.lower() not in rules.words("date.prepositions")
        if name or not before or match.string[match.start() - 1] == "(":
            return None
    elif match["head"][0].isupper() and before.isdigit():
        return None  # `Undang-Undang Nomor 20 Tahun 2025`
    first, last = int(match["year"]), match["last"]
    if last and int(last) > first:
        return ResolvedDate(match.start(), match.end(), f"{first:04d}/{int(last):04d}")
    if not 1500 <= first <= reference.published.year + 100:
        return None
    return ResolvedDate(match.start(), match.end() if not last else match.end("year"), f"{first:04d}")


def _weekday(match: Match, reference: Reference) -> ResolvedDate | None:
    number = _weekday_number(match)
    assert number is not None
    turn = (match["turn"] or "").lower()
    if not match["head"] and (match["weekday"][0].islower() or not (turn or _stands_alone(match))):
        return None
    if turn in ("depan", "mendatang", "pekan depan"):
        return ResolvedDate(match.start(), match.end(), calendar.next_weekday(reference.published, number).isoformat())
    day = calendar.last_weekday(reference.published, number, before=turn == "lalu")
    return ResolvedDate(match.start(), match.end(), day.isoformat())


def _stands_alone(match: Match) -> bool:
    """A weekday alone is a date after a comma or a preposition, and no part of a name."""
    text = match.string
    named = re.match(r"\s[A-Z]", text[match.end() : match.end() + 2])
    after_comma = text[max(0, match.start() - 2) : match.start()].strip() == ","
    ends = text[match.end() : match.end() + 1] in ("", ".", ",", ")")
    return not named and (ends or after_comma or not match.start() or _is_preposition(text, match.start()))


def _is_counted(match: Match) -> bool:
    """Whether a number stands before: `empat hari ini`, `beberapa minggu ini` are lengths of time."""
    before = _word_before(match.string, match.start()).lower()
    return before == "beberapa" or number_of(before) is not None


def _relative_day(match: Match, reference: Reference) -> ResolvedDate | None:
    if _is_counted(match):
        return None
    word = " ".join(match[0].lower().split())
    by = {"kemarin": -1, "besok": 1, "lusa": 2, "esok": 1, "semalam": -1, "tadi malam": -1, "kemarin lusa": -2}.get(
        word, 0
    )
    return ResolvedDate(match.start(), match.end(), (reference.published + timedelta(days=by)).isoformat())


def _relative_period(match: Match, reference: Reference) -> ResolvedDate | None:
    unit, turn = match["unit"].lower(), " ".join(match["turn"].lower().split())
    if _is_counted(match):
        return None
    by = {"ini": 0, "depan": 1, "mendatang": 1}.get(turn, -1)
    counts_from = (
        reference.last_day if turn in ("sebelumnya", "sebelum itu") and unit != "tahun" else reference.published
    )
    if unit == "tahun":
        year = reference.last_year if turn == "sebelumnya" else reference.published.year
        return ResolvedDate(match.start(), match.end(), f"{year + by:04d}")
    if unit == "bulan":
        return ResolvedDate(match.start(), match.end(), calendar.shifted_month(counts_from, by))
    return ResolvedDate(match.start(), match.end(), calendar.week(counts_from + timedelta(weeks=by)))


def _counted(match: Match, reference: Reference) -> ResolvedDate | None:
    """`sehari kemudian` counts from the day named before, `dua hari lalu` from publication."""
    unit = match["unit"].lower()
    number = 1 if unit.startswith("se") else number_of(match["number"] or "")
    turn = match["turn"].lower()
    if number is None:
        return None
    sign = 1 if turn in ("kemudian", "setelahnya", "sesudahnya", "berikutnya", "mendatang", "lagi") else -1
    start = reference.published if turn in ("lalu", "silam", "mendatang", "lagi") else reference.last_day
    if unit.endswith("hari"):
        return ResolvedDate(match.start(), match.end(), (start + timedelta(days=sign * number)).isoformat())
    if not unit.startswith("se") and turn not in ("lalu", "silam"):
        return None
    if unit.endswith(("pekan", "minggu")):
        return ResolvedDate(match.start(), match.end(), calendar.week(start + timedelta(weeks=sign * number)))
    if unit.endswith("bulan"):
        return ResolvedDate(match.start(), match.end(), calendar.shifted_month(start, sign * number))
    return (
        ResolvedDate(match.start(), match.end(), f"{start.year + sign * number:04d}") if number <= start.year else None
    )
