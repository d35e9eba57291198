"""The trail of a GET: its current address, the addresses that redirected to it, and the time left."""

from ingest.web.addresses import checked_url
from ingest.web.ask import Ask, RequestTerms
from ingest.web.errors import FetchRefused
from ingest.web.fetched import Redirect
from schemas.ids import host_of
from schemas.outcomes import Reason

MAX_REDIRECTS = 5


class Trail:
    """Raises FetchRefused if the address may not be asked for."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.url = checked_url(ask.url)
        self.redirects: list[str] = []
        self.left_s = ask.limits.timeout_s
        """Of the time for all requests: what is waited between them does not count."""

    @property
    def host(self) -> str:
        return host_of(self.url)

    @property
    def terms(self) -> RequestTerms:
        """A lease is of the first host alone, and so is the patience that its holder has."""
        terms = self.ask.terms
        if not self.redirects:
            return terms
        return RequestTerms(terms.delay_s, leased=terms.leased and self.host == host_of(self.redirects[0]))

    def follow(self, redirect: Redirect) -> None:
        """Raises FetchRefused (redirect_loop, or that of an address that may not be asked for)."""
        self.redirects.append(self.url)
        if redirect.url in self.redirects or len(self.redirects) > MAX_REDIRECTS:
            detail = f"{len(self.redirects)} redirects, the last to {redirect.url[:200]}"
            raise FetchRefused(Reason.REDIRECT_LOOP, detail)
        self.url = checked_url(redirect.url)
        self.left_s -= redirect.ms / 1000.0
