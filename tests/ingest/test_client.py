"""The client against a real server on loopback: bounds, encodings and what each failure of a request means."""

import gzip
import zlib
from datetime import UTC, datetime

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
import zstandard

from ingest.web.ask import Ask, RequestLimits
from ingest.web.client import Client
from ingest.web.errors import FetchRefused
from ingest.web.fetched import Fetched, Redirect
from schemas.frontier import Validators
from schemas.outcomes import Reason
from tests.ingest.local_site import LocalSite, answer, redirect

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
PAGE = "<!doctype html><title>Kabar</title><p>Pasukan tiba di Kursk pada hari Senin.</p>"
SMALL = RequestLimits(timeout_s=60.0, read_timeout_s=60.0, max_bytes=100_000)
BOMB = b"a" * 5_000_000


async def once(client: Client, url: str, *, limits: RequestLimits = SMALL, html: bool = True) -> Fetched | Redirect:
    return await client.once(url, Ask(url, limits, html=html), timeout_s=limits.timeout_s)


async def get(client: Client, url: str, *, limits: RequestLimits = SMALL, html: bool = True) -> Fetched:
    fetched = await once(client, url, limits=limits, html=html)
    assert isinstance(fetched, Fetched)
    return fetched


async def refusal(client: Client, url: str, *, limits: RequestLimits = SMALL, html: bool = True) -> FetchRefused:
    with pytest.raises(FetchRefused) as refused:
        await get(client, url, limits=limits, html=html)
    return refused.value


async def test_a_page_comes_with_its_headers_and_an_honest_agent(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = answer(PAGE, headers={"ETag": '"1"', "Content-Type": "text/html; charset=iso-8859-1"})

    fetched = await get(client, site.url("/a#komentar"))

    assert fetched.body.decode() == PAGE
    assert fetched.headers == {"etag": '"1"', "content-type": "text/html; charset=iso-8859-1"}
    assert site.asked[0].path == "/a"
    assert site.asked[0].headers["user-agent"] == "Warta/0.1 (+https://warta.example/about)"
    assert "cookie" not in site.asked[0].headers


async def test_cookies_are_never_sent_back(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = answer(PAGE, headers={"Set-Cookie": "pembaca=1; Path=/"})

    await get(client, site.url("/a"))
    await get(client, site.url("/a"))

    assert "cookie" not in site.asked[1].headers


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        pytest.param("gzip", gzip.compress(PAGE.encode()), id="gzip"),
        pytest.param("deflate", zlib.compress(PAGE.encode()), id="deflate"),
        pytest.param("br", brotli.compress(PAGE.encode()), id="brotli"),
        pytest.param("zstd", zstandard.ZstdCompressor().compress(PAGE.encode()), id="zstd"),
        pytest.param("gzip, br", brotli.compress(gzip.compress(PAGE.encode())), id="two on top of each other"),
    ],
)
async def test_content_encodings_are_undone(client: Client, site: LocalSite, encoding: str, body: bytes) -> None:
    site.answers["/a"] = answer(body, headers={"Content-Encoding": encoding})

    fetched = await get(client, site.url("/a"))

    assert fetched.body.decode() == PAGE


@pytest.mark.parametrize(
    ("sent", "reason", "retry"),
    [
        pytest.param(
            answer(gzip.compress(BOMB), headers={"Content-Encoding": "gzip"}), Reason.TOO_LARGE, False, id="gzip bomb"
        ),
        pytest.param(
            answer(brotli.compress(BOMB), headers={"Content-Encoding": "br"}), Reason.TOO_LARGE, False, id="brotli bomb"
        ),
        pytest.param(
            answer(zstandard.ZstdCompressor().compress(BOMB), headers={"Content-Encoding": "zstd"}),
            Reason.TOO_LARGE,
            False,
            id="zstd bomb",
        ),
        pytest.param(answer(b"<p>" + BOMB), Reason.TOO_LARGE, False, id="announced too large"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + BOMB,
            Reason.TOO_LARGE,
            False,
            id="too large without a length",
        ),
        pytest.param(answer(PAGE, length=9000), Reason.CONNECTION_FAILED, True, id="ends before its stated length"),
        pytest.param(answer(PAGE, headers={"Content-Encoding": "gzip"}), Reason.BAD_ENCODING, False, id="no gzip"),
        pytest.param(
            answer(gzip.compress(PAGE.encode())[:-20], headers={"Content-Encoding": "gzip"}),
            Reason.BAD_ENCODING,
            False,
            id="gzip cut off",
        ),
        pytest.param(answer(PAGE, headers={"Content-Encoding": "compress"}), Reason.BAD_ENCODING, False, id="compress"),
        pytest.param(
            answer(PAGE, headers={"Content-Type": "video/mp4"}), Reason.NOT_HTML, False, id="says it is a video"
        ),
        pytest.param(answer(b"%PDF-1.7 isi"), Reason.NOT_HTML, False, id="a document that says it is a page"),
        pytest.param(
            answer('{"a": 1}', headers={"Content-Type": "text/plain"}), Reason.NOT_HTML, False, id="text and no page"
        ),
        pytest.param(answer(b"  \n"), Reason.EMPTY_BODY, True, id="nothing in it"),
        pytest.param(answer(PAGE, status=404), Reason.HTTP_CLIENT_ERROR, False, id="not found"),
        pytest.param(answer(PAGE, status=410), Reason.HTTP_GONE, False, id="gone"),
        pytest.param(answer(PAGE, status=403), Reason.HTTP_CLIENT_ERROR, True, id="denied, perhaps for a moment"),
        pytest.param(answer(PAGE, status=500), Reason.HTTP_SERVER_ERROR, True, id="server error"),
        pytest.param(answer(status=304), Reason.HTTP_CLIENT_ERROR, False, id="not modified, and nobody asked"),
        pytest.param(answer(status=302), Reason.HTTP_CLIENT_ERROR, False, id="a redirect to nowhere"),
        pytest.param(
            answer(PAGE, headers={f"X-{n}": "isi" for n in range(300)}),
            Reason.HTTP_SERVER_ERROR,
            True,
            id="a flood of headers",
        ),
        pytest.param(
            answer(PAGE, headers={"X-Long": "a" * 20_000}), Reason.HTTP_SERVER_ERROR, True, id="a header too long"
        ),
        pytest.param(b"bukan HTTP\r\n\r\n", Reason.HTTP_SERVER_ERROR, True, id="no HTTP"),
        pytest.param(b"", Reason.CONNECTION_FAILED, True, id="hangs up"),
    ],
)
async def test_an_answer_that_is_no_page_is_refused(
    client: Client, site: LocalSite, sent: bytes, reason: Reason, retry: bool
) -> None:
    site.answers["/a"] = sent

    refused = await refusal(client, site.url("/a"))

    assert (refused.reason, refused.retry) == (reason, retry), refused.detail


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="never answers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-", id="stops in its headers"),
        pytest.param(answer(PAGE, length=9000), id="stops in its body"),
    ],
)
@pytest.mark.parametrize(
    "limits",
    [
        pytest.param(RequestLimits(timeout_s=0.05, read_timeout_s=60.0), id="by the time for all"),
        pytest.param(RequestLimits(timeout_s=60.0, read_timeout_s=0.05), id="by the time for a silence"),
    ],
)
async def test_a_slow_sender_is_left(client: Client, site: LocalSite, sent: bytes, limits: RequestLimits) -> None:
    site.answers["/a"] = sent
    site.hangs.add("/a")

    refused = await refusal(client, site.url("/a"), limits=limits)

    assert (refused.reason, refused.retry) == (Reason.TIMEOUT, True)


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(redirect("/b?x=1#isi"), id="by its status"),
        pytest.param(answer('<meta http-equiv="refresh" content="0; url=/b?x=1">'), id="by its markup"),
    ],
)
async def test_a_redirect_is_told_and_not_followed(client: Client, site: LocalSite, sent: bytes) -> None:
    site.answers["/a"] = sent

    redirected = await once(client, site.url("/a"))

    assert isinstance(redirected, Redirect)
    assert (redirected.url, site.paths()) == (site.url("/b?x=1"), ["/a"])


