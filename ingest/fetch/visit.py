"""One fetch of one URL: the request, and the answer's meaning for the page and the frontier."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from ingest.fetch.schedule import after_refusal
from ingest.web.errors import FetchRefused
from ingest.web.fetched import Fetched
from schemas.fate import Fate
from schemas.frontier import DueUrl, FetchDone, Validators
from schemas.ids import digest
from schemas.outcomes import Outcome, Reason
from schemas.page import Page
from schemas.topics import PAGES

# Room for the record's key and headers.
HEADERS_BYTES = 16 * 1024

Get = Callable[[DueUrl], Awaitable[Fetched]]
"""Fetches a due URL, conditionally; raises FetchRefused."""


@dataclass(frozen=True)
class Visit:
    """`page` if the answer was new; `refused` if there was none."""

    fate: Fate
    done: FetchDone
    page: Page | None = None
    refused: FetchRefused | None = None


async def visit(due: DueUrl, *, get: Get, now: Callable[[], datetime]) -> Visit:
    """Never raises for anything the web may answer."""
    try:
        fetched = await get(due)
    except FetchRefused as refused:
        return _refused(due, refused, now())
    at = now()
    if fetched.status == 304:
        return _brought(due, fetched, None, Reason.NOT_MODIFIED, due.validators, at)
    if fetched.body_hash == due.validators.body_hash:
        return _brought(due, fetched, None, Reason.UNCHANGED, fetched.validators(), at)
    page = _page(due, fetched, at)
    if not fits(page):
        return _refused(due, FetchRefused(Reason.TOO_LARGE, "does not fit into a record", status=fetched.status), at)
    return _brought(due, fetched, page, None, fetched.validators(), at)


def fits(page: Page) -> bool:
    """Whether the topic takes the page: an incompressible body may exceed a limit that its plain size kept."""
    limit = PAGES.max_record_bytes
    return len(page.body) < limit // 2 or len(page.encode()) + HEADERS_BYTES <= limit


def _brought(
    due: DueUrl, fetched: Fetched, page: Page | None, reason: Reason | None, validators: Validators, at: datetime
) -> Visit:
    """The frontier knows when the page first passed, so it schedules the next look: `next_due_at` stays open."""
    outcome = Outcome.PASSED if page else Outcome.DROPPED
    done = FetchDone(
        url_key=due.url_key,
        slot=due.slot,
        at=at,
        outcome=outcome,
        reason=reason,
        validators=validators,
        status=fetched.status,
    )
    return Visit(_fate(due, outcome, reason, "", fetched.ms), done, page)


def _refused(due: DueUrl, refused: FetchRefused, at: datetime) -> Visit:
    verdict = after_refusal(refused, tries=due.tries, now=at)
    done = FetchDone(
        url_key=due.url_key,
        slot=due.slot,
        at=at,
        outcome=verdict.outcome,
        reason=verdict.reason,
        detail=verdict.detail,
        next_due_at=verdict.next_due_at,
        validators=due.validators,
        status=refused.status,
    )
    return Visit(_fate(due, verdict.outcome, verdict.reason, verdict.detail, 0.0), done, refused=refused)


def _page(due: DueUrl, fetched: Fetched, at: datetime) -> Page:
    return Page(
        url=due.url,
        final_url=fetched.final_url,
        url_key=due.url_key,
        slot=due.slot,
        source=due.source,
        lane=due.lane,
        requested=due.requested,
        status=fetched.status,
        headers=dict(fetched.headers),
        redirects=fetched.redirects,
        fetched_at=at,
        fetch_ms=fetched.ms,
        link_title=due.link_title,
        link_published=due.link_published,
        link_modified=due.link_modified,
        body=fetched.body,
    )


def _fate(due: DueUrl, outcome: Outcome, reason: Reason | None, detail: str, ms: float) -> Fate:
    """The id is the page's: what happens to it later is found under the same one."""
    return Fate(
        id=digest("page", due.url_key, due.slot),
        subject=due.url_key,
        outcome=outcome,
        reason=reason,
        detail=detail,
        ms=ms,
        lane=due.lane,
    )
