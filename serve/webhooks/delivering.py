"""One webhook: what comes after its cursor and is wanted goes out, one at a time, in order, until it is taken."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from formats.webhooks.signing import sign
from ingest.web.errors import FetchRefused
from ingest.web.post import Poster
from runtime.state import StoreUnavailableError
from schemas.outcomes import Reason
from serve.access import Access, Scope
from serve.api.changes import Wish, chosen_of, entries_after, told_as
from serve.errors import BadQueryError, FeedGoneError
from serve.recent import EntryBatch, Recent
from serve.shown import FIELDS, ItemFields
from serve.views import ChangeViews
from serve.webhooks.backoff import Backoff
from serve.webhooks.metrics import WebhookMetrics
from serve.webhooks.saving import Saving
from serve.webhooks.shapes import Payload, body_of
from stores.outbox import Chosen, Entry
from stores.webhook_rows import Course, Move, Sent, Webhook

log = structlog.get_logger()
# Of a text as much as the outlet's rights let go to anybody.
WISH = Wish(Chosen(), ItemFields(FIELDS), Access(frozenset({Scope.READ})))
# What was taken down or changed meanwhile is not to go out as it was.
FRESH_S = 5.0
# How often a webhook that wants little says how far it has looked.
SKIPS_EVERY_S = 10.0
AWAY_S = 1.0
TIMEOUT_S = 15.0


@dataclass(frozen=True, kw_only=True)
class DeliveryContext:
    """What all webhooks of a process stand on. `may_send` is false where the lease is over."""

    views: ChangeViews
    recent: Recent
    poster: Poster
    saving: Saving
    metrics: WebhookMetrics
    now: Callable[[], datetime]
    may_send: Callable[[], bool] = lambda: True
    backoff: Backoff = field(default_factory=Backoff)
    timeout_s: float = TIMEOUT_S


class Delivering:
    """`run` ends where the webhook is given up, or after what is under way once `stop` was called."""

    def __init__(self, webhook: Webhook, ground: DeliveryContext) -> None:
        self.webhook = webhook
        self.is_sending = False
        self._course = webhook.course
        self._ground = ground
        self._is_over = False
        self._is_checked = False
        self._skipped_at = time.monotonic()

    def stop(self) -> None:
        self._is_over = True

    async def run(self) -> None:
        try:
            chosen = chosen_of(self.webhook.filters)
        except BadQueryError as error:
            # Of a later version of Warta, whose filters we do not know.
            self._give_up(Reason.UNEXPECTED_ERROR, str(error))
            return
        while not self._is_over:
            try:
                await self._follow(chosen)
            except FeedGoneError as error:
                self._give_up(Reason.CHANGES_FORGOTTEN, str(error))
            except StoreUnavailableError:
                # It comes back, and the cursor is still good.
                await asyncio.sleep(AWAY_S)

    async def _follow(self, chosen: Chosen) -> None:
        """One look. Raises FeedGoneError, StoreUnavailableError."""
        await asyncio.sleep(max(0.0, (self._course.due_at - self._ground.now()).total_seconds()))
        if not self._is_checked:
            await asyncio.to_thread(entries_after, self._ground.views, self._course.cursor, limit=1)
            self._is_checked = True
        moved = self._ground.recent.moved
        batch = await self._ground.recent.after(self._course.cursor)
        if batch is None:
            await moved.wait()
        else:
            await self._through(batch, chosen)

    async def _through(self, batch: EntryBatch, chosen: Chosen) -> None:
        wanted = [entry for entry in batch.entries if entry.n > self._course.cursor and chosen.has(entry)]
        for entry, later in zip(wanted, [*wanted[1:], None], strict=True):
            await self._ground.saving.room()
            told = await batch.shown(WISH.shape, partial(told_by_number, self._ground.views), fresh_s=FRESH_S)
            if self._is_over:
                return
            if not self._ground.may_send():
                # The sender looks for its lease as often as this.
                await asyncio.sleep(AWAY_S)
                return
            if not await self._deliver(entry, told[entry.n], later.at if later else None):
                return
        self._course = replace(self._course, cursor=batch.entries[-1].n)
        # One that wants all it sees says so with what it gets.
        if time.monotonic() - self._skipped_at > SKIPS_EVERY_S:
            self._put(None)

    async def _deliver(self, entry: Entry, told: Payload, next_at: datetime | None) -> bool:
        started, at = time.monotonic(), self._ground.now()
        self.is_sending = True
        try:
            ground = self._ground
            status = await send(self.webhook, told, ground.poster, now=at, timeout_s=ground.timeout_s)
            refused = None
        except FetchRefused as error:
            status, refused = error.status, error
        except Exception as error:
            # A fault of ours in this one delivery must not end the others: it waits as any other failure.
            log.exception("webhook_fault", webhook=self.webhook.id, change=entry.n)
            status, refused = 0, FetchRefused(Reason.UNEXPECTED_ERROR, f"{type(error).__name__}: {error}")
        finally:
            self.is_sending = False
        ms = (time.monotonic() - started) * 1000
        attempt = self._course.failures + 1
        reason = refused.reason.value if refused else ""
        sent = Sent(entry.n, attempt, at, status, reason, refused.detail if refused else "", ms)
        self._ground.metrics.deliveries.labels(reason).inc()
        if refused is None:
            self._ground.metrics.seconds.observe(ms / 1000)
            delivered = self._course.delivered + 1
            self._course = Course(entry.n, delivered=delivered, failed=self._course.failed, behind_at=next_at)
            self._put(sent)
            return True
        self._failed(refused, sent, entry.at)
        return False

    def _failed(self, refused: FetchRefused, sent: Sent, told_at: datetime) -> None:
        course = replace(self._course, behind_at=told_at)
        self._course, is_given_up = self._ground.backoff.failed(
            course, refused.reason, refused.retry_after_s, self._ground.now()
        )
        if is_given_up:
            self._give_up(refused.reason, refused.detail, sent)
        else:
            self._put(sent)

    def _put(self, sent: Sent | None, why: tuple[str, str] | None = None) -> None:
        self._skipped_at = time.monotonic()
        self._ground.saving.put(Move(self.webhook.id, self.webhook.generation, self._course, sent, why))

    def _give_up(self, reason: Reason, detail: str, sent: Sent | None = None) -> None:
        self._is_over = True
        self._put(sent, (reason.value, detail))
        self._ground.metrics.disabled.labels(reason.value).inc()
        log.warning("webhook_disabled", webhook=self.webhook.id, name=self.webhook.name, reason=reason, detail=detail)


def told_by_number(views: ChangeViews, entries: Sequence[Entry]) -> Mapping[int, dict[str, Any]]:
    return {entry.n: told for entry, told in zip(entries, told_as(views, list(entries), WISH), strict=True)}


async def send(webhook: Webhook, told: Payload, poster: Poster, *, now: datetime, timeout_s: float) -> int:
    """The status of a receiver that took it. Raises FetchRefused, BadSecretError."""
    id_ = f"{webhook.id}_{told['n']}"
    body = body_of(webhook.shape, id_, told, webhook.address)
    headers = signed(webhook, id_, body.content, now) | {"content-type": body.content_type}
    taken = await poster.post(webhook.address, body.content, headers, timeout_s=timeout_s)
    return taken.status


def signed(webhook: Webhook, id_: str, content: bytes, at: datetime) -> dict[str, str]:
    """With every secret that is valid: a receiver may know either."""
    made = [sign(secret, id_, at, content) for secret in webhook.secret.valid(at)]
    return made[0] | {"webhook-signature": " ".join(each["webhook-signature"] for each in made)}
