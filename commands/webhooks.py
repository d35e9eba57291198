"""`warta webhooks`: who is told of changes: made, listed, paused, replayed, removed."""

import asyncio
from typing import Annotated, Any

import typer

from commands.filtering import Filters, pairs
from commands.options import Data, Json, settings_with
from commands.showing import console, errors, local_time, print_json, table
from ingest.web.errors import FetchRefused
from ingest.web.post import Poster
from pipeline.errors import CommandError, UsageError
from pipeline.settings import Settings
from pipeline.wiring.stores import open_webhooks
from pipeline.wiring.subscribing import open_subscribing
from runtime.clock import utc_now
from serve.errors import BadQueryError, FeedGoneError, NotFoundError
from serve.webhooks.delivering import TIMEOUT_S, send
from serve.webhooks.shapes import made_up_change
from serve.webhooks.subscribing import missing, shown, shown_address, shown_sent
from stores.webhook_rows import Sent, Shape, Webhook, WebhookRequest, WebhookState
from stores.webhooks import TooManyWebhooksError

Id = Annotated[str, typer.Argument(help="As `list` shows it.", metavar="ID")]
REFUSED = (BadQueryError, FeedGoneError, NotFoundError, TooManyWebhooksError)
KEEP_IT = "keep it, it is shown once:"


