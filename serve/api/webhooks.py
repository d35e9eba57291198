"""Webhooks: who is told of changes; made, looked at, paused, replayed and removed by whoever may."""

from datetime import datetime
from functools import partial
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from serve.access import Access, CallerAccess, Scope, require, require_same_site
from serve.refusals import refusing
from serve.views import Views
from serve.webhooks.subscribing import MAX_ADDRESS_CHARS, MAX_NAME_CHARS, Subscribing, shown, shown_sent
from stores.webhook_rows import Shape, WebhookRequest, WebhookState

log = structlog.get_logger()
Id = Annotated[str, Path(max_length=64)]
Number = Annotated[int, Field(ge=0, le=2**62)]


class WebhookItem(BaseModel):
    """`address` tells whom it leads to, and no more. `cursor`: the last change that it got or did not want."""

    id: str
    name: str
    address: str
    shape: Shape
    filters: dict[str, list[str]]
    state: WebhookState
    reason: str
    detail: str
    created_at: datetime
    by: str
    cursor: int
    failures: int
    failing_since: datetime | None
    due_at: datetime | None
    behind_at: datetime | None
    delivered: int
    failed: int


class WebhookList(BaseModel):
    items: tuple[WebhookItem, ...]


class SentItem(BaseModel):
    """`reason` is empty where it was taken, `status` 0 where nobody answered."""

    change: int
    attempt: int
    at: datetime
    status: int
    reason: str
    detail: str
    ms: float


class WebhookWhole(WebhookItem):
    """`log`: its last deliveries, the newest first."""

    log: tuple[SentItem, ...]


class MadeWebhook(WebhookItem):
    """`secret` is shown this once."""

    secret: str


class NewWebhook(BaseModel):
    """`filters` are those of `/v1/changes`, each with its values. `after`: the last change that it is not to get."""

    model_config = ConfigDict(extra="forbid")

    address: str = Field(max_length=MAX_ADDRESS_CHARS)
    name: str = Field("", max_length=MAX_NAME_CHARS)
    shape: Shape = Shape.CLOUDEVENTS
    filters: dict[str, Annotated[list[str], Field(max_length=50)]] = Field(default_factory=dict, max_length=10)
    after: Number | None = None


class ChangedWebhook(BaseModel):
    """`is_active` false pauses it. True lets it go on at once, from where it was or after the change `after`."""

    model_config = ConfigDict(extra="forbid")

    is_active: bool
    after: Number | None = None


def _admin(access: CallerAccess) -> Access:
    require(access, Scope.ADMIN)
    return access


Admin = Annotated[Access, Depends(_admin)]


def _writer(request: Request, access: Admin) -> Access:
    require_same_site(request)
    return access


Writing = Annotated[Access, Depends(_writer)]
NEW = refusing(*("too_many_webhooks", "body_too_large", "forbidden_address"), *("changes_unknown", "changes_forgotten"))
ONE = refusing("not_found")
CHANGED = refusing("not_found", "body_too_large", "changes_unknown", "changes_forgotten")


def _subscribing(views: Views) -> Subscribing:
    """Raises StoreUnavailableError."""
    return Subscribing(
        store=views.webhooks(), views=views, most=views.webhooks_max, allowed=views.allowed_addresses, now=views.now
    )


def _note(what: str, webhook_id: str, access: Access) -> None:
    log.info(what, webhook=webhook_id, by=access.token or "desk")


def routes(router: APIRouter, views: Views) -> None:
    subscribing = partial(_subscribing, views)

    @router.get("/webhooks", response_model=WebhookList)
    def webhooks(access: Admin) -> dict[str, Any]:
        """All of them, the oldest first, without their secrets. Needs the scope `admin`."""
        return {"items": [shown(each) for each in subscribing().store.all()]}

    @router.post("/webhooks", response_model=MadeWebhook, status_code=201, responses=NEW)
    def add_webhook(asked: NewWebhook, access: Writing) -> dict[str, Any]:
        """Make a webhook. Its secret is in the answer and never again. Needs the scope `admin`."""
        wanted = WebhookRequest(
            name=asked.name, address=asked.address, shape=asked.shape, filters=asked.filters, by=access.token
        )
        made, secret = subscribing().add(wanted, after=asked.after)
        _note("webhook_made", made.id, access)
        return {**shown(made), "secret": secret}

    @router.get("/webhooks/{webhook_id}", response_model=WebhookWhole, responses=ONE)
    def webhook(webhook_id: Id, access: Admin) -> dict[str, Any]:
        """One with its log of deliveries. Needs the scope `admin`."""
        found, sent = subscribing().one(webhook_id)
        return {**shown(found), "log": [shown_sent(each) for each in sent]}

    @router.patch("/webhooks/{webhook_id}", response_model=WebhookItem, responses=CHANGED)
    def change_webhook(webhook_id: Id, asked: ChangedWebhook, access: Writing) -> dict[str, Any]:
        """Pause it, let it go on, or replay what came after a change. Needs the scope `admin`."""
        if not asked.is_active:
            return shown(subscribing().pause(webhook_id))
        return shown(subscribing().enable(webhook_id, after=asked.after))

    @router.delete("/webhooks/{webhook_id}", status_code=204, responses=ONE, response_class=Response)
    def remove_webhook(webhook_id: Id, access: Writing) -> Response:
        """Remove it with its log, for good. Needs the scope `admin`."""
        subscribing().remove(webhook_id)
        _note("webhook_removed", webhook_id, access)
        return Response(status_code=204)
