"""The start and the pace that the newsroom's tests share."""

from collections.abc import Callable
from datetime import UTC, datetime

from newsroom.desk import Desk

START = datetime(2026, 11, 22, 7, 30, 20, tzinfo=UTC)
PUBLISH_S = 100.0

DeskAt = Callable[..., Desk]
