"""Who may be told of what: webhooks as they are asked for, checked before they are kept, and shown without secrets."""

import base64
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from formats.webhooks.signing import PREFIX
from ingest.printable import printable
from ingest.web.addresses import checked_url
from ingest.web.errors import FetchRefused
from ingest.web.guard import is_forbidden, parse_allowed
from serve.api.changes import chosen_of, entries_after
from serve.errors import BadQueryError, NotFoundError
from serve.views import ChangeViews
from serve.webhooks.shapes import chat_of
from stores.webhook_rows import Sent, Shape, Webhook, WebhookRequest, WebhookState
from stores.webhooks import WebhookStore

MAX_ADDRESS_CHARS = 2000
MAX_NAME_CHARS = 100
SECRET_BYTES = 32
# So long a receiver may still know the secret of before.
FORMER = timedelta(hours=24)
# A chat hears of what is new, as it happens, unless it asks for more.
FOR_CHATS = {"kind": ("stored",), "lane": ("live",)}


@dataclass(frozen=True, kw_only=True)
class Subscribing:
    """`most`: how many webhooks there may be. `allowed` as the guard has it. All of it raises StoreUnavailableError."""

    store: WebhookStore
    views: ChangeViews
    most: int
    allowed: Sequence[str]
    now: Callable[[], datetime]

    def add(self, asked: WebhookRequest, *, after: int | None) -> tuple[Webhook, str]:
        """The webhook, and its secret: it is never shown again. `after`: the last change that it is not to get, the
        newest if none is given. Raises BadQueryError, FeedGoneError, TooManyWebhooksError."""
        self._check_address(asked)
        chosen_of(asked.filters)
        if asked.shape is not Shape.CLOUDEVENTS:
            asked = replace(asked, filters={**FOR_CHATS, **asked.filters})
        name = printable(asked.name, max_chars=MAX_NAME_CHARS) or (urlsplit(asked.address).hostname or "")
        place = self._place(after)
        secret = new_secret()
        made = self.store.add(replace(asked, name=name), secret, after=place, now=self.now(), most=self.most)
        return made, secret

    def one(self, id_: str) -> tuple[Webhook, Sequence[Sent]]:
        """With its log. Raises NotFoundError."""
        return _found(self.store.one(id_), id_), self.store.sent(id_)

    def pause(self, id_: str) -> Webhook:
        """One that is disabled stays so. Raises NotFoundError."""
        self.store.pause(id_)
        return _found(self.store.one(id_), id_)

    def enable(self, id_: str, *, after: int | None = None) -> Webhook:
        """From where it was, or after a number. Raises NotFoundError, FeedGoneError."""
        _found(self.store.one(id_), id_)
        self.store.enable(id_, after=None if after is None else self._place(after))
        return _found(self.store.one(id_), id_)

    def rotate(self, id_: str) -> str:
        """The new secret. Raises NotFoundError."""
        secret = new_secret()
        if not self.store.rotate(id_, secret, until=self.now() + FORMER):
            raise NotFoundError(missing(id_))
        return secret

    def remove(self, id_: str) -> None:
        """Raises NotFoundError."""
        if not self.store.remove(id_):
            raise NotFoundError(missing(id_))

    def _place(self, after: int | None) -> int:
        if after is None:
            return self.views.changes.head().n
        entries_after(self.views, after, limit=1)
        return after

    def _check_address(self, asked: WebhookRequest) -> None:
        """What a name leads to is looked at whenever it is dialled."""
        if len(asked.address) > MAX_ADDRESS_CHARS:
            raise BadQueryError("bad_url", f"an address has {MAX_ADDRESS_CHARS} characters at most")
        try:
            address = urlsplit(checked_url(asked.address))
            port = address.port or (443 if address.scheme == "https" else 80)
        except FetchRefused as error:
            raise BadQueryError(error.reason.value, error.detail) from error
        except ValueError as error:
            raise BadQueryError("bad_url", str(error)) from error
        if _is_inner(address.hostname or "") and (address.hostname, port) not in parse_allowed(self.allowed):
            raise BadQueryError(
                "forbidden_address",
                f"{address.hostname}:{port} is no public address: for a receiver of your own "
                "set WARTA_ALLOW_ADDRESSES=ADDRESS:PORT",
            )
        if asked.shape is Shape.TELEGRAM and not chat_of(asked.address):
            raise BadQueryError("no_chat", "the address of a Telegram bot names its chat: …/sendMessage?chat_id=CHAT")


def _is_inner(host: str) -> bool:
    try:
        return is_forbidden(str(ip_address(host)))
    except ValueError:
        return False


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def missing(id_: str) -> str:
    return f"there is no webhook {id_[:64]!r}"


def _found(webhook: Webhook | None, id_: str) -> Webhook:
    if webhook is None:
        raise NotFoundError(missing(id_))
    return webhook


def shown_address(address: str) -> str:
    """Whom it leads to; the rest may be a secret."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}/{'…' if parts.path.strip('/') or parts.query else ''}"


def shown(webhook: Webhook) -> dict[str, Any]:
    """As JSON takes it, but for times."""
    plain = ("id", "name", "state", "reason", "detail", "created_at", "by")
    return {
        **{name: getattr(webhook, name) for name in plain},
        "shape": webhook.shape.value,
        "state": webhook.state.value,
        "address": shown_address(webhook.address),
        "filters": {name: list(values) for name, values in webhook.filters.items()},
        **vars(webhook.course),
        "due_at": webhook.course.due_at if webhook.course.failures and webhook.state is WebhookState.ACTIVE else None,
    }


def shown_sent(sent: Sent) -> dict[str, Any]:
    return {**vars(sent), "ms": round(sent.ms, 1)}
