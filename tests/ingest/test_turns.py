"""A host's turns within a process and, by a book that processes share, among them."""

import asyncio
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from ingest.web.ask import Ask, RequestTerms
from ingest.web.errors import FetchRefused, HostRestingError, refuse_status
from ingest.web.turns import Turns
from ingest.web.web import Web
from runtime.state import StoreUnavailableError
from schemas.outcomes import Reason
from tests.ingest.clock import NOW, Clock
from tests.ingest.local_site import LocalSite, answer, redirect

HOST = "kabar.test"


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@dataclass
class FakeBook:
    """Answers each wish for a turn with the next of `says`, then with yes; writes down what it is told."""

    says: list[datetime | StoreUnavailableError | None] = field(default_factory=list)
    asked: list[tuple[str, float]] = field(default_factory=list)
    """Host and delay of each turn that was wished for."""
    ended: list[tuple[str, datetime]] = field(default_factory=list)

    def take(self, host: str, by: str, *, now: datetime, delay_s: float, ttl_s: float) -> datetime | None:
        self.asked.append((host, delay_s))
        said = self.says.pop(0) if self.says else None
        if isinstance(said, StoreUnavailableError):
            raise said
        return said

    def end(self, host: str, by: str, *, ready_at: datetime) -> None:
        self.ended.append((host, ready_at))


@dataclass
class Site:
    """Writes down when it was asked; every answer takes `takes_s`, or is the refusal."""

    clock: Clock
    takes_s: float = 0.0
    refused: FetchRefused | None = None
    times: list[float] = field(default_factory=list)

    async def request(self) -> None:
        self.times.append((self.clock.at - NOW).total_seconds())
        await self.clock.sleep(self.takes_s)
        if self.refused:
            raise self.refused


async def ask(turns: Turns, site: Site, terms: RequestTerms, times: int = 1, *, ms: float = 1.0) -> None:
    for _ in range(times):
        async with turns.turn(HOST, terms, timeout_s=30.0) as turn:
            await site.request()
            turn.answered(ms=ms)


async def test_the_delay_counts_from_the_answer(clock: Clock) -> None:
    site = Site(clock, takes_s=0.5)

    await ask(Turns(now=clock.now, sleep=clock.sleep), site, RequestTerms(delay_s=2.0), times=3)

    assert site.times == [0.0, 2.5, 5.0]


async def test_a_host_that_takes_long_rests_as_long(clock: Clock) -> None:
    site = Site(clock)

    await ask(Turns(now=clock.now, sleep=clock.sleep), site, RequestTerms(delay_s=2.0), times=2, ms=7000.0)

    assert site.times == [0.0, 7.0]


async def test_the_delay_that_an_answer_asks_for_holds_at_once(clock: Clock) -> None:
    turns, site = Turns(now=clock.now, sleep=clock.sleep), Site(clock)

    async with turns.turn(HOST, RequestTerms(delay_s=2.0), timeout_s=30.0) as turn:
        turn.answered(ms=1.0, asks_delay_s=10.0)
    await ask(turns, site, RequestTerms(delay_s=2.0))

    assert site.times == [10.0]


async def test_one_request_at_a_time_is_made_of_a_host(clock: Clock) -> None:
    turns, site = Turns(now=clock.now, sleep=clock.sleep), Site(clock, takes_s=0.5)

    await asyncio.gather(*(ask(turns, site, RequestTerms(delay_s=2.0)) for _ in range(3)))

    assert site.times == [0.0, 2.5, 5.0]


async def test_a_turn_that_another_process_has_is_waited_for(clock: Clock) -> None:
    book, site = FakeBook(says=[after(3), after(4.5), None]), Site(clock)

    await ask(Turns(now=clock.now, book=book, sleep=clock.sleep), site, RequestTerms(delay_s=2.0))

    assert site.times == [4.5]
    assert book.asked == [(HOST, 2.0)] * 3
    assert book.ended == [(HOST, after(6.5))]


async def test_a_longer_wait_is_not_begun_and_the_place_in_line_is_kept(clock: Clock) -> None:
    book, site = FakeBook(says=[after(30), after(30)]), Site(clock)

    with pytest.raises(HostRestingError, match=r"kabar\.test rests until 09:00:30"):
        await ask(Turns(now=clock.now, book=book, sleep=clock.sleep), site, RequestTerms(delay_s=2.0, patience_s=5.0))

    assert site.times == []
    assert len(book.asked) == 2


async def test_a_rest_that_only_this_process_knew_of_is_told_to_the_others(clock: Clock) -> None:
    book, site = FakeBook(), Site(clock)
    turns = Turns(now=clock.now, book=book, sleep=clock.sleep)
    turns.rest(HOST, after(600))

    with pytest.raises(HostRestingError):
        await ask(turns, site, RequestTerms(delay_s=2.0, patience_s=5.0))

    assert book.ended == [(HOST, after(600))]


