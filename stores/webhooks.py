"""The store of webhooks: subscriptions, how far each has come, the log of what was sent, and who sends."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, Update, bindparam, delete, func, or_, select, update

from runtime.state import StaleOwnerError
from stores import migrate
from stores.column_types import EPOCH
from stores.database import insert, insert_new, reading, upsert, writing
from stores.store import Sample, StoreMetric
from stores.takedown import Takedown
from stores.webhook_rows import (
    OF_COURSE,
    Course,
    Move,
    Secret,
    Sent,
    Webhook,
    WebhookRequest,
    WebhookState,
    row_of,
    webhook_of,
)
from stores.webhook_tables import WEBHOOKS, webhook_log, webhook_sender, webhooks

THE_ONE = 1
# Of each webhook so many lines of what was delivered, and as many of what was not.
LOGGED = 100
SUBSCRIPTIONS = StoreMetric("subscriptions", "Webhooks by their state.", ("state",))
BEHIND = StoreMetric("behind_seconds", "Age of the oldest change that an active webhook has yet to get.", ("webhook",))


class TooManyWebhooksError(Exception):
    """There are as many as may be."""


class WebhookStore:
    """Implements stores.store.Store. Every method raises StoreUnavailableError.

    What is sent is saved by its owner alone; whoever changes a webhook by hand raises `edits`, by which the owner sees
    it. The cursor is moved by the owner for its own generation only.
    """

    FIGURES: ClassVar[Sequence[StoreMetric]] = (SUBSCRIPTIONS, BEHIND)

    def __init__(self, engine: Engine) -> None:
        migrate.upgrade(engine, WEBHOOKS)
        self._engine = engine
        self._log = upsert(engine, webhook_log, key=("webhook", "is_delivered", "place"))

    def add(self, asked: WebhookRequest, secret: str, *, after: int, now: datetime, most: int) -> Webhook:
        """It gets what comes after the number. Raises TooManyWebhooksError where there are `most` already."""
        told = {name: getattr(asked, name) for name in WebhookRequest.__dataclass_fields__}
        made = Webhook(
            **told, id=secrets.token_hex(4), created_at=now, secret=Secret(secret), course=Course(cursor=after)
        )
        with writing(self._engine) as connection:
            # Whoever adds one beside this waits here, and counts it too.
            self._edited(connection)
            count = connection.execute(select(func.count()).select_from(webhooks)).scalar_one()
            if count >= most:
                raise TooManyWebhooksError(f"there are {count} webhooks, and {most} may be: remove one first")
            connection.execute(insert(self._engine, webhooks), row_of(made))
        return made

    def all(self) -> Sequence[Webhook]:
        """The oldest first."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(webhooks).order_by(webhooks.c.created_at, webhooks.c.id)).all()
        return [webhook_of(row) for row in rows]

    def one(self, id_: str) -> Webhook | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(webhooks).where(webhooks.c.id == id_)).one_or_none()
        return None if row is None else webhook_of(row)

    def sent(self, id_: str) -> Sequence[Sent]:
        """The log, the newest first."""
        rows = select(webhook_log).where(webhook_log.c.webhook == id_).order_by(webhook_log.c.at.desc())
        with reading(self._engine) as connection:
            return [_sent(row) for row in connection.execute(rows)]

    def pause(self, id_: str) -> bool:
        """False where it is not active."""
        active = update(webhooks).where(webhooks.c.id == id_, webhooks.c.state == WebhookState.ACTIVE.value)
        return self._change(active.values(state=WebhookState.PAUSED.value))

    def enable(self, id_: str, *, after: int | None = None) -> bool:
        """Active at once, whatever it waited for, from where it was or after a number. False where there is none."""
        afresh: dict[str, Any] = {
            "state": WebhookState.ACTIVE.value,
            "reason": "",
            "detail": "",
            "failures": 0,
            "failing_since": None,
            "due_at": EPOCH,
            "generation": webhooks.c.generation + 1,
        }
        if after is not None:
            afresh |= {"cursor": after, "behind_at": None}
        return self._change(update(webhooks).where(webhooks.c.id == id_).values(afresh))

    def rotate(self, id_: str, secret: str, *, until: datetime) -> bool:
        """The secret that it had signs too, until then. False where there is none."""
        turned = {"former_secret": webhooks.c.secret, "former_until": until, "secret": secret}
        return self._change(update(webhooks).where(webhooks.c.id == id_).values(turned))

    def remove(self, id_: str) -> bool:
        with writing(self._engine) as connection:
            self._edited(connection)
            connection.execute(delete(webhook_log).where(webhook_log.c.webhook == id_))
            return connection.execute(delete(webhooks).where(webhooks.c.id == id_)).rowcount > 0

    def edits(self) -> int:
        """A number that every change by hand raises: cheap to look at."""
        with reading(self._engine) as connection:
            return connection.execute(select(webhook_sender.c.edits)).scalar_one_or_none() or 0

    def lease(self, owner: str, *, now: datetime, ttl_s: float) -> bool:
        """Who sends: nobody else, until the time is over. False where another does."""
        until = now + timedelta(seconds=ttl_s)
        first = {"id": THE_ONE, "owner": owner, "until": until, "edits": 0}
        free = or_(webhook_sender.c.owner == owner, webhook_sender.c.until <= now)
        mine = update(webhook_sender).where(free).values(owner=owner, until=until)
        with writing(self._engine) as connection:
            connection.execute(insert_new(self._engine, webhook_sender, key=("id",)), {**first, "until": EPOCH})
            return connection.execute(mine).rowcount > 0

    def release(self, owner: str) -> None:
        mine = update(webhook_sender).where(webhook_sender.c.owner == owner)
        with writing(self._engine) as connection:
            connection.execute(mine.values(until=EPOCH))

    def save(self, owner: str, moves: Sequence[Move]) -> None:
        """In their order, in one transaction. A move of an earlier generation leaves a line in the log and moves
        nothing. Raises StaleOwnerError."""
        last = {(move.id, move.generation): move for move in moves}
        log = [_line(move.id, move.course, move.sent) for move in moves if move.sent is not None]
        ended = [move for move in moves if move.why is not None]
        with writing(self._engine) as connection:
            held = select(webhook_sender.c.owner).where(webhook_sender.c.id == THE_ONE).with_for_update()
            found = connection.execute(held).scalar_one_or_none()
            if found != owner:
                raise StaleOwnerError(f"{found or 'nobody'} sends to webhooks now, not {owner}")
            # Of one that was removed meanwhile no line is to stay behind.
            there = set(connection.execute(select(webhooks.c.id)).scalars())
            connection.execute(MOVE, [_moved(move) for move in last.values()])
            if log := [line for line in log if line["webhook"] in there]:
                connection.execute(self._log, log)
            for move in ended:
                connection.execute(DISABLE, _disabled(move))

    def ping(self) -> None:
        self.edits()

    def has_forgotten(self, order: Takedown) -> bool:
        """Nothing of articles is here."""
        return True

    def forget(self, order: Takedown) -> int:
        return 0

    def retain(self, now: datetime) -> int:
        """The log is a ring, and subscriptions are kept until they are removed."""
        return 0

    def figures(self, now: datetime) -> Iterable[Sample]:
        found = self.all()
        for state in WebhookState:
            yield Sample(SUBSCRIPTIONS, (state.value,), sum(each.state is state for each in found))
        for each in found:
            if each.state is WebhookState.ACTIVE and each.course.behind_at is not None:
                yield Sample(BEHIND, (each.id,), (now - each.course.behind_at).total_seconds())

    def _change(self, statement: Update) -> bool:
        with writing(self._engine) as connection:
            self._edited(connection)
            return connection.execute(statement).rowcount > 0

    def _edited(self, connection: Connection) -> None:
        first = {"id": THE_ONE, "owner": "", "until": EPOCH, "edits": 1}
        raised = insert(self._engine, webhook_sender).on_conflict_do_update(
            index_elements=["id"], set_={"edits": webhook_sender.c.edits + 1}
        )
        connection.execute(raised, first)


