"""The client against a real server on loopback: bounds, redirects, encodings and what each failure means."""

import gzip
import zlib
from datetime import UTC, datetime

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest
import zstandard

from ingest.fetch.client import Ask, Client
from ingest.fetch.fetched import Fetched, Limits
from ingest.fetch.refusal import FetchRefused
from ingest.fetch.turns import Answer, Request
from schemas.frontier import Validators
from schemas.outcomes import Reason
from tests.ingest.local_site import LocalSite, answer, redirect

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
PAGE = "<!doctype html><title>Kabar</title><p>Pasukan tiba di Kursk pada hari Senin.</p>"
SMALL = Limits(timeout_s=60.0, read_timeout_s=60.0, max_bytes=100_000)
BOMB = b"a" * 5_000_000


async def at_once(url: str, request: Request) -> Answer:
    """The robots and turns of these tests let everybody ask whenever they like."""
    return await request()


async def get(client: Client, url: str, *, limits: Limits = SMALL, html: bool = True) -> Fetched:
    return await client.get(Ask(url, limits, html=html), in_turn=at_once)


async def refusal(client: Client, url: str, *, limits: Limits = SMALL, html: bool = True) -> FetchRefused:
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
        pytest.param(
            answer(PAGE, headers={"Content-Encoding": "rot13"}), Reason.BAD_ENCODING, False, id="unknown encoding"
        ),
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
        pytest.param(redirect("ftp://127.0.0.1/a"), Reason.FORBIDDEN_SCHEME, False, id="redirect to another scheme"),
        pytest.param(redirect("file:///etc/hostname"), Reason.FORBIDDEN_SCHEME, False, id="redirect to a file"),
        pytest.param(redirect("http://ada:sandi@127.0.0.1/"), Reason.BAD_URL, False, id="redirect with a user name"),
        pytest.param(redirect("http://[::1"), Reason.BAD_URL, False, id="redirect to no URL"),
        pytest.param(
            redirect("http://169.254.169.254/latest/"), Reason.FORBIDDEN_ADDRESS, False, id="redirect to metadata"
        ),
        pytest.param(redirect("http://127.0.0.1:9/"), Reason.FORBIDDEN_ADDRESS, False, id="redirect to another port"),
        pytest.param(redirect("http://2130706433:9/"), Reason.BAD_URL, False, id="loopback as one number"),
        pytest.param(redirect("http://0x7f.1:9/"), Reason.FORBIDDEN_ADDRESS, False, id="loopback in hexadecimal"),
        pytest.param(redirect("http://0177.0.0.1:9/"), Reason.BAD_URL, False, id="loopback in octal"),
        pytest.param(redirect("http://127.1:9/"), Reason.BAD_URL, False, id="loopback in short"),
        pytest.param(
            answer('<meta http-equiv="refresh" content="0;url=http://169.254.169.254/">'),
            Reason.FORBIDDEN_ADDRESS,
            False,
            id="metadata by the page's own redirect",
        ),
        pytest.param(redirect("http://localhost:9/"), Reason.FORBIDDEN_ADDRESS, False, id="loopback by name"),
        pytest.param(
            redirect("http://[::ffff:127.0.0.1]:9/"), Reason.FORBIDDEN_ADDRESS, False, id="loopback mapped into IPv6"
        ),
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
        pytest.param(Limits(timeout_s=0.05, read_timeout_s=60.0), id="by the time for all"),
        pytest.param(Limits(timeout_s=60.0, read_timeout_s=0.05), id="by the time for a silence"),
    ],
)
async def test_a_slow_sender_is_left(client: Client, site: LocalSite, sent: bytes, limits: Limits) -> None:
    site.answers["/a"] = sent
    site.hangs.add("/a")

    refused = await refusal(client, site.url("/a"), limits=limits)

    assert (refused.reason, refused.retry) == (Reason.TIMEOUT, True)


async def test_redirects_are_followed_and_kept(client: Client, site: LocalSite) -> None:
    site.answers |= {"/a": redirect("/b?x=1"), "/b?x=1": redirect(site.url("/c")), "/c": answer(PAGE)}

    fetched = await get(client, site.url("/a"))

    assert fetched.final_url == site.url("/c")
    assert fetched.redirects == (site.url("/a"), site.url("/b?x=1"))


async def test_a_redirect_in_the_markup_is_followed_as_any_other(client: Client, site: LocalSite) -> None:
    site.answers |= {"/a": answer('<meta http-equiv="refresh" content="0; url=/b">'), "/b": answer(PAGE)}

    fetched = await get(client, site.url("/a"))

    assert (fetched.final_url, fetched.redirects) == (site.url("/b"), (site.url("/a"),))


async def test_a_page_that_refreshes_itself_is_read(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = answer(f'<meta http-equiv="refresh" content="0; url=/a#baru">{PAGE}')

    fetched = await get(client, site.url("/a"))

    assert PAGE in fetched.body.decode()


async def test_a_redirect_may_hold_bytes_that_no_url_may(client: Client, site: LocalSite) -> None:
    site.answers |= {"/a": redirect("/caf\udce9"), "/caf%E9": answer(PAGE)}

    fetched = await get(client, site.url("/a"))

    assert fetched.final_url == site.url("/caf%E9")


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"/0": redirect("/0")}, id="to itself"),
        pytest.param({"/0": redirect("/1"), "/1": redirect("/0")}, id="to and fro"),
        pytest.param({f"/{n}": redirect(f"/{n + 1}") for n in range(9)}, id="ever on"),
    ],
)
async def test_endless_redirects_are_refused(
    client: Client, site: LocalSite, answers: dict[str, bytes | list[bytes]]
) -> None:
    site.answers |= answers

    refused = await refusal(client, site.url("/0"))

    assert refused.reason is Reason.REDIRECT_LOOP
    assert len(site.asked) <= 6


async def test_whoever_asks_may_stop_a_redirect(client: Client, site: LocalSite) -> None:
    site.answers |= {"/a": redirect("/tertutup"), "/tertutup": answer(PAGE)}

    async def not_there(url: str, request: Request) -> Answer:
        if url.endswith("/tertutup"):
            raise FetchRefused(Reason.ROBOTS_DISALLOWED, url)
        return await request()

    with pytest.raises(FetchRefused, match="tertutup"):
        await client.get(Ask(site.url("/a")), in_turn=not_there)
    assert site.paths() == ["/a"]


async def test_a_server_that_hangs_up_is_not_asked_again_at_once(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = b""

    refused = await refusal(client, site.url("/a"))

    assert (refused.reason, site.paths()) == (Reason.CONNECTION_FAILED, ["/a"])


async def test_a_conditional_get_is_answered_without_a_body(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = answer(status=304)
    known = Validators(etag='"7"', last_modified="Mon, 28 Apr 2025 08:00:00 GMT", body_hash="ab")

    fetched = await client.get(Ask(site.url("/a"), validators=known), in_turn=at_once)

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
async def test_what_is_no_web_address_is_never_dialled(client: Client, url: str, reason: Reason) -> None:
    refused = await refusal(client, url)

    assert refused.reason is reason


async def test_what_a_refusal_tells_can_be_written_as_json(client: Client, site: LocalSite) -> None:
    site.answers["/a"] = answer(PAGE, headers={"Content-Type": "video/\udce9\x01" + "x" * 500})

    refused = await refusal(client, site.url("/a"))

    assert refused.detail.encode()
    assert len(refused.detail) <= 300
