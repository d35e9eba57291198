"""The web of one site: redirects, each by robots.txt and in its turn."""

import pytest

from ingest.web.ask import Ask, RequestLimits
from ingest.web.errors import FetchRefused
from ingest.web.fetched import Fetched
from ingest.web.web import Web
from schemas.outcomes import Reason
from tests.ingest.local_site import LocalSite, answer, redirect

PAGE = "<!doctype html><title>Kabar</title><p>Pasukan tiba di Kursk pada hari Senin.</p>"
SMALL = RequestLimits(timeout_s=5.0, read_timeout_s=5.0, max_bytes=100_000)


async def get(web: Web, url: str) -> Fetched:
    await web.open()
    return await web.get(Ask(url, SMALL, html=True))


async def refusal(web: Web, url: str) -> FetchRefused:
    with pytest.raises(FetchRefused) as refused:
        await get(web, url)
    return refused.value


async def test_redirects_are_followed_and_kept(web: Web, site: LocalSite) -> None:
    site.answers |= {"/a": redirect("/b?x=1"), "/b?x=1": redirect(site.url("/c")), "/c": answer(PAGE)}

    fetched = await get(web, site.url("/a#komentar"))

    assert fetched.final_url == site.url("/c")
    assert fetched.redirects == (site.url("/a"), site.url("/b?x=1"))
    assert site.paths() == ["/robots.txt", "/a", "/b?x=1", "/c"]


async def test_a_redirect_in_the_markup_is_followed_as_any_other(web: Web, site: LocalSite) -> None:
    site.answers |= {"/a": answer('<meta http-equiv="refresh" content="0; url=/b">'), "/b": answer(PAGE)}

    fetched = await get(web, site.url("/a"))

    assert (fetched.final_url, fetched.redirects) == (site.url("/b"), (site.url("/a"),))


async def test_a_redirect_may_hold_bytes_that_no_url_may(web: Web, site: LocalSite) -> None:
    site.answers |= {"/a": redirect("/caf\udce9"), "/caf%E9": answer(PAGE)}

    fetched = await get(web, site.url("/a"))

    assert fetched.final_url == site.url("/caf%E9")


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        pytest.param(redirect("ftp://127.0.0.1/a"), Reason.FORBIDDEN_SCHEME, id="redirect to another scheme"),
        pytest.param(redirect("file:///etc/hostname"), Reason.FORBIDDEN_SCHEME, id="redirect to a file"),
        pytest.param(redirect("http://ada:sandi@127.0.0.1/"), Reason.BAD_URL, id="redirect with a user name"),
        pytest.param(redirect("http://[::1"), Reason.BAD_URL, id="redirect to no URL"),
        pytest.param(redirect("http://169.254.169.254/latest/"), Reason.FORBIDDEN_ADDRESS, id="redirect to metadata"),
        pytest.param(redirect("http://127.0.0.1:9/"), Reason.FORBIDDEN_ADDRESS, id="redirect to another port"),
        pytest.param(redirect("http://2130706433:9/"), Reason.BAD_URL, id="loopback as one number"),
        pytest.param(redirect("http://0x7f.1:9/"), Reason.FORBIDDEN_ADDRESS, id="loopback in hexadecimal"),
        pytest.param(redirect("http://0177.0.0.1:9/"), Reason.BAD_URL, id="loopback in octal"),
        pytest.param(redirect("http://127.1:9/"), Reason.BAD_URL, id="loopback in short"),
        pytest.param(
            answer('<meta http-equiv="refresh" content="0;url=http://169.254.169.254/">'),
            Reason.FORBIDDEN_ADDRESS,
            id="metadata by the page's own redirect",
        ),
        pytest.param(redirect("http://localhost:9/"), Reason.FORBIDDEN_ADDRESS, id="loopback by name"),
        pytest.param(
            redirect("http://[::ffff:127.0.0.1]:9/"), Reason.FORBIDDEN_ADDRESS, id="loopback mapped into IPv6"
        ),
    ],
)
async def test_a_redirect_to_where_nobody_may_go_is_refused(
    web: Web, site: LocalSite, sent: bytes, reason: Reason
) -> None:
    site.answers["/a"] = sent

    refused = await refusal(web, site.url("/a"))

    assert (refused.reason, refused.retry, refused.redirected) == (reason, False, True), refused.detail
    assert site.paths() == ["/robots.txt", "/a"]


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"/0": redirect("/0")}, id="to itself"),
        pytest.param({"/0": redirect("/1"), "/1": redirect("/0")}, id="to and fro"),
        pytest.param({f"/{n}": redirect(f"/{n + 1}") for n in range(9)}, id="ever on"),
    ],
)
async def test_endless_redirects_are_refused(
    web: Web, site: LocalSite, answers: dict[str, bytes | list[bytes]]
) -> None:
    site.answers |= answers

    refused = await refusal(web, site.url("/0"))

    assert refused.reason is Reason.REDIRECT_LOOP
    assert len(site.asked) <= 7


async def test_a_redirect_is_followed_only_as_robots_txt_allows(web: Web, site: LocalSite) -> None:
    site.answers |= {
        "/robots.txt": answer("User-agent: *\nDisallow: /tertutup"),
        "/a": redirect("/tertutup"),
        "/tertutup": answer(PAGE),
    }

    refused = await refusal(web, site.url("/a"))

    assert (refused.reason, refused.redirected) == (Reason.ROBOTS_DISALLOWED, True)
    assert site.paths() == ["/robots.txt", "/a"]


async def test_a_robots_txt_that_leads_inside_forbids_no_page(web: Web, site: LocalSite) -> None:
    site.answers |= {"/robots.txt": redirect("http://127.0.0.1:9/robots.txt"), "/a": answer(PAGE)}

    fetched = await get(web, site.url("/a"))

    assert fetched.body.decode() == PAGE