OF_GENERATION = (webhooks.c.id == bindparam("of_id"), webhooks.c.generation == bindparam("of_generation"))
MOVE = update(webhooks).where(*OF_GENERATION).values({name: bindparam(f"to_{name}") for name in OF_COURSE})
DISABLE = (
    update(webhooks)
    .where(*OF_GENERATION, webhooks.c.state == WebhookState.ACTIVE.value)
    .values(state=WebhookState.DISABLED.value, reason=bindparam("to_reason"), detail=bindparam("to_detail"))
)


def _moved(move: Move) -> dict[str, object]:
    to = {f"to_{name}": value for name, value in vars(move.course).items()}
    return {"of_id": move.id, "of_generation": move.generation, **to}


def _disabled(move: Move) -> dict[str, object]:
    reason, detail = move.why or ("", "")
    return {"of_id": move.id, "of_generation": move.generation, "to_reason": reason, "to_detail": detail}


def _line(id_: str, course: Course, sent: Sent) -> dict[str, object]:
    count = course.delivered if sent.is_delivered else course.failed
    told = {"webhook": id_, "is_delivered": sent.is_delivered, "place": count % LOGGED}
    return told | vars(sent)


def _sent(row: Any) -> Sent:
    return Sent(**{name: getattr(row, name) for name in Sent.__dataclass_fields__})
