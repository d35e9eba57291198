"""Which names Warta answers to: a stranger's name that leads to this machine is none of them (DNS rebinding)."""

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from serve.errors import ErrorBody
from serve.headers import HEADERS

ANY = "*"
LOOPBACK = "localhost"
# What is asked by the names of containers and machines, and tells nothing of an article.
OPEN_PATHS = ("/health/", "/metrics")


class KnownHosts:
    """Refuses with 421 what is asked of a name that is none of `names`; `*` among them is any.

    An address is known, whichever it is: a page that was loaded from an address stays with it. Only a name can lead to
    one machine first and to another afterwards.
    """

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(OPEN_PATHS) or ANY in self._names:
            await self._app(scope, receive, send)
            return
        name = _name(Headers(scope=scope).get("host", ""))
        if _is_address(name) or name == LOOPBACK or name.endswith(f".{LOOPBACK}") or name in self._names:
            await self._app(scope, receive, send)
            return
        detail = f"Warta does not answer to the name {name[:80]!r}: set WARTA_SERVE_HOSTS, or ask by 127.0.0.1"
        body = ErrorBody(error="unknown_host", detail=detail)
        await JSONResponse(body.model_dump(), status_code=421, headers=HEADERS)(scope, receive, send)


def _name(host: str) -> str:
    """Without the port, in small letters; empty where it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").removesuffix(".")
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
