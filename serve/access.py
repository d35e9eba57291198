"""Who asks, and what may leave for them: the desk on its own machine everything, a token what its scopes say."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request


class Scope(StrEnum):
    """What a token may do. `text` is whole texts, whatever the outlet's rights; without it those rights bind."""

    READ = "read"
    TEXT = "text"
    WRITE = "write"
    ADMIN = "admin"


@dataclass(frozen=True)
class Access:
    """`token` is the id of a token, empty for the desk itself."""

    scopes: Collection[Scope]
    token: str = ""

    @property
    def has_text(self) -> bool:
        return Scope.TEXT in self.scopes


DESK = Access(frozenset(Scope))
STATE = "warta_access"


class ForbiddenError(Exception):
    """The token has not the scope that this needs."""


def _access(request: Request) -> Access:
    found = request.scope.get(STATE, DESK)
    assert isinstance(found, Access)
    return found


CallerAccess = Annotated[Access, Depends(_access)]


def require(access: Access, scope: Scope) -> None:
    """Raises ForbiddenError."""
    if scope not in access.scopes:
        raise ForbiddenError(f"this needs a token with the scope {scope.value}")


def require_same_site(request: Request) -> None:
    """A page from elsewhere can make a browser post to this machine: browsers say where a post comes from.

    Raises ForbiddenError. Source: Fetch Metadata Request Headers, and RFC 6454 for `Origin`, which older browsers send
    alone.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    from_here = origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
    if site not in (None, "same-origin", "none") or not from_here:
        raise ForbiddenError("this may be asked by Warta's own pages alone")
