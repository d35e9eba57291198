"""A check of all lists: what it has asked already, its end, and what the last check of each list found."""

from datetime import timedelta

from sqlalchemy import Engine

from schemas.checked import ListCheck, RobotsSay
from schemas.frontier import PollEntry, PollResult
from stores.frontier.check_runs import NO_RUN
from stores.frontier.store import Frontier
from tests.stores.samples import NOON

DAY_BEFORE = NOON - timedelta(days=1)


def check(url: str = "https://a.test/rss", result: PollResult = PollResult.READ, **facts: object) -> ListCheck:
    entry = PollEntry(url=url, source="a", channel="feed", at=NOON, result=result, detail="satu", found=3)
    return ListCheck(entry, **{"status": 200, "robots": RobotsSay.ALLOWED, "delay_s": 2.5} | facts)  # type: ignore[arg-type]


def test_a_run_without_an_end_goes_on(engine: Engine) -> None:
    runs = Frontier.open(engine).check_runs
    first = runs.begin(now=NOON, resume_from=DAY_BEFORE)
    runs.record(first.n, check())

    again = Frontier.open(engine).check_runs.begin(now=NOON + timedelta(hours=1), resume_from=DAY_BEFORE)

    assert first.done == frozenset()
    assert (again.n, again.started_at, again.done) == (first.n, NOON, {("a", "https://a.test/rss")})


def test_a_run_that_ended_or_is_old_begins_anew(engine: Engine) -> None:
    runs = Frontier.open(engine).check_runs
    first = runs.begin(now=NOON, resume_from=DAY_BEFORE)
    runs.record(first.n, check())
    late = runs.begin(now=NOON + timedelta(days=2), resume_from=NOON + timedelta(days=1))
    runs.end(late.n, at=NOON)
    after = runs.begin(now=NOON, resume_from=DAY_BEFORE)

    assert first.n < late.n < after.n
    assert late.done == after.done == frozenset()


def test_the_last_check_of_a_list_is_kept_whole(engine: Engine) -> None:
    frontier = Frontier.open(engine)
    frontier.check_runs.record(NO_RUN, check(result=PollResult.ERROR, status=404))
    last = check(latest=NOON)
    frontier.check_runs.record(NO_RUN, last)
    frontier.check_runs.record(NO_RUN, check("https://a.test/b", PollResult.STALE, delay_s=None))

    assert [each for each in frontier.check_runs.last() if each.entry.url == last.entry.url] == [last]
    assert frontier.checks.results() == {"https://a.test/rss": PollResult.READ, "https://a.test/b": PollResult.STALE}
    assert len(frontier.checks.history("a", limit=10)) == 3
