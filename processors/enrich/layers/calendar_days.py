"""Days, weeks and months as texts mean them: seen from the day of publication."""

from datetime import date, timedelta

WEEK_DAYS = 7
MONTHS = 12
# A stated day that is wrong lies near the day of publication when it is put right.
NEAR_DAYS = 10
# Days without a year may lie ahead this far before the year before is meant.
AHEAD_DAYS = 120


def day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def full_year(digits: str) -> int:
    year = int(digits)
    return year + 2000 if len(digits) == 2 else year


def year_for(published: date, month: int, number: int, weekday: int | None) -> date | None:
    """The day of the year that is meant where none is stated: the nearest, and one whose weekday matches first."""
    years = (published.year, published.year - 1, published.year + 1)
    days = [found for year in years if (found := day(year, month, number))]
    if weekday is not None and (matching := [each for each in days if each.weekday() == weekday]):
        days = matching
    fitting = [each for each in days if (each - published).days <= AHEAD_DAYS] or days
    return min(fitting, key=lambda each: abs(each - published), default=None)


def checked(stated: date, published: date, weekday: int | None) -> tuple[date, str]:
    """The day that is meant and what is doubtful about the stated one. A weekday that fits elsewhere corrects it."""
    if weekday is None or stated.weekday() == weekday:
        return stated, ""
    others = [
        (day(stated.year - 1, stated.month, stated.day), "year"),
        (day(stated.year + 1, stated.month, stated.day), "year"),
        (day(stated.year, stated.day, stated.month), "swapped"),
    ]
    for other, doubt in others:
        if other and other.weekday() == weekday and abs(other - published).days <= NEAR_DAYS:
            return other, doubt
    return stated, "weekday"


def last_weekday(published: date, weekday: int, *, before: bool) -> date:
    """The nearest such day up to publication; `before`: not that day itself."""
    back = (published.weekday() - weekday) % WEEK_DAYS
    return published - timedelta(days=back or (WEEK_DAYS if before else 0))


def next_weekday(published: date, weekday: int) -> date:
    return published + timedelta(days=(weekday - published.weekday()) % WEEK_DAYS or WEEK_DAYS)


def month_of(published: date, month: int, turn: str) -> str:
    """`YYYY-MM` of a month without a year: the last one that began, unless the text looks ahead."""
    if turn in ("depan", "mendatang"):
        return f"{published.year + (month <= published.month):04d}-{month:02d}"
    return f"{published.year - (month > published.month):04d}-{month:02d}"


def shifted_month(published: date, by: int) -> str:
    months = published.year * MONTHS + published.month - 1 + by
    return f"{months // MONTHS:04d}-{months % MONTHS + 1:02d}"


def week(of: date) -> str:
    year, number, _ = of.isocalendar()
    return f"{year:04d}-W{number:02d}"
