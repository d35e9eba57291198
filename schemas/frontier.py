"""What the crawl's memory says and hears: due polls and URLs, host leases, and how each attempt ended."""

from dataclasses import dataclass, field
from datetime import datetime

from schemas.outcomes import Outcome, Reason
from schemas.record import Lane


@dataclass(frozen=True)
class Validators:
    """What makes the next GET conditional, and a hash that tells a change when the server's ETag does not."""

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""


@dataclass(frozen=True)
class DuePoll:
    """A leased feed or sitemap. `slot` names this scheduled poll; ids derive from it."""

    url: str
    source: str
    channel: str
    slot: str
    due_at: datetime
    validators: Validators = Validators()
    failures: int = 0
    """Failed polls in a row."""


@dataclass(frozen=True)
class PollDone:
    """How a poll ended: an audit row. `reason` is None when it brought a readable list."""

    url: str
    slot: str
    at: datetime
    next_due_at: datetime
    reason: Reason | None
    detail: str = ""
    found: int = 0
    """Links in the list, new or not."""
    validators: Validators = Validators()
    failures: int = 0


@dataclass(frozen=True)
class DueUrl:
    """A leased URL, to be fetched now by the owner of its host's lease. `slot` names this scheduled fetch."""

    url: str
    url_key: str
    source: str
    host: str
    slot: str
    lane: Lane = Lane.LIVE
    requested: bool = False
    tries: int = 0
    validators: Validators = Validators()
    link_title: str | None = None
    link_published: datetime | None = None
    link_modified: datetime | None = None


@dataclass(frozen=True)
class HostLease:
    """The right to talk to one host until `until`: politeness has one owner. `epoch` fences a late one."""

    host: str
    owner: str
    epoch: int
    until: datetime
    ready_at: datetime
    """No request before this instant (per-host delay, Retry-After, host down)."""
    failures: int = 0
    """Connection failures in a row, over all URLs of the host."""


@dataclass(frozen=True)
class FetchDone:
    """How a fetch ended. `outcome` passed: a page was published; retried: due again at `next_due_at`; dropped: over."""

    url_key: str
    slot: str
    at: datetime
    outcome: Outcome
    reason: Reason | None = None
    detail: str = ""
    next_due_at: datetime | None = None
    validators: Validators = Validators()
    status: int = 0


@dataclass(frozen=True)
class FrontierCounts:
    """Rows of the frontier by state, for dashboards and for knowing when a run is idle."""

    due: int = 0
    leased: int = 0
    waiting: int = 0
    """Known and scheduled for later (a re-fetch or a retry)."""
    done: int = 0
    polls_due: int = 0
    polls_leased: int = 0
    by_reason: dict[str, int] = field(default_factory=dict)
