"""One sentence for every condition of a pipeline, from facts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from schemas.outcomes import Reason
from serve.condition import ConditionFacts, UnreadRecords, condition
from stores.frontier.health import PollHealth, SourceHealth

NOW = datetime(2026, 3, 12, 15, 20, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THIS_HOUR = NOW.replace(minute=0)
STEPS = ("discover", "fetch", "clean")


def poll(reason: Reason | None = None, detail: str = "", *, n: int = 0, was_made: bool = True) -> PollHealth:
    at = NOW if was_made else None
    failures = 0 if reason is None else 3
    return PollHealth(f"https://kabar.example/{n}", "feed", at, reason, detail, failures, NOW + HOUR, found=30)


def source(n: int, *polls: PollHealth) -> SourceHealth:
    return SourceHealth(f"kabar{n}", polls, polls[0], 0, NOW + HOUR, 30, NOW)


def hours(a_day: Mapping[int, int], *, days: int, silent: int = 0) -> dict[datetime, int]:
    """So many articles in each hour of the day (UTC), over some days until now, but for the last hours."""
    past = [THIS_HOUR - n * HOUR for n in range(days * 24)]
    return {hour: a_day.get(hour.hour, 0) for hour in past[silent + 1 :] if a_day.get(hour.hour, 0)}


READ = poll()
NO_NAME = poll(Reason.CONNECTION_FAILED, "the name does not resolve: Temporary failure in name resolution")
NO_ROBOTS = poll(Reason.ROBOTS_UNREACHABLE, "robots.txt: connection_failed: the name does not resolve: kabar.example")
SLOW = poll(Reason.TIMEOUT, "no answer within 30 s")
PUT_OFF = poll(Reason.HOST_RESTING, "kabar.example rests until 15:30:00")
EVERY_HOUR = dict.fromkeys(range(24), 12)
WELL = ConditionFacts(
    now=NOW,
    running=(*STEPS, "serve"),
    steps=STEPS,
    polled=39,
    outlets="39 polled, 177 never verified, 31 paused",
    sources=[source(n, READ) for n in range(39)],
    articles=hours(EVERY_HOUR, days=8) | {THIS_HOUR: 7},
    last_article_at=NOW - timedelta(minutes=4),
    last_hour=7,
)


def away(*polls: PollHealth, count: int = 39) -> ConditionFacts:
    ill = [source(n, *polls) for n in range(count)]
    return replace(WELL, sources=ill + [source(n, READ) for n in range(count, 39)])


def silent_for(n: int, articles: dict[datetime, int]) -> ConditionFacts:
    return replace(WELL, articles=articles, last_article_at=NOW - n * HOUR - timedelta(minutes=5), last_hour=0)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        pytest.param(
            replace(WELL, unreadable=["fates: the file is locked", "no Kafka at 10.0.0.1:9092"]),
            "fates: the file is locked; no Kafka at 10.0.0.1:9092",
            id="unreadable",
        ),
        pytest.param(replace(WELL, running=(), is_starting=True), "the pipeline is starting", id="starting"),
        pytest.param(replace(WELL, running=()), "nothing runs: `warta run` starts the pipeline", id="nothing runs"),
        pytest.param(
            replace(WELL, running={"serve"}), "nothing else runs: `warta run` starts the pipeline", id="the page alone"
        ),
        pytest.param(replace(WELL, running={"discover", "clean"}), "fetch does not run", id="a step is missing"),
        pytest.param(replace(WELL, running={"clean"}), "discover and fetch do not run", id="steps are missing"),
        pytest.param(
            replace(WELL, broken="watches/a.toml:3: threshold: must be above 0"),
            "the configuration is broken, the earlier one stays in force: watches/a.toml:3: threshold: must be above 0",
            id="broken configuration",
        ),
        pytest.param(
            replace(WELL, breakers=["clean"]),
            "too many dead letters: clean stopped, see `warta letters list`",
            id="a breaker is open",
        ),
        pytest.param(
            replace(WELL, polled=0, sources=(), outlets="0 polled, 177 never verified, 31 paused"),
            "no outlet is polled: 0 polled, 177 never verified, 31 paused; `warta sources check --live` verifies them",
            id="nothing is polled",
        ),
        pytest.param(away(NO_NAME), "39 of 39 sources cannot be reached: names do not resolve", id="no names"),
        pytest.param(away(NO_ROBOTS), "39 of 39 sources cannot be reached: names do not resolve", id="no robots.txt"),
        pytest.param(
            away(NO_NAME, PUT_OFF), "39 of 39 sources cannot be reached: names do not resolve", id="a poll put off"
        ),
        pytest.param(
            away(SLOW, count=20), "20 of 39 sources cannot be reached: no answer in time", id="more than half"
        ),
        pytest.param(
            away(poll(Reason.TLS_ERROR, "expired: x")),
            "39 of 39 sources cannot be reached: no trusted connection",
            id="no certificate",
        ),
        pytest.param(
            away(poll(Reason.CONNECTION_FAILED, "Connection refused")),
            "39 of 39 sources cannot be reached: connections fail",
            id="refused",
        ),
        pytest.param(
            replace(WELL, unread=[UnreadRecords("clean", 1200, 7300.0), UnreadRecords("texts", 1, 4000.0)]),
            "clean has 1,200 records unread, the oldest for 2 h",
            id="a step stands still",
        ),
        pytest.param(
            silent_for(3, hours(EVERY_HOUR, days=8, silent=3)),
            "no article for 3 h, 12 an hour are usual",
            id="silence over days that are known",
        ),
        pytest.param(
            silent_for(3, hours(EVERY_HOUR, days=1, silent=3)),
            "no article for 3 h, 12 an hour are usual",
            id="silence on the first day",
        ),
        pytest.param(
            silent_for(200, hours(EVERY_HOUR, days=15, silent=200)),
            "no article for 200 h, 12 an hour are usual",
            id="silence of over a week",
        ),
        pytest.param(
            silent_for(3, hours(EVERY_HOUR | {n: 40 for n in range(8)}, days=8, silent=3)),
            "no article for 3 h, 12 an hour are usual",
            id="other hours of the day do not count",
        ),
    ],
)
def test_red_says_what_is_wrong(facts: ConditionFacts, sentence: str) -> None:
    told = condition(facts)

    assert (told.is_green, told.sentence) == (False, sentence)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        pytest.param(WELL, "7 articles in the last hour, 39 of 39 sources answer", id="well"),
        pytest.param(
            replace(WELL, running=None), "7 articles in the last hour, 39 of 39 sources answer", id="on a cluster"
        ),
        pytest.param(
            replace(WELL, sources=[source(0, poll(was_made=False))], articles={}, last_article_at=None, last_hour=0),
            "0 articles in the last hour, no source has been asked yet",
            id="just started",
        ),
        pytest.param(
            away(NO_NAME, count=3), "7 articles in the last hour, 36 of 39 sources answer", id="some are away"
        ),
        pytest.param(
            away(NO_NAME, READ), "7 articles in the last hour, 39 of 39 sources answer", id="one list of each answers"
        ),
        pytest.param(
            away(poll(Reason.HTTP_SERVER_ERROR, "HTTP 503")),
            "7 articles in the last hour, 39 of 39 sources answer",
            id="an error is an answer",
        ),
        pytest.param(
            silent_for(3, hours({n: 20 for n in range(10)}, days=8, silent=3)),
            "0 articles in the last hour, 39 of 39 sources answer",
            id="a quiet time of every day",
        ),
        pytest.param(
            silent_for(3, hours({n: 1 for n in range(24)}, days=8, silent=3)),
            "0 articles in the last hour, 39 of 39 sources answer",
            id="a watch that finds little",
        ),
        pytest.param(
            silent_for(3, {THIS_HOUR - n * HOUR: 12 for n in range(4, 9)}),
            "0 articles in the last hour, 39 of 39 sources answer",
            id="too little is known",
        ),
        pytest.param(
            replace(WELL, unread=[UnreadRecords("clean", 9, 600.0)]),
            "7 articles in the last hour, 39 of 39 sources answer",
            id="a little behind",
        ),
    ],
)
def test_green_says_what_flows(facts: ConditionFacts, sentence: str) -> None:
    told = condition(facts)

    assert (told.is_green, told.sentence) == (True, sentence)


def test_days_without_a_pipeline_do_not_make_silence_usual() -> None:
    week = hours(EVERY_HOUR, days=8, silent=3)
    stood = {hour: count for hour, count in week.items() if not THIS_HOUR - 3 * DAY <= hour < THIS_HOUR - DAY}

    assert condition(silent_for(3, stood)).sentence == "no article for 3 h, 12 an hour are usual"


def test_what_explains_most_is_said_first() -> None:
    all_wrong = replace(
        away(NO_NAME), unread=[UnreadRecords("clean", 9, 7300.0)], running={"clean"}, breakers=["clean"]
    )

    assert condition(all_wrong).sentence == "discover and fetch do not run"
    assert condition(replace(all_wrong, running=STEPS, breakers=[])).sentence.startswith("39 of 39 sources")


def test_what_is_paused_is_told_and_is_no_fault() -> None:
    paused = replace(WELL, paused=("step clean", "host kabar.example"))
    late = replace(paused, unread=[UnreadRecords("clean", 900, 7200.0)])
    silent = replace(late, last_article_at=NOW - 9 * HOUR, last_hour=0)

    assert condition(paused).sentence == (
        "7 articles in the last hour, 39 of 39 sources answer; paused: step clean, host kabar.example"
    )
    assert [condition(facts).is_green for facts in (paused, late, silent)] == [True] * 3
    assert not condition(replace(late, paused=("host kabar.example",))).is_green
