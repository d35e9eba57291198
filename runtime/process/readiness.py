"""Whether a process is ready to work, told from what it waits for and from how far it has come."""

from runtime.process.health import Health
from runtime.progress import Progress
from runtime.waits import WaitReason, Waits

# Waits in which a process does nothing at all until somebody mends what is wrong.
NOT_READY = (
    WaitReason.BREAKER_OPEN,
    WaitReason.LOG_FULL,
    WaitReason.LOG_UNAVAILABLE,
    WaitReason.OFFSET_OUT_OF_RANGE,
    WaitReason.TOPIC_MISSING,
)


def readiness(progress: Progress, waits: Waits, *, not_yet: str) -> Health:
    """`not_yet` is why it is not ready before it has polled, where it does not wait for anything either."""
    current = waits.current()
    waiting = {what: f"{what}: {wait.reason} {wait.detail}".strip() for what, wait in current.items()}
    if progress.polled_at is None:
        return Health(why_not=tuple(waiting.values()) or (not_yet,), waiting=tuple(waiting.values()))
    held = tuple(waiting[what] for what, wait in current.items() if wait.reason in NOT_READY)
    return Health(why_not=held, waiting=tuple(waiting.values()))
