"""Stores made again: from the topics that their steps read, or with everything else from the archive.

A sink takes only what its store lacks, so a store that is rebuilt may be empty, half there or whole. Its step's offsets
go back to the first record that each topic still has, and the step reads all of it once more.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from broker.port import Log, UnknownTopicError
from pipeline.errors import CommandError, UsageError
from pipeline.running import is_running, prepared, steps_with_processes
from pipeline.settings import Settings
from pipeline.topology import READERS, reader_named
from pipeline.wiring.log import names, open_log
from pipeline.wiring.stores import engine_for, open_articles, open_state
from pipeline.wiring.tended import STORES, StoreRow
from pipeline.wrong_settings import nearest
from runtime.declare import Reader
from runtime.state import StoreUnavailableError
from stores.database import reading
from stores.tables import state

# Work moves from step to step, so one look could fall in between.
LOOKS = 5
OnProgress = Callable[[int], None]
"""Called with the number of records that are still unread."""


@dataclass(frozen=True)
class RebuiltStore:
    """What became of one store. `since` is the append of the first record that its topic still has; `records` are
    offsets from there on, on a cluster with the markers of transactions."""

    step: str
    rows_before: int
    rows: int
    records: int
    since: datetime | None


def rebuildable() -> Mapping[str, StoreRow]:
    """By step: the stores whose rows are made of a topic's records alone."""
    return {row.step: row for row in STORES if row.made_of_its_topic is not None}


def chosen(steps: Sequence[str]) -> Sequence[str]:
    """All of them where none is named. Raises UsageError."""
    known = rebuildable()
    for step in steps:
        if step not in known:
            raise UsageError(
                f"{step} has no store that topics make again; the steps that have are {', '.join(known)}"
                f"{nearest(step, known)}"
            )
    return list(dict.fromkeys(steps)) or list(known)


def rebuild(settings: Settings, steps: Sequence[str], *, timeout_s: float, told: OnProgress) -> Sequence[RebuiltStore]:
    """Raises UsageError where the pipeline runs, BrokerError where it does elsewhere, CommandError out of time."""
    refuse_at_work(settings)
    before = {step: _rows(settings, step) for step in steps}
    with closing(open_log(settings)) as log:
        firsts = {step: _firsts(log, settings, reader_named(step)) for step in steps}
        for step, found in firsts.items():
            log.move(step, {place: offset for place, (offset, _) in found.items()})
        records = {step: _unread(log, [step]) for step in steps}
        carry(log, settings, steps, timeout_s=timeout_s, told=told)
    return [
        RebuiltStore(step, before[step], _rows(settings, step), records[step], _since(firsts[step].values()))
        for step in steps
    ]


def refuse_at_work(settings: Settings) -> None:
    """Raises UsageError: two readers of one step would share what is read again."""
    if is_running(settings):
        raise UsageError(f"the pipeline runs on {settings.data_dir}: stop it, its own steps are needed here")


def refuse_half_lost(settings: Settings) -> None:
    """From the archive everything is made again: what remembers the pages would take them for known ones.

    Raises UsageError where the pipeline runs, or where something of it is left.
    """
    refuse_at_work(settings)
    open_state(settings)
    with reading(engine_for(settings, "state")) as connection:
        remembers = connection.execute(select(state.c.key).limit(1)).first()
    if open_articles(settings).count() or remembers:
        raise UsageError(
            "this pipeline still has articles, or remembers them: `warta rebuild` makes its stores of the topics; "
            "--from archive is for an empty data folder and database"
        )


def carry(log: Log, settings: Settings, steps: Sequence[str], *, timeout_s: float, told: OnProgress) -> None:
    """Run the steps until they have read everything. Raises CommandError once `timeout_s` are over, or at a signal."""
    deadline, quiet = time.monotonic() + timeout_s, 0

    def is_over() -> bool:
        nonlocal quiet
        unread = _unread(log, steps)
        told(unread)
        quiet = quiet + 1 if unread == 0 else 0
        return quiet >= LOOKS or time.monotonic() > deadline

    numbers = steps_with_processes(settings, steps)
    with prepared(settings, numbers, log_path=settings.data_dir / "warta.log") as run:
        run.supervisor.run(on_tick=run.tick, until=is_over)
    if quiet < LOOKS:
        raise CommandError(f"stopped with {_unread(log, steps)} records unread: `warta run` carries on from here")


def steps_behind_pages() -> Sequence[str]:
    """Every step that something of an archived page comes to."""
    found: list[Reader] = []
    topics = {topic.name for step in READERS if step.name == "clean_bulk" for topic in step.consumed}
    while more := [step for step in READERS if step not in found and _reads(step, topics)]:
        found += more
        topics |= {topic.name for step in more for topic in step.writes}
    return [step.name for step in READERS if step in found]


def _reads(step: Reader, topics: set[str]) -> bool:
    return any(topic.name in topics for topic in step.consumed)


def _firsts(log: Log, settings: Settings, step: Reader) -> dict[tuple[str, int], tuple[int, float]]:
    """Offset and append of the first record of each partition that has one."""
    found: dict[tuple[str, int], tuple[int, float]] = {}
    topic = names(settings).full(step.reads)
    try:
        partitions = log.partitions(topic)
    except UnknownTopicError as error:
        raise CommandError(f"{step.name} reads {topic}, which is not in the log: nothing can be made of it") from error
    for number in range(partitions):
        for stored in log.read(topic, number, limit=1):
            found[topic, number] = stored.position.offset, stored.appended_at
    return found


def _since(firsts: Iterable[tuple[int, float]]) -> datetime | None:
    appended = [at for _, at in firsts]
    return datetime.fromtimestamp(min(appended), UTC) if appended else None


def _unread(log: Log, steps: Sequence[str]) -> int:
    return sum(lag.behind for lag in log.lag() if lag.group in steps)


def _rows(settings: Settings, step: str) -> int:
    """Nought where the store is not there."""
    row = rebuildable()[step]
    assert row.made_of_its_topic is not None
    try:
        # Made, or brought up to this version, if it is not.
        row.open(settings)
        with reading(engine_for(settings, row.database)) as connection:
            return int(connection.execute(select(func.count()).select_from(row.made_of_its_topic)).scalar_one())
    except StoreUnavailableError as error:
        raise CommandError(f"the store of {step} cannot be opened: {error}") from error
