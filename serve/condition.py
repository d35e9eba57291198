"""The condition of a pipeline: one sentence, red or green, from what stores, log and run directory tell."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from pydantic import BaseModel

from ingest.web.errors import UNREACHABLE
from schemas.outcomes import Reason
from stores.frontier.health import PollHealth, SourceHealth

HOUR = timedelta(hours=1)
DAY_HOURS = 24
DAYS = 7
# From here on the median over days stands above one odd day; before it, the quietest time so far is taken.
ENOUGH_DAYS = 3
ENOUGH_HOURS = 12
# If so many are usual, none at all comes by chance once in three thousand times.
TOO_MANY_TO_MISS = 8
TOO_OLD_S = 3600.0
NOT_ASKED = Reason.HOST_RESTING.value
NO_NAMES, NO_ANSWER, NO_TLS, NO_CONNECTION = (
    "names do not resolve",
    "no answer in time",
    "no trusted connection",
    "connections fail",
)


@dataclass(frozen=True)
class UnreadRecords:
    """What a step that takes live records has yet to read, and for how long the oldest has waited."""

    step: str
    records: int
    oldest_s: float


@dataclass(frozen=True, kw_only=True)
class ConditionFacts:
    """`unreadable`: what a store or the log says that cannot be read. `running`: steps with a process, None where they
    may run elsewhere, and `steps`: those that a whole pipeline has. `broken`: why the files of `config/` are not
    taken. `breakers`: steps whose breaker is open. `sources`: of the outlets that are polled. `articles`: stored in
    each hour of the last days, by its beginning; `last_article_at`: the minute of the newest of them; `last_hour`: how
    many came within the last 60 minutes."""

    now: datetime
    unreadable: Sequence[str] = ()
    running: Collection[str] | None = None
    is_starting: bool = False
    """Whether a supervisor is about to run steps of which none answers yet."""
    steps: Sequence[str] = ()
    broken: str = ""
    breakers: Sequence[str] = ()
    polled: int = 0
    outlets: str = ""
    sources: Sequence[SourceHealth] = ()
    articles: Mapping[datetime, int]
    last_article_at: datetime | None = None
    last_hour: int = 0
    unread: Sequence[UnreadRecords] = ()
    paused: Sequence[str] = ()
    """Steps, sources and hosts that somebody paused, as `step clean`."""


class Condition(BaseModel):
    """`outlets` counts those that are polled, never verified and paused."""

    at: datetime
    is_green: bool
    sentence: str
    outlets: str

    @property
    def colour(self) -> str:
        return "green" if self.is_green else "red"


def condition(facts: ConditionFacts) -> Condition:
    """Red with the first thing that is wrong, the one that explains most; else green with what flows."""
    wrong = next(filter(None, _wrong(facts)), None)
    sentence = what_flows(facts) if wrong is None else wrong
    if facts.paused:
        sentence += f"; paused: {', '.join(facts.paused)}"
    return Condition(at=facts.now, is_green=wrong is None, sentence=sentence, outlets=facts.outlets)


def _wrong(facts: ConditionFacts) -> Iterable[str | None]:
    yield "; ".join(facts.unreadable)
    yield _stopped(facts)
    yield facts.broken and f"the configuration is broken, the earlier one stays in force: {facts.broken}"
    yield _tripped(facts.breakers) if facts.breakers else None
    yield _nothing_polled(facts)
    yield _unreachable(facts)
    yield _standing_still(facts)
    yield _silent(facts)


def what_flows(facts: ConditionFacts) -> str:
    came = f"{_counted(facts.last_hour, 'article')} in the last hour"
    asked = [source for source in facts.sources if made(source)]
    away = sum(cause_of(source) is not None for source in asked)
    if not asked:
        return f"{came}, no source has been asked yet"
    return f"{came}, {len(asked) - away} of {len(asked)} sources answer"


def _stopped(facts: ConditionFacts) -> str | None:
    if facts.running is None:
        return None
    missing = [step for step in facts.steps if step not in facts.running]
    if facts.is_starting:
        return "the pipeline is starting"
    if missing and len(missing) == len(facts.steps):
        return f"nothing {'else ' if facts.running else ''}runs: `warta run` starts the pipeline"
    return f"{_listed(missing)} {'does' if len(missing) == 1 else 'do'} not run" if missing else None


def _tripped(steps: Sequence[str]) -> str:
    return f"too many dead letters: {_listed(steps)} stopped, see `warta letters list`"


def _nothing_polled(facts: ConditionFacts) -> str | None:
    if facts.polled or not facts.outlets:
        return None
    return f"no outlet is polled: {facts.outlets}; `warta sources check --live` verifies them"


def made(source: SourceHealth) -> Sequence[PollHealth]:
    """Its polls that were made; one that was put off says nothing."""
    return [poll for poll in source.polls if poll.last_at is not None and poll.last_reason != NOT_ASKED]


def cause_of(source: SourceHealth) -> str | None:
    """Why a source cannot be reached; None if one of its lists can."""
    causes = [_cause(poll) for poll in made(source)]
    told = [cause for cause in causes if cause is not None]
    return Counter(told).most_common(1)[0][0] if told and len(told) == len(causes) else None


def _cause(poll: PollHealth) -> str | None:
    reason, detail = poll.last_reason, poll.last_detail
    if reason not in UNREACHABLE:
        return None
    # An unreachable robots.txt says in its detail why.
    for cause, said in ((NO_NAMES, "does not resolve"), (NO_ANSWER, Reason.TIMEOUT), (NO_TLS, Reason.TLS_ERROR)):
        if said in detail or said == reason:
            return cause
    return NO_CONNECTION


def _unreachable(facts: ConditionFacts) -> str | None:
    """Where more than half of the sources are away: one that is, is no outage."""
    asked = [source for source in facts.sources if made(source)]
    causes = Counter(filter(None, map(cause_of, asked)))
    if 2 * causes.total() <= len(asked):
        return None
    return f"{causes.total()} of {_counted(len(asked), 'source')} cannot be reached: {causes.most_common(1)[0][0]}"


def _standing_still(facts: ConditionFacts) -> str | None:
    # What is paused stands still as it was told to, and whatever waits for it.
    going = [each for each in facts.unread if f"step {each.step}" not in facts.paused]
    late = max(going, key=lambda each: each.oldest_s, default=None)
    if late is None or late.oldest_s < TOO_OLD_S:
        return None
    return f"{late.step} has {_counted(late.records, 'record')} unread, the oldest for {late.oldest_s / 3600:.0f} h"


def _silent(facts: ConditionFacts) -> str | None:
    if facts.last_article_at is None or any(each.startswith("step ") for each in facts.paused):
        return None
    hours = int((facts.now - facts.last_article_at) / HOUR)
    this = facts.now.replace(minute=0, second=0, microsecond=0)
    # What is usual is asked of the first day of a longer silence.
    silent = [this - n * HOUR for n in range(hours, max(0, hours - DAY_HOURS), -1)]
    expected = usual(facts.articles, silent) if silent else 0.0
    if expected < TOO_MANY_TO_MISS:
        return None
    return f"no article for {hours} h, {expected / len(silent):.0f} an hour are usual"


def usual(articles: Mapping[datetime, int], silent: Sequence[datetime]) -> float:
    """How many articles came in the same hours of the days before, as their median: a night is as quiet as nights are.

    With fewer than three such days: in the quietest stretch of as many hours so far. 0 if there is too little to go on.
    `silent`: hours in a row, by their beginning, at most 24.
    """
    # The hour in which it began is not whole.
    began = min(articles, default=silent[0]) + HOUR
    days = [timedelta(days=n) for n in range(1, DAYS + 1) if silent[0] - timedelta(days=n) >= began]
    if len(days) >= ENOUGH_DAYS:
        return float(median(sum(articles.get(hour - day, 0) for hour in silent) for day in days))
    hours = range(int((silent[0] - began) / HOUR))
    past = [articles.get(began + n * HOUR, 0) for n in hours]
    if len(past) < max(ENOUGH_HOURS, len(silent)):
        return 0.0
    return float(min(sum(past[n : n + len(silent)]) for n in hours[: len(past) - len(silent) + 1]))


def _listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
