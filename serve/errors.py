"""Errors as callers see them: JSON for machines, a page for people; a code and a sentence in both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from broker.port import BrokerError
from runtime.state import StoreUnavailableError
from serve.access import ForbiddenError
from serve.headers import HEADERS
from stores.paging import BadCursorError
from stores.webhooks import TooManyWebhooksError

FOR_MACHINES = ("/v1/", "/health/", "/metrics")
STATUS_CODES = {404: "not_found", 405: "method_not_allowed"}


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


class FeedGoneError(Exception):
    """The feed does not go back so far: the reader begins again."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class TooManySubscribersError(Exception):
    """This process has as many as it can serve well."""


class GoneError(Exception):
    """What was stored under that name was taken down; the text says why."""


@dataclass(frozen=True)
class ErrorAnswer:
    status: int
    code: str
    detail: str


ErrorPage = Callable[[ErrorAnswer], Response]


def _invalid(error: RequestValidationError) -> ErrorAnswer:
    found = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return ErrorAnswer(422, "invalid_request", "; ".join(found))


def _refused(error: HTTPException) -> ErrorAnswer:
    return ErrorAnswer(error.status_code, STATUS_CODES.get(error.status_code, "refused"), error.detail)


# A fault is raised again after it is answered, so the log has its traceback and the caller has none.
FAULT = ErrorAnswer(500, "internal_error", "this is a fault of Warta; its log has the traceback")
ANSWERS: Mapping[type[Exception], Callable[[Any], ErrorAnswer]] = {
    RequestValidationError: _invalid,
    HTTPException: _refused,
    BadQueryError: lambda error: ErrorAnswer(422, error.code, str(error)),
    BadCursorError: lambda error: ErrorAnswer(422, "bad_cursor", f"{error}: begin again without one"),
    NotFoundError: lambda error: ErrorAnswer(404, "not_found", str(error)),
    ForbiddenError: lambda error: ErrorAnswer(403, "forbidden", str(error)),
    FeedGoneError: lambda error: ErrorAnswer(410, error.code, str(error)),
    TooManyWebhooksError: lambda error: ErrorAnswer(409, "too_many_webhooks", str(error)),
    TooManySubscribersError: lambda error: ErrorAnswer(503, "too_many_subscribers", str(error)),
    GoneError: lambda error: ErrorAnswer(410, "taken_down", str(error)),
    StoreUnavailableError: lambda error: ErrorAnswer(503, "store_unavailable", str(error)),
    BrokerError: lambda error: ErrorAnswer(503, "log_unavailable", str(error)),
    Exception: lambda error: FAULT,
}


def add_error_handlers(app: FastAPI, page: ErrorPage) -> None:
    """`page` draws an answer for a person."""

    def handler(describe: Callable[[Any], ErrorAnswer]) -> Callable[[Request, Exception], Response]:
        def handle(request: Request, error: Exception) -> Response:
            answer = describe(error)
            if not request.url.path.startswith(FOR_MACHINES):
                return page(answer)
            body = ErrorBody(error=answer.code, detail=answer.detail)
            # A fault is answered outside of StrictHeaders.
            return JSONResponse(body.model_dump(), status_code=answer.status, headers=HEADERS)

        return handle

    for error, describe in ANSWERS.items():
        app.add_exception_handler(error, handler(describe))
