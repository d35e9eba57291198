"""Templates of list addresses: `{page}`, `{date:%Y/%m/%d}` and `{query}` in an otherwise whole URL."""

from collections.abc import Iterator
from datetime import date
from string import Formatter
from urllib.parse import quote

FIELDS = frozenset({"page", "date", "query"})
DEFAULT_DATE = "%Y-%m-%d"


def fields_of(template: str) -> frozenset[str]:
    """The names a template wants filled. Raises ValueError for braces that are none of FIELDS."""
    return frozenset(name for _, name, spec in _parts(template) if name is not None and _known(name, spec))


def fill(template: str, *, day: date, page: int = 1, query: str = "") -> str:
    """The address for one day and page, counted from 1. `{page:15}` counts entries in steps of 15, from 0."""
    values = []
    for literal, name, spec in _parts(template):
        values.append(literal)
        if name == "page":
            values.append(str((page - 1) * int(spec)) if spec else str(page))
        elif name == "date":
            values.append(day.strftime(spec or DEFAULT_DATE))
        elif name == "query":
            values.append(quote(query, safe=""))
    return "".join(values)


def _parts(template: str) -> Iterator[tuple[str, str | None, str]]:
    for literal, name, spec, _ in Formatter().parse(template):
        yield literal, name, spec or ""


def _known(name: str, spec: str) -> bool:
    if name not in FIELDS:
        raise ValueError(f"{{{name}}} is none of {', '.join(sorted(FIELDS))}")
    if (name == "page" and spec and not spec.isdecimal()) or (name == "query" and spec):
        raise ValueError(f"{{{name}:{spec}}}: only a number of entries may follow page, and nothing query")
    return True
