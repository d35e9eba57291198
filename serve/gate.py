"""The gate before everything that is served: whose token it is, what it may do, and how often."""

import base64
import binascii
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

import structlog
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as Asgi

from runtime.state import StoreUnavailableError
from serve.access import DESK, STATE, Access, Scope
from serve.errors import ErrorBody
from serve.headers import HEADERS
from stores.tokens import PREFIX, AccessToken

log = structlog.get_logger()
OPEN_PATHS = ("/health/", "/metrics", "/static/")
# A token that was revoked is good for so long at most.
REMEMBERED_S = 5.0
MAX_REMEMBERED = 10_000
MINUTE_S = 60
NAMES_OF_TOKENS = frozenset(("token", "access_token", "api_key", "apikey", "authorization"))
Find = Callable[[str], AccessToken | None]


@dataclass(frozen=True)
class GateRefusal:
    status: int
    code: str
    detail: str
    headers: Mapping[str, str]


class Gate:
    """`find` gives the good token of a secret. `is_required`: nobody is the desk, everybody needs a token."""

    def __init__(
        self, app: ASGIApp, find: Find, *, is_required: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._find = find
        self._is_required = is_required
        self._clock = clock
        self._known: dict[str, tuple[float, AccessToken | None]] = {}
        self._spent: dict[str, tuple[int, int]] = {}

    async def __call__(self, scope: Asgi, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(OPEN_PATHS):
            await self._app(scope, receive, send)
            return
        try:
            token, refusal = await self._asking(scope)
        except StoreUnavailableError as error:
            token, refusal = None, GateRefusal(503, "store_unavailable", str(error), {})
        told: Mapping[str, str] = {}
        if token is not None and refusal is None:
            told, refusal = self._spend(token)
            refusal = refusal or _scope_missing(token, scope["path"])
        if refusal is not None:
            await _refused(refusal)(scope, receive, send)
            return
        access = DESK if token is None else Access(frozenset(map(Scope, token.scopes)), token.id)
        if access.token and access.has_text:
            # Whole texts may leave with the answer: to whom, and by which address, is kept in the log.
            log.info("texts_asked", by=access.token, name=token.name if token else "", path=scope["path"])

        async def send_told(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(told)
            await send(message)

        await self._app({**scope, STATE: access}, receive, send_told)

    async def _asking(self, scope: Asgi) -> tuple[AccessToken | None, GateRefusal | None]:
        if _in_address(scope["query_string"]):
            why = "a token in an address ends up in logs: send it as `Authorization: Bearer`, and revoke this one"
            return None, GateRefusal(400, "token_in_address", why, {})
        header = Headers(scope=scope).get("authorization", "")
        asks = {"www-authenticate": 'Basic realm="Warta", charset="UTF-8"'}
        if not header:
            needed = GateRefusal(401, "token_required", "send a token as `Authorization: Bearer`", asks)
            return None, needed if self._is_required else None
        token = await self._token(secret_of(header))
        return token, None if token else GateRefusal(
            401, "bad_token", "there is no such token, or it was revoked", asks
        )

    async def _token(self, secret: str | None) -> AccessToken | None:
        if secret is None or not secret.startswith(PREFIX):
            return None
        at, token = self._known.get(secret, (float("-inf"), None))
        if self._clock() - at > REMEMBERED_S:
            token = await run_in_threadpool(self._find, secret)
            if len(self._known) >= MAX_REMEMBERED:
                self._known.clear()
            self._known[secret] = (self._clock(), token)
        return token

    def _spend(self, token: AccessToken) -> tuple[Mapping[str, str], GateRefusal | None]:
        """Counted by whole minutes. Names: draft-ietf-httpapi-ratelimit-headers-07."""
        now = self._clock()
        minute, spent = self._spent.get(token.id, (0, 0))
        spent = spent + 1 if minute == int(now // MINUTE_S) else 1
        self._spent[token.id] = (int(now // MINUTE_S), spent)
        reset = str(MINUTE_S - int(now % MINUTE_S))
        left = max(0, token.per_minute - spent)
        told = {"ratelimit-limit": str(token.per_minute), "ratelimit-remaining": str(left), "ratelimit-reset": reset}
        if spent <= token.per_minute:
            return told, None
        why = f"this token may ask {token.per_minute} times a minute: again in {reset} s"
        return told, GateRefusal(429, "rate_limited", why, {**told, "retry-after": reset})


def secret_of(header: str) -> str | None:
    """Of `Bearer`, or the password of `Basic`: browsers ask people for one."""
    kind, _, value = header.partition(" ")
    if kind.lower() == "bearer":
        return value.strip()
    if kind.lower() != "basic":
        return None
    try:
        return base64.b64decode(value.strip(), validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None


def _in_address(query: bytes) -> bool:
    asked = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return any(name.lower() in NAMES_OF_TOKENS or value.startswith(PREFIX) for name, value in asked)


def _scope_missing(token: AccessToken, path: str) -> GateRefusal | None:
    """The pages show whole texts, and pages as they were fetched."""
    needed = Scope.READ if path.startswith("/v1/") else Scope.TEXT
    if needed in token.scopes:
        return None
    return GateRefusal(403, "forbidden", f"this needs a token with the scope {needed.value}", {})


def _refused(refusal: GateRefusal) -> JSONResponse:
    body = ErrorBody(error=refusal.code, detail=refusal.detail)
    return JSONResponse(body.model_dump(), status_code=refusal.status, headers={**HEADERS, **refusal.headers})
