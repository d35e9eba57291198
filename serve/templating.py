"""The Jinja2 environment of every page: values escaped, and the filters that templates write them with."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from processors.explain.visible import visible
from schemas.article import Change

HERE = Path(__file__).parent
JAKARTA = ZoneInfo("Asia/Jakarta")


def templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters = {
        f.__name__: f for f in (wib, exact, day, number, short, web, ago, change, sentence, visible, visible_lines)
    }
    environment.filters.update(filters)
    return environment


def wib(at: datetime) -> str:
    """In the zone most readers of Indonesian news live in."""
    return f"{at.astimezone(JAKARTA):%Y-%m-%d %H:%M} WIB"


def exact(at: datetime) -> str:
    return f"{at.astimezone(JAKARTA):%Y-%m-%d %H:%M:%S} WIB"


def day(at: datetime) -> str:
    return f"{at.astimezone(JAKARTA):%Y-%m-%d}"


def number(value: int) -> str:
    return f"{value:,}"


def short(topic: str) -> str:
    """A topic without its prefix."""
    return topic.rsplit(".", 1)[-1]


def web(url: str) -> str:
    """The address if it leads to the web, else empty: it comes from a page, and may be `javascript:`."""
    return url if url.lower().startswith(("http://", "https://")) else ""


def ago(seconds: float | None) -> str:
    """A duration in its largest unit; empty for none."""
    if seconds is None:
        return ""
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def sentence(text: str) -> str:
    """With a capital at its beginning, the rest as it is, and a full stop."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def visible_lines(text: str) -> str:
    """Where an end of a line is one."""
    return "\n".join(map(visible, text.split("\n")))


def change(name: str) -> str:
    """A revision's class as readers see it: a class of our own must not look like the outlet's."""
    return "only cleaned again" if name == Change.RECLEANED else str(name)
