"""What the crawl's memory says and hears: due polls and URLs, host leases, and how each attempt ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from schemas.outcomes import Outcome, Reason
from schemas.record import Lane


@dataclass(frozen=True)
class Validators:
    """What makes the next GET conditional, and a hash that tells a change when the server's ETag does not."""

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""


class PollResult(StrEnum):
    """What a poll brought, in one word of its audit row; the reason says more where there is one."""

    READ = "read"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    """A list without an entry: neither unreadable nor the same as before."""
    INVALID = "invalid"
    STALE = "stale"
    """Of a check alone: the newest entry is old."""
    ERROR = "error"
    """No answer, or one that is not the list."""


RESULTS = {
    None: PollResult.READ,
    Reason.NOT_MODIFIED: PollResult.UNCHANGED,
    Reason.UNCHANGED: PollResult.UNCHANGED,
    Reason.EMPTY_LIST: PollResult.EMPTY,
    Reason.FEED_INVALID: PollResult.INVALID,
    Reason.SITEMAP_INVALID: PollResult.INVALID,
    Reason.INDEX_INVALID: PollResult.INVALID,
    Reason.FOREIGN_LIST: PollResult.INVALID,
    Reason.LIST_MOVED: PollResult.INVALID,
    Reason.STALE_LIST: PollResult.STALE,
}


def result_of(reason: Reason | None) -> PollResult:
    return RESULTS.get(reason, PollResult.ERROR)


@dataclass(frozen=True)
class DuePoll:
    """A leased list. `slot` names this scheduled poll; ids derive from it. `url` may be a template."""

    url: str
    source: str
    channel: str
    slot: str
    due_at: datetime
    validators: Validators = Validators()
    failures: int = 0
    """Failed polls in a row."""
    polled: int = 0
    """Polls finished before this one."""
    seen: bytes = b""
    """What the list held last time, as discovery packs it."""
    tempo: str = ""
    """What discovery remembers of the list's rhythm, as it writes it."""


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
    new: int = 0
    """Links that were not in the list last time, or that it says have changed since."""
    known: int = 0
    refused: int = 0
    """Links that are not followed: `detail` counts them by reason."""
    validators: Validators = Validators()
    failures: int = 0
    seen: bytes = b""
    tempo: str = ""


@dataclass(frozen=True)
class PollEntry:
    """One row of the audit: how a poll, or a check that somebody asked for, went."""

    url: str
    source: str
    channel: str
    at: datetime
    result: PollResult
    reason: str | None = None
    detail: str = ""
    found: int = 0
    new: int = 0
    known: int = 0
    refused: int = 0


@dataclass(frozen=True)
class WalkState:
    """How far a backfill has come through one list of an outlet: it goes on at `cursor`, as the walk writes it."""

    cursor: str = ""
    pages: int = 0
    links: int = 0
    ended: str = ""
    """Why there is nothing left to walk; empty while there is."""


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
    """How a fetch ended. `outcome` passed: a page was published; retried: due again at `next_due_at`; dropped: over.

    `partial`: what came lacks pages of the article; it counts as a try, so that it is not asked for on and on.
    """

    url_key: str
    slot: str
    at: datetime
    outcome: Outcome
    reason: Reason | None = None
    detail: str = ""
    next_due_at: datetime | None = None
    validators: Validators = Validators()
    status: int = 0
    partial: bool = False


@dataclass(frozen=True)
class FrontierCounts:
    """Rows of the frontier that are still due, by state: for knowing when a run is idle.

    What is done with is not counted: that would be a walk through nearly the whole table.
    """

    due: int = 0
    leased: int = 0
    waiting: int = 0
    """Known and scheduled for later (a re-fetch or a retry)."""
    polls_due: int = 0
    polls_leased: int = 0
