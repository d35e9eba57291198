"""Reads the facts that tell a pipeline's condition: what its stores, its log and its run directory say now."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from broker.port import BrokerError, PartitionLag
from catalogue.coverage import OutletStanding, standing, told_coverage
from catalogue.outlets import load_outlets
from catalogue.toml_file import CatalogueError
from pipeline.config_version import in_force_of
from pipeline.settings import Settings
from pipeline.topology import BY_NAME, READERS, STEPS
from pipeline.wiring.log import names
from runtime.breaker import read_state
from runtime.clock import utc_now
from runtime.run_dir import RunDir, is_held
from runtime.state import StoreUnavailableError
from schemas.outlet import Outlet
from serve.condition import Condition, ConditionFacts, UnreadRecords, condition
from stores.fates import FateStore
from stores.frontier.store import Frontier
from stores.operations import Pause

T = TypeVar("T")
STORED_BY = "articles"
LOOK_BACK = timedelta(days=15)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Reads:
    """What is asked; each raises StoreUnavailableError or BrokerError where it cannot be told."""

    frontier: Callable[[], Frontier]
    fates: Callable[[], FateStore]
    lag: Callable[[], Sequence[PartitionLag]]
    paused: Callable[[], Sequence[Pause]] = tuple
    now: Callable[[], datetime] = utc_now


def read_condition(settings: Settings, reads: Reads) -> Condition:
    return condition(read_facts(settings, reads))


def read_facts(settings: Settings, reads: Reads) -> ConditionFacts:
    now, unreadable = reads.now(), list[str]()

    def read(ask: Callable[[], T]) -> T | None:
        try:
            return ask()
        except (StoreUnavailableError, BrokerError) as error:
            # That it cannot be read is the fact.
            unreadable.append(str(error))
            return None

    outlets = _outlets(settings)
    checked = read(lambda: reads.frontier().checks.results()) or {}
    polled = {outlet.id for outlet in outlets if standing(outlet, checked) is OutletStanding.POLLED}
    sources = read(lambda: reads.frontier().health.sources()) or ()
    by_minute = read(lambda: reads.fates().passed_by_minute(STORED_BY, now - LOOK_BACK)) or {}
    lags = read(reads.lag) or ()
    run_dir = RunDir(settings.run_dir)
    return ConditionFacts(
        now=now,
        unreadable=list(dict.fromkeys(unreadable)),
        # On a cluster every container has a run directory of its own.
        running=None if settings.log == "kafka" else running_steps(run_dir),
        is_starting=is_starting(run_dir),
        steps=[step.name for step in STEPS],
        broken=in_force_of(run_dir).broken,
        breakers=open_breakers(run_dir),
        polled=len(polled),
        outlets=told_coverage(outlets, checked),
        sources=[source for source in sources if source.source in polled],
        articles=_by_hour(by_minute),
        last_article_at=max(by_minute, default=None),
        last_hour=sum(count for minute, count in by_minute.items() if minute > now - HOUR),
        unread=_unread(settings, lags, now),
        paused=[str(pause) for pause in read(reads.paused) or () if not pause.of],
    )


def running_steps(run_dir: RunDir) -> frozenset[str]:
    """Steps of the data folder that have a process, as long as its supervisor lives."""
    held = [path.name for path in run_dir.slot("").glob("*") if is_held(path)]
    return frozenset(name.rpartition("-")[0] for name in held if run_dir.endpoint(name).exists())


def is_starting(run_dir: RunDir) -> bool:
    """Whether names of steps are held, and no process of them serves yet."""
    held = [path.name for path in run_dir.slot("").glob("*") if is_held(path)]
    of_steps = [name for name in held if name.rpartition("-")[0] in BY_NAME]
    return bool(of_steps) and not any(run_dir.endpoint(name).exists() for name in of_steps)


def open_breakers(run_dir: RunDir) -> Sequence[str]:
    tripped = [path.stem for path in run_dir.breaker("").parent.glob("*-*.json") if read_state(path).is_open]
    return sorted({name.rpartition("-")[0] for name in tripped})


def _outlets(settings: Settings) -> Sequence[Outlet]:
    """Nobody where the files are broken: then the earlier ones stay in force, and that is said."""
    try:
        return load_outlets(settings.config_dir / "sources")
    except CatalogueError:
        return ()


def _by_hour(by_minute: Mapping[datetime, int]) -> dict[datetime, int]:
    hours: Counter[datetime] = Counter()
    for minute, count in by_minute.items():
        hours[minute.replace(minute=0)] += count
    return dict(hours)


def _unread(settings: Settings, lags: Sequence[PartitionLag], now: datetime) -> Sequence[UnreadRecords]:
    """Of steps with live records: imports and replays may take hours, and what is tried again rests."""
    full = names(settings).full
    reads = {(step.name, full(step.reads)) for step in READERS if not step.nice}
    waiting = [lag for lag in lags if (lag.group, lag.topic) in reads and lag.behind and lag.oldest_at is not None]
    return [
        UnreadRecords(
            step=name,
            records=sum(lag.behind for lag in waiting if lag.group == name),
            oldest_s=now.timestamp() - min(lag.oldest_at or 0 for lag in waiting if lag.group == name),
        )
        for name in sorted({lag.group for lag in waiting})
    ]