async def test_a_page_that_refreshes_itself_is_read(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = answer(f'<meta http-equiv="refresh" content="0; url=/a#baru">{PAGE}')

    fetched = await get(client, site.url("/a"))

    assert PAGE in fetched.body.decode()


async def test_the_time_that_is_left_bounds_a_request(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = answer(PAGE)

    with pytest.raises(FetchRefused, match="no whole answer within 60 s") as refused:
        await client.once(site.url("/a"), Ask(site.url("/a"), SMALL), timeout_s=0.0)

    assert refused.value.reason is Reason.TIMEOUT


async def test_a_server_that_hangs_up_is_not_asked_again_at_once(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = b""

    refused = await refusal(client, site.url("/a"))

    assert (refused.reason, site.paths()) == (Reason.CONNECTION_FAILED, ["/a"])


async def test_a_conditional_get_is_answered_without_a_body(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = answer(status=304)
    known = Validators(etag='"7"', last_modified="Mon, 28 Apr 2025 08:00:00 GMT", body_hash="ab")

    fetched = await client.once(site.url("/a"), Ask(site.url("/a"), validators=known), timeout_s=5.0)

    assert isinstance(fetched, Fetched)
    assert (fetched.status, fetched.body) == (304, b"")
    assert site.asked[0].headers["if-none-match"] == '"7"'
    assert site.asked[0].headers["if-modified-since"] == "Mon, 28 Apr 2025 08:00:00 GMT"


async def test_retry_after_is_handed_on(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = answer(status=429, headers={"Retry-After": "120"})

    refused = await refusal(client, site.url("/a"))

    assert (refused.reason, refused.status, refused.retry_after_s) == (Reason.HTTP_TOO_MANY, 429, 120.0)


async def test_headers_that_are_no_utf_8_become_clean_text(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = answer(PAGE, headers={"ETag": '"caf\udce9"'})

    fetched = await get(client, site.url("/a"))

    assert fetched.headers["etag"] == '"caf\ufffd"'


async def test_a_page_without_a_type_is_known_by_its_tags(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = answer(PAGE, headers={"Content-Type": "application/octet-stream"})

    fetched = await get(client, site.url("/a"))

    assert fetched.body.decode() == PAGE


async def test_a_server_that_is_not_there_is_a_failed_connection() -> None:
    async with LocalSite() as gone:
        pass
    other = Client(contact_url="https://warta.example", allowed=[gone.address], now=lambda: NOW)
    await other.open()

    refused = await refusal(other, gone.url("/a"))
    await other.close()

    assert (refused.reason, refused.retry) == (Reason.CONNECTION_FAILED, True)


async def test_a_server_that_speaks_no_tls_is_a_tls_error(client: Client, site: LocalSite) -> None:
    refused = await refusal(client, site.url("/a").replace("http:", "https:"))

    assert (refused.reason, refused.retry) == (Reason.TLS_ERROR, True)


async def test_what_a_refusal_tells_can_be_written_as_json(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = answer(PAGE, headers={"Content-Type": "video/\udce9\x01" + "x" * 500})

    refused = await refusal(client, site.url("/a"))

    assert refused.detail.encode()
    assert len(refused.detail) <= 300