def add(
    address: Annotated[str, typer.Argument(help="Where changes are posted.", metavar="ADDRESS")],
    filters: Filters = None,
    name: Annotated[str, typer.Option("--name", help="Whose it is.", show_default="its host")] = "",
    shape: Annotated[Shape, typer.Option("--shape", help="What is posted.")] = Shape.CLOUDEVENTS,
    after: Annotated[
        int | None, typer.Option("--after", min=0, help="Begin after this change.", show_default="the newest")
    ] = None,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Make a webhook and print its secret: nothing shows it again."""
    asked = WebhookRequest(name=name, address=address, shape=shape, filters=pairs(filters))
    try:
        webhook, secret = open_subscribing(settings_with(data=data)).add(asked, after=after)
    except REFUSED as error:
        raise UsageError(str(error)) from error
    if as_lines:
        print_json({**shown(webhook), "secret": secret})
        return
    whom = shown_address(webhook.address)
    errors.print(f"webhook {webhook.id} to {whom}, after change {webhook.course.cursor}; {KEEP_IT}", highlight=False)
    console.print(secret, markup=False, highlight=False, soft_wrap=True)


def list_(data: Data = None, as_lines: Json = False) -> None:
    """Show the webhooks, what they wait for, and why one is disabled."""
    found = open_webhooks(settings_with(data=data), to_read=True).all()
    if as_lines:
        print_json([shown(each) for each in found])
        return
    right = ("cursor", "delivered", "failed")
    rows = table("Webhooks", "id", "name", "shape", "to", "state", *right, "waits for", right=right)
    for each in found:
        counts = (each.course.cursor, each.course.delivered, each.course.failed)
        plain = (each.id, each.name, each.shape.value, shown_address(each.address), each.state.value)
        rows.add_row(*plain, *map(str, counts), _waits_for(each))
    console.print(rows if found else "no webhooks")


def show(webhook_id: Id, data: Data = None, as_lines: Json = False) -> None:
    """Show one with its filters and the log of its deliveries."""
    store = open_webhooks(settings_with(data=data), to_read=True)
    webhook, log = _known(store.one(webhook_id), webhook_id), store.sent(webhook_id)
    if as_lines:
        print_json({**shown(webhook), "log": [shown_sent(each) for each in log]})
        return
    for name, value in shown(webhook).items():
        console.print(f"{name:14} {_plain(value)}", markup=False, highlight=False, soft_wrap=True)
    rows = table("Deliveries", "change", "at", "try", "status", "ms", "reason", right=("change", "try", "status", "ms"))
    for each in log:
        rows.add_row(str(each.change), local_time(each.at), *_told(each))
    console.print(rows if log else "nothing was sent yet")


def pause(webhook_id: Id, data: Data = None) -> None:
    """Send it nothing until it is resumed."""
    store = open_webhooks(settings_with(data=data))
    if not store.pause(webhook_id):
        state = _known(store.one(webhook_id), webhook_id).state
        raise UsageError(f"{webhook_id} is {state.value}: there is nothing to pause")
    console.print(f"paused {webhook_id}", highlight=False)


def resume(webhook_id: Id, data: Data = None) -> None:
    """Let one that is paused, disabled or waiting go on at once, from where it was."""
    _enable(settings_with(data=data), webhook_id, None)
    console.print(f"{webhook_id} goes on", highlight=False)


def replay(
    webhook_id: Id,
    after: Annotated[int, typer.Option("--after", min=0, help="The last change that does not come again.")],
    data: Data = None,
) -> None:
    """Send everything after a change again."""
    _enable(settings_with(data=data), webhook_id, after)
    console.print(f"{webhook_id} goes on after change {after}", highlight=False)


def rotate(webhook_id: Id, data: Data = None, as_lines: Json = False) -> None:
    """Give it a new secret and print it; the old one signs too for 24 hours."""
    try:
        secret = open_subscribing(settings_with(data=data)).rotate(webhook_id)
    except NotFoundError as error:
        raise UsageError(str(error)) from error
    if as_lines:
        print_json({"id": webhook_id, "secret": secret})
        return
    errors.print(f"new secret of {webhook_id}; {KEEP_IT}", highlight=False)
    console.print(secret, markup=False, highlight=False, soft_wrap=True)


def remove(webhook_id: Id, data: Data = None) -> None:
    """Forget a webhook and its log, for good."""
    if not open_webhooks(settings_with(data=data)).remove(webhook_id):
        raise UsageError(f"{missing(webhook_id)}: see `warta webhooks list`")
    console.print(f"removed {webhook_id}", highlight=False)


def try_(webhook_id: Id, data: Data = None) -> None:
    """Send it a change that did not happen, and say what it answers."""
    settings = settings_with(data=data)
    webhook = _known(open_webhooks(settings, to_read=True).one(webhook_id), webhook_id)
    try:
        status = asyncio.run(_sent(webhook, settings))
    except FetchRefused as error:
        raise CommandError(f"{shown_address(webhook.address)} did not take it: {error}") from error
    console.print(f"{shown_address(webhook.address)} took it: HTTP {status}", highlight=False)


async def _sent(webhook: Webhook, settings: Settings) -> int:
    """Raises FetchRefused."""
    poster = Poster(contact_url=settings.contact, allowed=settings.allow_addresses, now=utc_now)
    await poster.open()
    try:
        return await send(webhook, made_up_change(utc_now()), poster, now=utc_now(), timeout_s=TIMEOUT_S)
    finally:
        await poster.close()


def _enable(settings: Settings, webhook_id: str, after: int | None) -> None:
    try:
        open_subscribing(settings).enable(webhook_id, after=after)
    except REFUSED as error:
        raise UsageError(str(error)) from error


def _known(found: Webhook | None, webhook_id: str) -> Webhook:
    if found is None:
        raise UsageError(f"{missing(webhook_id)}: see `warta webhooks list`")
    return found


def _waits_for(webhook: Webhook) -> str:
    if webhook.state is WebhookState.DISABLED:
        return f"{webhook.reason}: {webhook.detail}"
    if webhook.state is WebhookState.ACTIVE and webhook.course.failures:
        return f"try {webhook.course.failures + 1} at {local_time(webhook.course.due_at)}"
    return ""


def _told(sent: Sent) -> tuple[str, ...]:
    reason = f"{sent.reason}: {sent.detail}" if sent.reason else ""
    return str(sent.attempt), str(sent.status or ""), f"{sent.ms:.0f}", reason


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name}={each}" for name, values in value.items() for each in values)
    return "" if value is None else str(value)
