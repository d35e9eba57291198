"""The detail of the wait that an idle source declares."""

from datetime import datetime


def until_due(due_at: datetime | None, *, now: datetime) -> str:
    """`due_at` is what the frontier has planned next for the source."""
    if due_at is None:
        return "nothing is due"
    # What is due already and was not leased is another process's.
    return f"nothing due until {due_at:%H:%M:%S}" if due_at > now else "nothing due that is free"
