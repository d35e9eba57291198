"""Errors as callers see them: one JSON shape for machines, one page for people, a code and a sentence in both."""

from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from runtime.state import StoreUnavailableError
from stores.paging import BadCursorError

FOR_MACHINES = ("/v1/", "/health/", "/metrics")
STATUS_CODES = {404: "not_found", 405: "method_not_allowed"}
ErrorPage = Callable[[Request, int, str, str], Response]


class ErrorBody(BaseModel):
    """`error` is a code that does not change, `detail` a sentence that may."""

    error: str
    detail: str


class BadQueryError(Exception):
    """A request that cannot be answered as it stands."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class NotFoundError(Exception):
    """Nothing is stored under that name."""


def add_error_handlers(app: FastAPI, page: ErrorPage) -> None:
    """`page` draws the error for a person."""

    def answer(request: Request, status: int, code: str, detail: str) -> Response:
        if request.url.path.startswith(FOR_MACHINES):
            return JSONResponse(ErrorBody(error=code, detail=detail).model_dump(), status_code=status)
        return page(request, status, code, detail)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        found = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        return answer(request, 422, "invalid_request", "; ".join(found))

    @app.exception_handler(BadQueryError)
    def bad_query(request: Request, error: BadQueryError) -> Response:
        return answer(request, 422, error.code, str(error))

    @app.exception_handler(BadCursorError)
    def bad_cursor(request: Request, error: BadCursorError) -> Response:
        return answer(request, 422, "bad_cursor", f"{error}: begin again without one")

    @app.exception_handler(NotFoundError)
    def not_found(request: Request, error: NotFoundError) -> Response:
        return answer(request, 404, "not_found", str(error))

    @app.exception_handler(StoreUnavailableError)
    def unavailable(request: Request, error: StoreUnavailableError) -> Response:
        return answer(request, 503, "store_unavailable", str(error))

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        return answer(request, error.status_code, STATUS_CODES.get(error.status_code, "refused"), error.detail)

    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> Response:
        # Starlette raises it again after answering, so the log has the traceback and the caller has none.
        return answer(request, 500, "internal_error", "this is a fault of Warta; its log has the traceback")
