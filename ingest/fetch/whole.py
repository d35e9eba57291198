"""An article in numbered pages, put together: the first page, those after it in order, and why there are no more."""

from dataclasses import dataclass, field, replace

from ingest.fetch.fetched import Fetched
from ingest.fetch.numbered_pages import MAX_PAGES, is_page, next_page_url, texts
from ingest.fetch.refusal import FetchRefused
from ingest.fetch.visit import Visit, fits
from schemas.frontier import Validators
from schemas.outcomes import Reason
from schemas.page import Page, Part


@dataclass
class Whole:
    """`next_url` and `add` in turns until there is no next one; then `visit` is what the fetch brought in all."""

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
        """Of the page that is wanted next."""
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
        part = Part(url=fetched.final_url, body_bytes=len(fetched.body))
        joined = self.page.model_copy(update={"body": self.page.body + fetched.body, "parts": (*self.page.parts, part)})
        if len(joined.body) > self.max_bytes or not fits(joined):
            self.refused = FetchRefused(Reason.TOO_LARGE, f"page {self.number} and those before it are too large")
            return
        self.page, self._last = joined, fetched.body

    def visit(self) -> Visit:
        """Passed in any case. One that lacks a page for a while forgets its validators: the next visit asks afresh."""
        if self.refused is None:
            return replace(self.first, page=self.page)
        detail = f"without page {self.number}: {self.refused.detail}"
        fate = self.first.fate.model_copy(update={"reason": self.refused.reason, "detail": detail})
        done = replace(self.first.done, validators=Validators()) if self.refused.retry else self.first.done
        return replace(self.first, page=self.page, fate=fate, done=done)
