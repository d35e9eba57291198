"""The ends of a request without an answer: a refusal with its reason, or a host that must rest."""

from datetime import datetime

from ingest.printable import printable
from schemas.outcomes import Reason

MAX_DETAIL_CHARS = 300


class FetchRefused(Exception):
    """`retry`: a later attempt may succeed; `retry_after_s`: the server said when; `status`: 0 if it did not answer.

    `redirected`: the fault lies where the address led to, not in the address itself.
    """

    def __init__(
        self,
        reason: Reason,
        detail: str,
        *,
        retry: bool = False,
        retry_after_s: float | None = None,
        status: int = 0,
        redirected: bool = False,
    ) -> None:
        self.reason = reason
        self.detail = printable(detail, max_chars=MAX_DETAIL_CHARS)
        super().__init__(f"{reason.value}: {self.detail}")
        self.retry = retry
        self.retry_after_s = retry_after_s
        self.status = status
        self.redirected = redirected


class HostRestingError(Exception):
    """The host must rest longer than whoever asks would wait; nothing was asked of it."""

    def __init__(self, host: str, until: datetime, *, wait_s: float) -> None:
        super().__init__(f"{host} rests until {until:%H:%M:%S}")
        self.wait_s = wait_s

    def refused(self, *, redirected: bool = False) -> FetchRefused:
        return FetchRefused(
            Reason.HOST_RESTING, str(self), retry=True, retry_after_s=self.wait_s, redirected=redirected
        )


# The host could not be talked to at all: no fault of the URL.
UNREACHABLE = frozenset({Reason.CONNECTION_FAILED, Reason.TIMEOUT, Reason.TLS_ERROR, Reason.ROBOTS_UNREACHABLE})


def refuse_status(status: int, *, retry_after_s: float | None = None) -> FetchRefused:
    """The refusal that stands for a status other than success."""
    detail = f"HTTP {status}"
    if status == 410:
        return FetchRefused(Reason.HTTP_GONE, detail, status=status)
    if status == 408:
        return FetchRefused(Reason.TIMEOUT, detail, retry=True, retry_after_s=retry_after_s, status=status)
    if status in (425, 429):
        return FetchRefused(Reason.HTTP_TOO_MANY, detail, retry=True, retry_after_s=retry_after_s, status=status)
    if 500 <= status <= 599:
        return FetchRefused(Reason.HTTP_SERVER_ERROR, detail, retry=True, retry_after_s=retry_after_s, status=status)
    return FetchRefused(Reason.HTTP_CLIENT_ERROR, detail, retry=status in (401, 403, 451), status=status)
