"""Where a GET goes on its redirects: addresses that may be asked for, the time that is left, and whose lease it is."""

import pytest

from ingest.web.ask import PATIENCE_S, Ask, RequestLimits, RequestTerms
from ingest.web.errors import FetchRefused
from ingest.web.fetched import Redirect
from ingest.web.trail import Trail
from schemas.outcomes import Reason

URL = "https://kabar.test/1"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("ftp://berita.test/a", Reason.FORBIDDEN_SCHEME, id="another scheme"),
        pytest.param("javascript:alert(1)", Reason.FORBIDDEN_SCHEME, id="a script"),
        pytest.param("/berita/1", Reason.FORBIDDEN_SCHEME, id="a bare path"),
        pytest.param("http://", Reason.BAD_URL, id="no host"),
        pytest.param("http://a..b/", Reason.BAD_URL, id="an empty label"),
        pytest.param("http://ada@berita.test/", Reason.BAD_URL, id="a user name"),
    ],
)
def test_what_is_no_web_address_is_never_asked_for(url: str, reason: Reason) -> None:
    with pytest.raises(FetchRefused) as refused:
        Trail(Ask(url))
    with pytest.raises(FetchRefused) as redirected:
        Trail(Ask(URL)).follow(Redirect(url, 1.0))

    assert (refused.value.reason, redirected.value.reason) == (reason, reason)


def test_all_requests_share_the_time() -> None:
    trail = Trail(Ask(URL, RequestLimits(timeout_s=10.0)))

    trail.follow(Redirect("https://kabar.test/2", 2500.0))
    trail.follow(Redirect("https://kabar.test/3", 500.0))

    assert trail.left_s == 7.0


@pytest.mark.parametrize(
    ("hops", "leased", "patience_s"),
    [
        pytest.param([], True, 5.0, id="what was asked for"),
        pytest.param(["https://kabar.test/2"], True, PATIENCE_S, id="on the same host"),
        pytest.param(["https://lain.test/2"], False, PATIENCE_S, id="on a host that nobody leased"),
        pytest.param(["https://lain.test/2", "https://kabar.test/3"], True, PATIENCE_S, id="back on the leased host"),
    ],
)
def test_a_lease_is_of_the_first_host_alone(hops: list[str], leased: bool, patience_s: float) -> None:
    trail = Trail(Ask(URL, terms=RequestTerms(2.0, 5.0, leased=True)))

    for hop in hops:
        trail.follow(Redirect(hop, 1.0))

    assert trail.terms == RequestTerms(2.0, patience_s, leased)
