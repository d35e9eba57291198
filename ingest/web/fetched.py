"""The answer to one request: a body with the validators of the next request, or a redirect."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from schemas.frontier import Validators


@dataclass(frozen=True)
class Redirect:
    """An answer that leads on to `url`, by its status or by the markup of its page."""

    url: str
    ms: float


@dataclass(frozen=True)
class Fetched:
    """An answer of 2xx with its inflated body, or a 304 without one. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    final_url: str
    redirects: tuple[str, ...]
    """The addresses that redirected, in order; `final_url` comes after them."""
    ms: float

    @cached_property
    def body_hash(self) -> str:
        return hashlib.blake2b(self.body, digest_size=16).hexdigest()

    def validators(self) -> Validators:
        return Validators(
            etag=self.headers.get("etag", ""),
            last_modified=self.headers.get("last-modified", ""),
            body_hash=self.body_hash,
        )
