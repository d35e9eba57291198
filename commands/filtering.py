"""Filters as commands take them: the parameters of the API, each as NAME=VALUE; and the read side they are asked of."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Annotated

import typer
from prometheus_client import CollectorRegistry

from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.wiring.log import open_log
from pipeline.wiring.serve import make_views
from serve.access import DESK, Access, Scope
from serve.errors import BadQueryError, FeedGoneError
from serve.exporting import ExportError
from serve.views import Views

Filters = Annotated[
    list[str] | None,
    typer.Option("--filter", "-f", metavar="NAME=VALUE", help="As in the API, such as source=detik; more than once."),
]
Fields = Annotated[str, typer.Option("--fields", help="Of each article, separated by commas.")]
Text = Annotated[bool, typer.Option("--text", help="Whole texts, whatever the outlets' rights; it is noted.")]
# Without it the outlets' rights bind what leaves.
WITHOUT_TEXT = Access(frozenset(Scope) - {Scope.TEXT})


def pairs(filters: Sequence[str] | None) -> Mapping[str, Sequence[str]]:
    """Values by name. Raises UsageError."""
    given: dict[str, list[str]] = {}
    for each in filters or ():
        name, equals, value = each.partition("=")
        if not (name and equals and value):
            raise UsageError(f"--filter {each!r} is no NAME=VALUE")
        given.setdefault(name, []).append(value)
    return given


def access_for(*, text: bool) -> Access:
    """Who may read the data folder is the desk: whole texts are theirs to ask for."""
    return DESK if text else WITHOUT_TEXT


@contextmanager
def views_of(settings: Settings) -> Iterator[Views]:
    """Raises UsageError for a question that cannot be answered."""
    with closing(open_log(settings, to_read=True)) as log:
        try:
            yield make_views(settings, log=log, registry=CollectorRegistry())
        except (BadQueryError, FeedGoneError, ExportError) as error:
            raise UsageError(str(error)) from error
