"""Parameters that a route does not have are refused: what is misspelled must not look as if it had been heeded."""

from collections.abc import Iterator
from difflib import get_close_matches

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from serve.errors import BadQueryError

MAX_SHOWN_CHARS = 64


def refuse_unknown(request: Request) -> None:
    """Raises BadQueryError; also for a parameter given twice that takes one value."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    known = dict(_parameters(route.dependant))
    for name in request.query_params:
        if name not in known:
            near = get_close_matches(name[:MAX_SHOWN_CHARS], known, n=1)
            meant = f"; did you mean {near[0]}?" if near else f": it takes {', '.join(sorted(known)) or 'none'}"
            raise BadQueryError("unknown_parameter", f"no parameter {name[:MAX_SHOWN_CHARS]!r}{meant}")
        if not known[name] and len(request.query_params.getlist(name)) > 1:
            raise BadQueryError("repeated_parameter", f"{name} is given more than once and takes one value")


def _parameters(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    """Each query parameter, and whether it takes several values."""
    for field in dependant.query_params:
        yield field.alias, "tuple[" in str(field.field_info.annotation) or "list[" in str(field.field_info.annotation)
    for other in dependant.dependencies:
        yield from _parameters(other)
