"""The hostile wing of the newsroom: every wrong it does ends in its reason code, and the crawl goes on beside it."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from ingest.fetch.fetch import Fetch, fetching
from ingest.web.ask import Ask, RequestLimits
from ingest.web.client import Client
from ingest.web.errors import FetchRefused
from ingest.web.fetched import Fetched, Redirect
from ingest.web.web import Web
from processors.clean.clean import clean_html
from processors.clean.rules import load_rules
from schemas.frontier import DueUrl
from schemas.ids import host_of, url_key
from schemas.outcomes import Drop, Outcome, Reason
from schemas.outlet import Crawl, Outlet
from tests.ingest.fake_frontier import FakeHosts, FakeUrls
from tests.ingest.hostile_wing import addresses, hostile_wing
from tests.ingest.local_site import LocalSite, answer, redirect

NOW = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
MAX_BYTES = 4_000_000
PATIENT = RequestLimits(timeout_s=60.0, read_timeout_s=60.0, max_bytes=MAX_BYTES)
HASTY = RequestLimits(timeout_s=1.0, read_timeout_s=60.0, max_bytes=MAX_BYTES)
# Beside the bodies themselves: what the interpreter and its libraries may take meanwhile.
MAX_GROWTH_MB = 96
ISSUER = Path(__file__).parents[2] / "newsroom" / "hostile" / "certificates" / "issuer.pem"
STATUS = Path("/proc/self/status")

ENDINGS: Mapping[Reason, Sequence[str]] = {
    Reason.TOO_LARGE: (
        *("gzip-bomb", "deflate-bomb", "bare-deflate-bomb", "brotli-bomb", "zstd-bomb", "bomb-in-a-bomb"),
        *("zstd-in-brotli-bomb", "endless-body", "endless-chunks", "length-of-a-terabyte"),
    ),
    Reason.BAD_ENCODING: (
        *("three-encodings", "endless-gzip-members", "endless-zstd-frames", "plain-as-gzip", "gzip-as-brotli"),
        *("gzip-cut-off", "unknown-encoding"),
    ),
    Reason.TIMEOUT: (
        *("endless-interim-answers", "silent", "silent-in-its-headers", "silent-in-its-body", "slow-headers"),
        "slow-body",
    ),
    Reason.HTTP_SERVER_ERROR: (
        *("endless-headers", "endless-header", "no-http", "binary-garbage", "http-0.9", "no-status"),
        *("status-of-five-digits", "header-flood", "header-too-long", "length-below-zero", "two-lengths"),
        *("chunk-size-of-letters", "chunk-size-without-end"),
    ),
    Reason.CONNECTION_FAILED: (*("hangs-up", "cut-off-body", "chunk-larger-than-its-bytes", "chunks-without-an-end"),),
    Reason.EMPTY_BODY: ("empty",),
    Reason.NOT_HTML: ("a-document-as-a-page", "an-archive-as-a-page", "zeros-as-a-page", "a-page-as-a-film"),
    Reason.REDIRECT_LOOP: ("redirect-to-itself", "redirect-on-and-on", "markup-redirect-on-and-on"),
    Reason.FORBIDDEN_ADDRESS: (
        *("redirect-to-metadata", "redirect-to-another-port", "redirect-to-loopback-in-ipv6"),
        *("redirect-to-loopback-mapped", "redirect-to-loopback-in-hexadecimal", "redirect-to-loopback-by-name"),
        "markup-redirect-to-metadata",
    ),
    Reason.FORBIDDEN_SCHEME: ("redirect-to-a-file",),
    Reason.BAD_URL: (
        *("redirect-to-loopback-as-a-number", "redirect-to-loopback-in-octal", "redirect-with-a-user-name"),
        "redirect-to-no-address",
    ),
    Reason.TLS_ERROR: (
        *("certificate-expired", "certificate-of-another-name", "certificate-signed-by-itself", "tls-without-tls"),
    ),
}
# Before a page comes its robots.txt, and that cannot be had without TLS: those cases are asked for without one.
NO_TLS = ENDINGS[Reason.TLS_ERROR]
CASES = [
    pytest.param(name, reason, id=name) for reason, names in ENDINGS.items() for name in names if name not in NO_TLS
]
PASSING = {"nested-tags", "certificate-in-order"}


@pytest.fixture(scope="module")
def wing() -> Iterator[dict[str, str]]:
    with hostile_wing() as cases:
        yield cases


@pytest.fixture
async def client(wing: dict[str, str]) -> AsyncIterator[Client]:
    trusted = ssl.create_default_context(cafile=ISSUER)
    client = Client(contact_url="https://warta.example", allowed=addresses(wing), now=lambda: NOW, tls=trusted)
    await client.open()
    yield client
    await client.close()


@pytest.fixture
async def web(wing: dict[str, str]) -> AsyncIterator[Web]:
    web = Web(contact_url="https://warta.example", allowed=addresses(wing), now=lambda: NOW)
    await web.open()
    yield web
    await web.close()


async def once(client: Client, url: str) -> Fetched | Redirect:
    return await client.once(url, Ask(url, PATIENT, html=True), timeout_s=PATIENT.timeout_s)


async def refusal(client: Client, url: str) -> FetchRefused:
    with pytest.raises(FetchRefused) as refused:
        await once(client, url)
    return refused.value


@pytest.mark.parametrize(("case", "reason"), CASES)
async def test_every_wrong_ends_in_its_reason(web: Web, wing: dict[str, str], case: str, reason: Reason) -> None:
    with pytest.raises(FetchRefused) as refused:
        await web.get(Ask(wing[case], HASTY if reason is Reason.TIMEOUT else PATIENT, html=True))

    assert refused.value.reason is reason, refused.value.detail
    assert len(refused.value.detail) <= 300


def test_every_case_of_the_wing_has_its_ending(wing: dict[str, str]) -> None:
    assert {name for names in ENDINGS.values() for name in names} | PASSING == set(wing)


@pytest.mark.parametrize(
    ("case", "words"),
    [
        pytest.param("certificate-expired", "certificate expired", id="expired"),
        pytest.param("certificate-of-another-name", "certificate wrong name", id="another name"),
        pytest.param("certificate-signed-by-itself", "certificate self-signed", id="self-signed"),
        pytest.param("tls-without-tls", "handshake failed", id="no TLS at all"),
    ],
)
async def test_what_is_wrong_with_tls_is_told(client: Client, wing: dict[str, str], case: str, words: str) -> None:
    refused = await refusal(client, wing[case])

    assert refused.reason is Reason.TLS_ERROR
    assert refused.detail.startswith(words)


async def test_a_certificate_in_order_is_accepted(client: Client, wing: dict[str, str]) -> None:
    fetched = await once(client, wing["certificate-in-order"])

    assert isinstance(fetched, Fetched)
    assert b"Pyongyang" in fetched.body


async def test_200_000_nested_tags_are_fetched_and_end_at_the_cleaner(client: Client, wing: dict[str, str]) -> None:
    fetched = await once(client, wing["nested-tags"])

    assert isinstance(fetched, Fetched)
    with pytest.raises(Drop) as drop:
        clean_html(fetched.body, url="https://sarang.test/dalam", source="sarang", fetched_at=NOW, rules=load_rules())
    assert drop.value.reason is Reason.TOO_COMPLEX


async def test_a_name_that_moves_inside_is_refused_at_the_socket() -> None:
    class Rebinding(AbstractResolver):
        """Answers with the site itself at first, then with the address of cloud metadata."""

        def __init__(self) -> None:
            self.found = ["127.0.0.1"]

        async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
            address = self.found.pop() if self.found else "169.254.169.254"
            return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)]

        async def close(self) -> None: ...

    async with LocalSite() as site:
        site.answers["/"] = redirect("http://berubah.test:8099/")
        client = Client(
            contact_url="https://warta.example", allowed=[site.address], now=lambda: NOW, resolver=Rebinding()
        )
        await client.open()

        redirected = await once(client, f"http://berubah.test:{site.port}/")
        assert isinstance(redirected, Redirect)
        refused = await refusal(client, redirected.url)
        await client.close()

    assert (refused.reason, site.paths()) == (Reason.FORBIDDEN_ADDRESS, ["/"])


async def test_the_rest_of_the_crawl_goes_on_beside_all_of_them(wing: dict[str, str]) -> None:
    """Nobody waits for what hangs: the crawl is over when all else has ended."""
    hanging = {wing[name] for name in ENDINGS[Reason.TIMEOUT]}
    bad = [url for url in wing.values() if url not in hanging]
    async with LocalSite(answers={f"/{n}": answer(f"<p>Kabar {n}") for n in range(60)}) as good:
        urls = [*hanging, *bad, *(good.url(f"/{n}") for n in range(60))]
        web = Web(contact_url="https://warta.example", allowed=[*addresses(wing), good.address], now=lambda: NOW)
        crawl = Crawl(delay_s=0.0, timeout_s=60.0, max_bytes=MAX_BYTES)
        outlet = Outlet(id="sarang", name="Sarang", hosts=("127.0.0.1",), crawl=crawl)
        hosts = FakeHosts(FakeUrls([_due(url) for url in urls]))
        source = Fetch(
            hosts=hosts, urls=hosts.due, web=web, outlets=[outlet], leasing=fetching("f", idle_s=0.01), now=lambda: NOW
        )
        before = _peak_mb(reset=True)

        ends = await _outcomes(source, {url_key(url) for url in urls if url not in hanging})
        growth = _peak_mb() - before

    # Nobody here trusts the wing's issuer.
    no_tls = dict.fromkeys(("certificate-in-order", *NO_TLS), Reason.ROBOTS_UNREACHABLE)
    expected = {name: reason for reason, names in ENDINGS.items() for name in names} | no_tls | {"nested-tags": None}
    assert {name: ends[url_key(url)][1] for name, url in wing.items() if url in bad} == {
        name: expected[name] for name, url in wing.items() if url in bad
    }
    assert [ends[url_key(url)][0] for url in urls[-60:]] == [Outcome.PASSED] * 60
    assert growth < MAX_GROWTH_MB


def _due(url: str) -> DueUrl:
    return DueUrl(url=url, url_key=url_key(url), source="sarang", host=host_of(url), slot="1")


async def _outcomes(source: Fetch, wanted: set[str]) -> dict[str, tuple[Outcome, Reason | None]]:
    """How each address ended, by its key; the source is closed once all that are wanted have."""
    ends: dict[str, tuple[Outcome, Reason | None]] = {}
    await source.open()
    async with aclosing(source.emissions()) as emissions:
        async for emission in emissions:
            ends[emission.fate.subject] = (emission.fate.outcome, emission.fate.reason)
            await asyncio.to_thread(source.finish, [emission.done])
            if wanted <= ends.keys():
                break
    await source.close()
    return ends


def _peak_mb(*, reset: bool = False) -> float:
    """The most memory this process has held since the last reset. Source: proc(5), VmHWM and clear_refs."""
    if not STATUS.exists():
        pytest.skip("peak memory is read from Linux's /proc")
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
