"""Webhooks as values: a subscription with how far it has come, and what each of its deliveries came to."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from stores.column_types import EPOCH


class WebhookState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    """By hand."""
    DISABLED = "disabled"
    """By us: the reason says why."""


class Shape(StrEnum):
    """What is sent, as its receiver wants it."""

    CLOUDEVENTS = "cloudevents"
    SLACK = "slack"
    TELEGRAM = "telegram"
    DISCORD = "discord"


@dataclass(frozen=True)
class Course:
    """How far one has come: it has every change up to `cursor` that it wants.

    `failures` in a row, since `failing_since`; nothing is sent before `due_at`. `behind_at`: when the oldest change was
    told that it has yet to get, None if it has all. `delivered` and `failed` count what was sent.
    """

    cursor: int
    failures: int = 0
    failing_since: datetime | None = None
    due_at: datetime = EPOCH
    behind_at: datetime | None = None
    delivered: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Secret:
    """`former` signs beside it until `former_until`."""

    value: str = field(repr=False)
    former: str = field(default="", repr=False)
    former_until: datetime | None = None

    def valid(self, now: datetime) -> Sequence[str]:
        """The one in force first."""
        is_over = self.former_until is None or now >= self.former_until
        return (self.value,) if is_over else (self.value, self.former)


@dataclass(frozen=True, kw_only=True)
class WebhookRequest:
    """What somebody asks for. `by`: the id of a token, empty for the desk. `address` may hold a secret: see `shown`."""

    name: str
    address: str = field(repr=False)
    shape: Shape
    filters: Mapping[str, Sequence[str]]
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Webhook(WebhookRequest):
    """`reason` and `detail` say why it is disabled. `generation` is raised when its cursor is moved by hand."""

    id: str
    created_at: datetime
    secret: Secret
    state: WebhookState = WebhookState.ACTIVE
    reason: str = ""
    detail: str = ""
    generation: int = 1
    course: Course


@dataclass(frozen=True)
class Sent:
    """One line of the log: `reason` is empty where it was delivered, `status` 0 where nobody answered."""

    change: int
    attempt: int
    at: datetime
    status: int
    reason: str
    detail: str
    ms: float

    @property
    def is_delivered(self) -> bool:
        return not self.reason


@dataclass(frozen=True)
class Move:
    """What one delivery, or one look that found nothing, moves of a webhook; `why`: reason and detail to disable it."""

    id: str
    generation: int
    course: Course
    sent: Sent | None = None
    why: tuple[str, str] | None = None


OF_COURSE = tuple(Course.__dataclass_fields__)
PLAIN = ("id", "name", "address", "reason", "detail", "created_at", "generation")


def webhook_of(row: Any) -> Webhook:
    return Webhook(
        **{name: getattr(row, name) for name in PLAIN},
        shape=Shape(row.shape),
        filters={name: tuple(values) for name, values in json.loads(row.filters).items()},
        by=row.created_by,
        state=WebhookState(row.state),
        secret=Secret(row.secret, row.former_secret, row.former_until),
        course=Course(**{name: getattr(row, name) for name in OF_COURSE}),
    )


def row_of(made: Webhook) -> dict[str, object]:
    plain = {name: getattr(made, name) for name in PLAIN}
    return {
        **plain,
        **vars(made.course),
        "shape": made.shape.value,
        "filters": json.dumps({name: list(values) for name, values in made.filters.items()}),
        "created_by": made.by,
        "state": made.state.value,
        "secret": made.secret.value,
        "former_secret": made.secret.former,
        "former_until": made.secret.former_until,
    }
