"""Tokens of readers: made once, shown once, kept as hashes, revoked for good."""

import hashlib
import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, insert, select, update

from runtime.clock import utc_now
from stores.database import reading, writing
from stores.token_tables import tokens

# By it a token is known wherever it stands where it must not.
PREFIX = "warta_"
BYTES = 32


@dataclass(frozen=True)
class AccessToken:
    """`per_minute`: how many requests it may make. `revoked_at`: None while it is good."""

    id: str
    name: str
    scopes: tuple[str, ...]
    per_minute: int
    created_at: datetime
    revoked_at: datetime | None


COLUMNS = [tokens.c[name] for name in AccessToken.__dataclass_fields__]


class TokenStore:
    """In the articles' database, whose store makes its table. Every method raises StoreUnavailableError."""

    def __init__(self, engine: Engine, *, now: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._now = now

    def create(self, name: str, scopes: Collection[str], *, per_minute: int) -> tuple[AccessToken, str]:
        """The token, and what its owner sends: it can never be shown again."""
        secret = PREFIX + secrets.token_urlsafe(BYTES)
        made = AccessToken(secrets.token_hex(4), name, tuple(scopes), per_minute, self._now(), None)
        row = {**vars(made), "scopes": " ".join(made.scopes), "hash": hash_of(secret)}
        with writing(self._engine) as connection:
            connection.execute(insert(tokens), row)
        return made, secret

    def revoke(self, id_: str) -> bool:
        """False where there is none that is good."""
        good = update(tokens).where(tokens.c.id == id_, tokens.c.revoked_at.is_(None))
        with writing(self._engine) as connection:
            return connection.execute(good.values(revoked_at=self._now())).rowcount > 0

    def all(self) -> Sequence[AccessToken]:
        """The oldest first, the revoked too."""
        with reading(self._engine) as connection:
            return [_token(row) for row in connection.execute(select(*COLUMNS).order_by(tokens.c.created_at))]

    def by_secret(self, secret: str) -> AccessToken | None:
        """The good token that is meant. A secret of 256 random bits needs no slow hash."""
        found = select(*COLUMNS).where(tokens.c.hash == hash_of(secret), tokens.c.revoked_at.is_(None))
        with reading(self._engine) as connection:
            row = connection.execute(found).one_or_none()
        return None if row is None else _token(row)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _token(row: Any) -> AccessToken:
    return AccessToken(**{**row._mapping, "scopes": tuple(row.scopes.split())})