@pytest.mark.parametrize(
    ("refused", "rest_s"),
    [
        pytest.param(refuse_status(429, retry_after_s=600.0), 600.0, id="Retry-After"),
        pytest.param(refuse_status(503), 4.0, id="twice the delay after a push-back"),
        pytest.param(refuse_status(404), 2.0, id="the delay after any other answer"),
        pytest.param(FetchRefused(Reason.CONNECTION_FAILED, "", retry=True), 2.0, id="the delay after none"),
    ],
)
async def test_the_rest_that_a_host_asks_for_is_told_to_all(clock: Clock, refused: FetchRefused, rest_s: float) -> None:
    book, site = FakeBook(), Site(clock, refused=refused)

    with pytest.raises(FetchRefused):
        await ask(Turns(now=clock.now, book=book, sleep=clock.sleep), site, RequestTerms(delay_s=2.0))

    assert book.ended == [(HOST, after(rest_s))]


@pytest.mark.parametrize(
    ("terms", "refused", "written"),
    [
        pytest.param(RequestTerms(leased=True), None, 0, id="a page of a leased host without a delay: nothing"),
        pytest.param(RequestTerms(delay_s=1.0, leased=True), None, 2, id="a page of one with a delay"),
        pytest.param(RequestTerms(), None, 2, id="a list, whose host nobody leased"),
        pytest.param(RequestTerms(leased=True), refuse_status(429, retry_after_s=9.0), 1, id="a rest that is learnt"),
    ],
)
async def test_only_hosts_that_rest_cost_writes(
    clock: Clock, terms: RequestTerms, refused: FetchRefused | None, written: int
) -> None:
    book = FakeBook()

    with pytest.raises(FetchRefused) if refused else nullcontext():
        await ask(Turns(now=clock.now, book=book, sleep=clock.sleep), Site(clock, refused=refused), terms)

    assert len(book.asked) + len(book.ended) == written


async def test_a_store_that_is_down_leaves_the_host_alone_until_it_is_back(clock: Clock) -> None:
    down = StoreUnavailableError("database is locked")
    book, site = FakeBook(says=[down, down, None]), Site(clock)

    await ask(Turns(now=clock.now, book=book, sleep=clock.sleep), site, RequestTerms(delay_s=2.0))

    assert site.times == [2.0]


async def test_a_request_that_is_cut_off_counts_as_made(clock: Clock) -> None:
    book = FakeBook()
    turns = Turns(now=clock.now, book=book, sleep=clock.sleep)
    begun = asyncio.Event()

    async def hangs() -> None:
        async with turns.turn(HOST, RequestTerms(delay_s=2.0), timeout_s=30.0):
            begun.set()
            await asyncio.Event().wait()

    asking = asyncio.create_task(hangs())
    await begun.wait()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)

    assert book.ended == [(HOST, after(2.0))]


def seen(book: FakeBook) -> Sequence[float]:
    return [(at - NOW).total_seconds() for _, at in book.ended]


async def test_robots_txt_and_redirects_take_turns_too_by_the_crawl_delay_it_states(
    site: LocalSite, clock: Clock
) -> None:
    site.answers |= {
        "/robots.txt": answer("User-agent: *\nCrawl-delay: 10"),
        "/1": redirect("/2"),
        "/2": answer("<!doctype html><p>Kabar"),
    }
    book = FakeBook()
    turns = Turns(now=clock.now, book=book, sleep=clock.sleep)
    web = Web(contact_url="https://warta.example", allowed=[site.address], now=clock.now, turns=turns)
    await web.open()

    await web.get(Ask(site.url("/1"), html=True, terms=RequestTerms(delay_s=2.0)))
    await web.close()

    assert site.paths() == ["/robots.txt", "/1", "/2"]
    assert seen(book) == [10.0, 20.0, 30.0]
    assert [delay_s for _, delay_s in book.asked] == [2.0, 10.0, 10.0]


async def test_a_robots_txt_takes_a_turn_even_for_who_holds_the_lease(site: LocalSite, clock: Clock) -> None:
    site.answers |= {"/robots.txt": redirect("/aturan.txt"), "/1": answer("<!doctype html><p>Kabar")}
    book = FakeBook()
    turns = Turns(now=clock.now, book=book, sleep=clock.sleep)
    web = Web(contact_url="https://warta.example", allowed=[site.address], now=clock.now, turns=turns)
    await web.open()

    await web.get(Ask(site.url("/1"), html=True, terms=RequestTerms(leased=True)))
    await web.close()

    assert site.paths() == ["/robots.txt", "/aturan.txt", "/1"]
    assert len(book.asked) == len(book.ended) == 2


async def test_a_redirect_to_a_host_that_rests_is_tried_again_later(site: LocalSite, clock: Clock) -> None:
    async with LocalSite(answers={"/2": answer("<!doctype html><p>Kabar")}) as other:
        site.answers["/1"] = redirect(other.url("/2"))
        turns = Turns(now=clock.now, sleep=clock.sleep)
        turns.rest(other.address, after(3600))
        web = Web(
            contact_url="https://warta.example", allowed=[site.address, other.address], now=clock.now, turns=turns
        )
        await web.open()

        with pytest.raises(FetchRefused) as refused:
            await web.get(Ask(site.url("/1"), html=True))
        await web.close()

    assert (refused.value.reason, refused.value.retry, refused.value.redirected) == (Reason.HOST_RESTING, True, True)
    assert refused.value.retry_after_s == 3600.0
    assert other.paths() == []
