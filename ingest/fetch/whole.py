"""Joins an article in numbered pages: the first page, those after it in order, and why they end."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.fetch.numbered_pages import MAX_PAGES, is_page, next_page_url, texts
from ingest.fetch.schedule import after_refusal
from ingest.fetch.visit import Visit, fits
from ingest.web.errors import FetchRefused
from ingest.web.fetched import Fetched
from schemas.fate import Fate
from schemas.frontier import DueUrl, Validators
from schemas.outcomes import Outcome, Reason
from schemas.page import Page, PagePart

WITHOUT = " without page "


@dataclass
class Whole:
    """`next_url` and `add` in turns until there is no next one; then `visit` is what the fetch brought in all."""

    due: DueUrl
    first: Visit
    page: Page
    max_bytes: int
    refused: FetchRefused | None = None
    """What kept a page back that ought to be there."""
    _last: bytes = field(init=False)
    _texts: set[bytes] = field(default_factory=set)
    _ended: bool = False

    def __post_init__(self) -> None:
        self._last = self.page.body

    @property
    def number(self) -> int:
        """The number of the next page to fetch."""
        return len(self.page.parts) + 2

    def next_url(self) -> str | None:
        if self._ended or self.refused:
            return None
        url = next_page_url(self.page.final_url, self._last, self.number)
        if url and self.number > MAX_PAGES:
            self.refused = FetchRefused(Reason.TOO_MANY_PAGES, f"only the first {MAX_PAGES} pages are joined")
            return None
        return url

    def add(self, fetched: Fetched) -> None:
        """A page that repeats those before it, or leads back to one, is the end."""
        self._texts |= texts(self._last)
        fresh = texts(fetched.body) - self._texts
        if not fresh or not is_page(self.page.final_url, fetched.final_url, self.number):
            self._ended = True
            return
        part = PagePart(url=fetched.final_url, body_bytes=len(fetched.body))
        joined = self.page.model_copy(update={"body": self.page.body + fetched.body, "parts": (*self.page.parts, part)})
        if len(joined.body) > self.max_bytes or not fits(joined):
            self.refused = FetchRefused(Reason.TOO_LARGE, f"page {self.number} and those before it are too large")
            return
        self.page, self._last = joined, fetched.body

    def visit(self) -> Visit:
        """The visit with all pages. All together decide on a change, since a later one may change alone."""
        if self.refused is None and not self.page.parts:
            return self.first
        known, missing = self.due.validators.body_hash, self.number if self.refused else None
        body_hash = _hash(self.page.body, missing)
        visit = _with(self.first, validators=Validators(body_hash=body_hash))
        if self.refused is not None:
            visit = self._partial(visit, self.refused)
        if visit.page and body_hash == known:
            return _with(replace(visit, page=None), outcome=Outcome.DROPPED, reason=Reason.UNCHANGED)
        return replace(visit, page=visit.page and self.page.model_copy(update={"lacks_page": missing}))

    def _partial(self, visit: Visit, refused: FetchRefused) -> Visit:
        """Passed as it is, and asked for again; but half an article never takes the place of a whole one."""
        detail = f"without page {self.number}: {refused.detail}"
        verdict = after_refusal(refused, tries=self.due.tries, now=self.first.done.at)
        if refused.retry and _was_whole(self.due.validators):
            told = {"outcome": verdict.outcome, "reason": verdict.reason, "detail": detail}
            return _with(replace(visit, page=None), **told, next_due_at=verdict.next_due_at)
        return _with(visit, reason=refused.reason, detail=detail, next_due_at=verdict.next_due_at, partial=True)


def _with(visit: Visit, **changed: Any) -> Visit:
    """Sets these fields in the frontier's record of the end, and in the fate if it has them."""
    fate = {name: value for name, value in changed.items() if name in Fate.model_fields}
    return replace(visit, done=replace(visit.done, **changed), fate=visit.fate.model_copy(update=fate))


def _hash(body: bytes, missing: int | None) -> str:
    """The hash of all pages; it differs if one is missing, even if the rest is the same."""
    plain = hashlib.blake2b(body, digest_size=16).hexdigest()
    return plain if missing is None else f"{plain}{WITHOUT}{missing}"


def _was_whole(known: Validators) -> bool:
    return bool(known.body_hash) and WITHOUT not in known.body_hash
