"""robots.txt: what each answer to it means, and that it is asked for once."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from ingest.web.ask import Ask, RequestLimits, RequestTerms
from ingest.web.errors import FetchRefused, refuse_status
from ingest.web.fetched import Fetched
from ingest.web.robots import CACHE_S, MAX_ORIGINS, RETRY_S, ReadDelay, Robots
from ingest.web.web import Web
from schemas.outcomes import Reason
from tests.ingest.local_site import LocalSite, answer

RULES = b"""
User-agent: *
Disallow: /tertutup/
Crawl-delay: 4

User-agent: Googlebot
Disallow: /
"""
PAGE = "https://berita.test/dunia/1"


@dataclass
class FakeWeb:
    """Gives `answer` for every robots.txt, or raises it; `now` moves by hand."""

    answer: bytes | FetchRefused = RULES
    asked: list[str] = field(default_factory=list)
    now: datetime = datetime(2025, 4, 28, 9, 0, tzinfo=UTC)
    rest_s: float = 0.0
    """What the last answer asked for between two requests."""

    async def get(self, url: str, terms: RequestTerms, read_delay: ReadDelay) -> Fetched:
        self.asked.append(url)
        await asyncio.sleep(0)
        if isinstance(self.answer, FetchRefused):
            raise self.answer
        fetched = Fetched(200, {}, self.answer, url, (), 1.0)
        self.rest_s = read_delay(fetched)
        return fetched

    def robots(self) -> Robots:
        return Robots(get=self.get, agent="Warta", now=lambda: self.now)


async def reason(robots: Robots, url: str = PAGE) -> Reason | None:
    try:
        await robots.require(url, RequestTerms())
    except FetchRefused as refused:
        return refused.reason
    return None


async def test_what_is_disallowed_is_refused_and_the_rest_is_not() -> None:
    web = FakeWeb()
    robots = web.robots()

    assert await reason(robots, "https://berita.test/tertutup/1") is Reason.ROBOTS_DISALLOWED
    assert await reason(robots, PAGE) is None
    assert await robots.require(PAGE, RequestTerms()) == 4.0
    assert web.rest_s == 4.0


async def test_all_who_wait_for_one_robots_txt_get_its_answer() -> None:
    web = FakeWeb()
    robots = web.robots()

    results = await asyncio.gather(*(reason(robots, f"https://berita.test/tertutup/{n}") for n in range(12)))

    assert results == [Reason.ROBOTS_DISALLOWED] * 12
    assert web.asked == ["https://berita.test/robots.txt"]


async def test_each_origin_has_its_own() -> None:
    web = FakeWeb()
    robots = web.robots()

    await reason(robots, "https://berita.test:8443/1")
    await reason(robots, "http://berita.test/1")

    assert web.asked == ["https://berita.test:8443/robots.txt", "http://berita.test/robots.txt"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(refuse_status(404), None, id="not there: all is allowed"),
        pytest.param(refuse_status(403), None, id="denied: all is allowed"),
        pytest.param(refuse_status(410), None, id="gone: all is allowed"),
        pytest.param(FetchRefused(Reason.EMPTY_BODY, "", retry=True), None, id="empty: all is allowed"),
        pytest.param(FetchRefused(Reason.REDIRECT_LOOP, ""), None, id="redirects nowhere: all is allowed"),
        pytest.param(b"\xff\xfe\x00 bukan teks", None, id="binary: all is allowed"),
        pytest.param(b"<html>Disallow: /</html>", None, id="a web page: all is allowed"),
        pytest.param(b"\xef\xbb\xbfUser-agent: *\nDisallow: /", Reason.ROBOTS_DISALLOWED, id="a byte order mark"),
        pytest.param(b"User-agent: warta\nDisallow: /", Reason.ROBOTS_DISALLOWED, id="our name in small letters"),
        pytest.param(refuse_status(500), Reason.ROBOTS_UNREACHABLE, id="server error: wait"),
        pytest.param(refuse_status(429), Reason.ROBOTS_UNREACHABLE, id="too many: wait"),
        pytest.param(FetchRefused(Reason.TIMEOUT, "", retry=True), Reason.ROBOTS_UNREACHABLE, id="timeout: wait"),
        pytest.param(FetchRefused(Reason.TOO_LARGE, ""), Reason.ROBOTS_UNREACHABLE, id="too large: wait"),
        pytest.param(
            FetchRefused(Reason.FORBIDDEN_ADDRESS, ""), Reason.FORBIDDEN_ADDRESS, id="the host itself is forbidden"
        ),
        pytest.param(
            FetchRefused(Reason.FORBIDDEN_ADDRESS, "", redirected=True), None, id="redirects inside: all is allowed"
        ),
        pytest.param(
            FetchRefused(Reason.FORBIDDEN_SCHEME, "", redirected=True), None, id="redirects to a file: all is allowed"
        ),
        pytest.param(
            FetchRefused(Reason.TIMEOUT, "", retry=True, redirected=True),
            Reason.ROBOTS_UNREACHABLE,
            id="redirects to where nobody answers: wait",
        ),
    ],
)
async def test_every_answer_has_a_meaning(answer: bytes | FetchRefused, expected: Reason | None) -> None:
    assert await reason(FakeWeb(answer).robots()) is expected


async def test_an_answer_holds_for_an_hour() -> None:
    web = FakeWeb()
    robots = web.robots()

    await reason(robots)
    web.now += timedelta(seconds=CACHE_S - 1)
    await reason(robots)
    asked_within = len(web.asked)
    web.now += timedelta(seconds=1)
    await reason(robots)

    assert (asked_within, len(web.asked)) == (1, 2)


async def test_an_unreachable_one_is_asked_for_again_after_a_minute() -> None:
    web = FakeWeb(refuse_status(503, retry_after_s=5.0))
    robots = web.robots()

    before = [await reason(robots), await reason(robots)]
    web.now += timedelta(seconds=RETRY_S)
    web.answer = RULES
    after = await reason(robots)

    assert (before, after) == ([Reason.ROBOTS_UNREACHABLE] * 2, None)
    assert len(web.asked) == 2


async def test_a_wait_that_is_cancelled_leaves_the_others_theirs() -> None:
    web = FakeWeb()
    robots = web.robots()
    first = asyncio.create_task(reason(robots))
    second = asyncio.create_task(reason(robots))
    await asyncio.sleep(0)

    first.cancel()

    assert await second is None


async def test_the_cache_forgets_whom_it_did_not_need_for_longest() -> None:
    web = FakeWeb()
    robots = web.robots()

    for n in range(MAX_ORIGINS):
        await reason(robots, f"https://b{n}.test/")
    await reason(robots, "https://b0.test/")
    await reason(robots, "https://baru.test/")
    await reason(robots, "https://b0.test/")
    await reason(robots, "https://b1.test/")

    assert web.asked[MAX_ORIGINS:] == ["https://baru.test/robots.txt", "https://b1.test/robots.txt"]


@pytest.mark.parametrize(
    ("group", "ours"),
    [
        ("Warta", True),
        ("warta", True),
        ("Warta/0.1", True),
        ("Warta/2.0 (+https://x.example)", True),
        ("Warta bot", True),
        ("*", True),
        ("War", False),
        ("Wartawan", False),
        ("Kabar-Warta", False),
        ("Warta-news", False),
        ("", False),
    ],
)
async def test_a_group_is_ours_by_its_product_token(group: str, ours: bool) -> None:
    robots = FakeWeb(answer=f"User-agent: {group}\nDisallow: /".encode()).robots()

    assert (await reason(robots) is Reason.ROBOTS_DISALLOWED) is ours


async def test_a_group_of_our_own_stands_before_that_of_all() -> None:
    text = b"User-agent: *\nDisallow: /\n\nUser-agent: Lain\nUser-agent: Warta/1.0\nDisallow: /tertutup/"

    assert await reason(FakeWeb(answer=text).robots()) is None


async def test_a_robots_txt_that_never_ends_is_read_up_to_its_limit(web: Web, site: LocalSite) -> None:
    rules = b"User-agent: *\nDisallow: /tertutup/\n" + b"# catatan\n" * 100_000
    site.answers["/robots.txt"] = answer(rules, length=10**12)
    site.hangs.add("/robots.txt")
    site.answers["/berita/1"] = answer("<!doctype html><title>Kabar</title><p>Kapal tiba.")
    await web.open()

    assert (await web.get(Ask(site.url("/berita/1"), RequestLimits(), html=True))).status == 200
    with pytest.raises(FetchRefused, match="robots_disallowed"):
        await web.get(Ask(site.url("/tertutup/1"), RequestLimits(), html=True))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"User-agent: Warta\rDisallow: /\r", id="lines end in CR"),
        pytest.param(b"\xef\xbb\xbfUser-agent: Warta\nDisallow: /", id="a mark first"),
        pytest.param("User-agent: Warta\nDisallow: /".encode("utf-16"), id="UTF-16"),
        pytest.param(b"useragent: warta # kami\nDisallow: /", id="misspelt, with a comment"),
    ],
)
async def test_a_robots_txt_with_faults_is_obeyed(text: bytes) -> None:
    assert await reason(FakeWeb(answer=text).robots()) is Reason.ROBOTS_DISALLOWED
