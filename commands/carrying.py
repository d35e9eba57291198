"""Carries an import through the pipeline, and reports the fate of each of its addresses."""

import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import Progress

from broker.port import Log
from ingest.imports.problem import ImportProblem
from pipeline.errors import EXIT_FAILED, CommandError
from pipeline.idle import Idleness
from pipeline.logs import configure_logging
from pipeline.patience import Looking
from pipeline.running import ALL_STEPS, is_running, prepared, steps_with_processes
from pipeline.settings import Settings
from pipeline.topology import BY_NAME, SERVE, STEPS
from pipeline.wiring.stores import Stores, open_stores
from runtime.clock import utc_now
from runtime.declare import Reader
from runtime.process.signals import stopping_on_signals
from schemas.link import Link
from schemas.outcomes import Reason
from schemas.page import Page
from schemas.topics import ENRICHED, STORIES

LOOK_S = 0.2
# Discovery has no part in an import; the page is for pipelines that stay up.
# A page ends in other stores too, whatever becomes of its article; stories are told beside its way.
ON_THE_WAY = frozenset(
    step.name
    for step in STEPS
    if (step.writes or (isinstance(step, Reader) and step.reads is ENRICHED)) and step.writes != (STORIES,)
)
IMPORT_STEPS = tuple(step for step in ALL_STEPS if step not in ("discover", SERVE))


@dataclass
class RunProgress:
    """The fates and articles seen so far in a run."""

    is_idle: bool = False
    most: int = 0
    stop: threading.Event = field(default_factory=threading.Event)


def carry(log: Log, settings: Settings, console: Console, *, timeout_s: float) -> None:
    """Run the pipeline until it is idle, or wait for the one that runs already. Raises CommandError when late."""
    # What its processes' supervisor tells is no part of what the command prints.
    configure_logging("warning", process="supervisor")
    deadline = time.monotonic() + timeout_s
    stores = open_stores(settings)
    idleness = Idleness(log, stores.frontier.health, utc_now)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("importing", total=None)
        seen = RunProgress()

        def look_at_all() -> None:
            seen.is_idle = seen.is_idle or idleness.look()
            unread = sum(lag.behind for lag in log.lag() if lag.group in BY_NAME)
            seen.most = max(seen.most, unread)
            progress.update(task, total=seen.most, completed=seen.most - unread, description=f"{unread} unread")

        look = Looking(look_at_all, lambda line: progress.console.print(line, style="yellow", highlight=False))
        if is_running(settings):
            with stopping_on_signals(seen.stop):
                while not (seen.is_idle or time.monotonic() > deadline or seen.stop.is_set()):
                    look()
                    seen.stop.wait(LOOK_S)
        else:
            steps = steps_with_processes(settings, IMPORT_STEPS)
            with prepared(settings, steps, log_path=settings.data_dir / "warta.log") as run:
                run.supervisor.run(on_tick=look, until=lambda: seen.is_idle or time.monotonic() > deadline)
    if not seen.is_idle:
        raise CommandError(
            f"stopped before everything was through; what is left goes on with the next run on {settings.data_dir}"
        )


def row_of(record: Link | Page, stores: Stores) -> dict[str, object]:
    """The outcome of one address: its last fate, and its article."""
    fates = stores.fates.trace(record.url_key)
    article = stores.articles.by_url_key(record.url_key)
    told = [fate for fate in fates if fate.stage in ON_THE_WAY]
    last = told[-1] if told else None
    return {
        "url": record.url,
        "stage": last.stage if last else None,
        "outcome": "stored" if article else (last.outcome if last else "unknown"),
        "reason": last.reason if last and not article else "",
        "detail": last.detail if last and not article else "",
        "article": article.id if article else None,
        "title": article.title if article else None,
    }


def totals(rows: Sequence[dict[str, object]], problems: Sequence[ImportProblem]) -> dict[str, object]:
    """Counts by outcome and by reason; a problem is an input that was refused before it began."""
    outcomes = Counter(str(row["outcome"]) for row in rows) + Counter(refused=len(problems))
    reasons = Counter(str(row["reason"]) for row in rows if row["reason"]) + Counter(p.reason.value for p in problems)
    return {"records": len(rows), "problems": len(problems), "outcomes": outcomes, "reasons": reasons}


def conclude(
    rows: Sequence[dict[str, object]], problems: Sequence[ImportProblem], console: Console, *, as_lines: bool
) -> None:
    """A line per address, then the counts; exits 1 if something was given and nothing of it came through."""
    counts = Counter(str(row["reason"] or row["outcome"]) for row in rows) + Counter(p.reason.value for p in problems)
    if as_lines:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))  # noqa: T201
        for problem in problems:
            refused = {"where": problem.where, "outcome": "refused", "reason": problem.reason.value}
            print(json.dumps(refused | {"detail": problem.detail}, ensure_ascii=False))  # noqa: T201
        print(json.dumps(totals(rows, problems) | {"counts": counts}))  # noqa: T201
    else:
        for row in rows:
            line = f"{row['outcome']:<9} {row['url']} {row['reason']} {row['detail']}".rstrip()
            console.print(line, highlight=False, markup=False, soft_wrap=True)
        console.print(", ".join(f"{count} {name}" for name, count in counts.most_common()) or "nothing to import")
    # What no watch wants was fetched, read and judged: with --gate that is what was asked for.
    came = any(row["outcome"] == "stored" or row["reason"] == Reason.OFF_WATCH for row in rows)
    if (rows or problems) and not came:
        sys.exit(EXIT_FAILED)
