"""The API, `/v1`: a file of `serve/api/` a resource. Blocking reads run in the server's thread pool."""

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module

from fastapi import APIRouter, Depends

from serve import api as room
from serve.known import refuse_unknown
from serve.refusals import refusing
from serve.views import Views

Routes = Callable[[APIRouter, Views], None]


def api(views: Views) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["v1"], responses=refusing(), dependencies=[Depends(refuse_unknown)])
    for routes in _resources():
        routes(router, views)
    return router


def _resources() -> Iterator[Routes]:
    """`routes(router, views)` of every file of the room that has it, in the order of their names."""
    for module in sorted(found.name for found in pkgutil.iter_modules(room.__path__)):
        routes: Routes | None = getattr(import_module(f"serve.api.{module}"), "routes", None)
        if routes is not None:
            yield routes
