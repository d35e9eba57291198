"""What the frontier hands out to nobody, since somebody paused it. A host stands for the names below it too."""

from sqlalchemy import Column, ColumnElement, and_, or_, select

from stores.operation_tables import pauses

OF_SOURCES = select(pauses.c.name).where(pauses.c.kind == "source")
OF_HOSTS = select(pauses.c.name).where(pauses.c.kind == "host")
SCHEMES = ("http://", "https://")


def goes_on(host: Column[str]) -> ColumnElement[bool]:
    """Of a row of a host."""
    return ~OF_HOSTS.where(or_(host == pauses.c.name, host.like("%." + pauses.c.name))).exists()


def is_polled(url: Column[str], source: Column[str]) -> ColumnElement[bool]:
    """Of a list: neither its source is paused nor its host."""
    at_host = [url.like(scheme + below + pauses.c.name + "/%") for scheme in SCHEMES for below in ("", "%.")]
    return and_(source.not_in(OF_SOURCES), ~OF_HOSTS.where(or_(*at_host)).exists())
