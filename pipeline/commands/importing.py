"""`warta import`: a list of addresses, a folder of saved pages or a WARC file, into the pipeline."""

import itertools
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console
from rich.progress import Progress, TaskID

from broker.port import Log
from ingest.catalogue import load_outlets
from ingest.imports.problem import Problem
from ingest.imports.saved_pages import SavedPage, read_saved_pages
from ingest.imports.url_list import read_url_list
from ingest.imports.warc_file import read_warc
from pipeline.commands.options import Config, Data, Json, settings_with
from pipeline.errors import EXIT_FAILED, CommandError, UsageError
from pipeline.idle import Idleness
from pipeline.logs import configure_logging
from pipeline.running import ALL_STEPS, is_running, prepare_topics, prepared, steps_with_processes, stopping_on_signals
from pipeline.settings import Settings
from pipeline.topology import ARCHIVE, BY_NAME, SERVE
from pipeline.wiring.log import names, open_log
from pipeline.wiring.stores import Stores, open_stores
from runtime.codec import to_message
from schemas.link import Link
from schemas.page import Page
from schemas.record import Lane
from schemas.topics import LINKS, PAGES

STAGE = "import"
BATCH = 50
WARC_SUFFIXES = (".warc", ".warc.gz")
LOOK_S = 0.2
# Discovery has no part in an import; the page is for pipelines that stay up.
IMPORT_STEPS = tuple(step for step in ALL_STEPS if step not in ("discover", SERVE))


@dataclass
class Seen:
    """What a run has shown so far."""

    is_idle: bool = False
    most: int = 0
    stop: threading.Event = field(default_factory=threading.Event)


def import_(
    path: Annotated[
        Path,
        typer.Argument(
            help="A file of addresses, one a line, a folder with urls.tsv, or a WARC file; - is standard input."
        ),
    ],
    lane: Annotated[
        Lane | None, typer.Option(help="The lane to bring it in on.", show_default="backfill for WARC, else live")
    ] = None,
    until_idle: Annotated[bool, typer.Option("--until-idle", help="Carry it through the pipeline and end.")] = False,
    as_lines: Json = False,
    timeout_s: Annotated[float, typer.Option("--timeout-seconds", min=1, help="Give up after this long.")] = 3600.0,
    data: Data = None,
    config: Config = None,
) -> None:
    """Bring addresses or saved pages in; with --until-idle, carry them through and say what became of each."""
    settings = settings_with(data=data, config=config)
    configure_logging("warning", process="import")
    console = Console(stderr=True)
    is_warc = path.name.endswith(WARC_SUFFIXES)
    records: Sequence[Link | Page]
    problems: Sequence[Problem]
    records, problems = ((), ()) if is_warc else read(path, settings, lane)
    prepare_topics(settings)
    log = open_log(settings)
    if is_warc:
        records, problems = publish_warc(log, path, settings, lane or Lane.BACKFILL, console)
    else:
        publish(log, records, settings)
    for problem in problems:
        console.print(f"{problem.where}: {problem.reason}: {problem.detail}", style="yellow", highlight=False)
    if not until_idle:
        console.print(f"{len(records)} records published; `warta run` carries them on")
        return
    carry(log, settings, console, timeout_s=timeout_s)
    stores = open_stores(settings)
    rows = [row_of(record, stores) for record in records]
    conclude(rows, problems, console, as_lines=as_lines)


def publish_warc(
    log: Log, path: Path, settings: Settings, lane: Lane, console: Console
) -> tuple[Sequence[Link | Page], Sequence[Problem]]:
    """Pages go out as they are read, for the file may be larger than the memory; they come back without bodies.

    Raises UsageError where there is nothing to read.
    """
    outlets = load_outlets(settings.config_dir / "sources")
    pages: list[Link | Page] = []
    problems: list[Problem] = []

    def read_on(file: BinaryIO, progress: Progress, task: TaskID) -> Iterator[Page]:
        for found in read_warc(file, outlets=outlets, lane=lane):
            progress.update(task, completed=file.tell())
            if isinstance(found, Problem):
                problems.append(found)
                continue
            pages.append(found.model_copy(update={"body": b""}))
            yield found

    try:
        with path.open("rb") as file, Progress(console=console, transient=True) as progress:
            task = progress.add_task("reading", total=path.stat().st_size)
            publish(log, read_on(file, progress, task), settings)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    return pages, problems


def read(path: Path, settings: Settings, lane: Lane | None) -> tuple[Sequence[Link | Page], Sequence[Problem]]:
    """Raises UsageError where there is nothing to read."""
    outlets = load_outlets(settings.config_dir / "sources")
    now = datetime.now(UTC)
    found: Iterable[Link | SavedPage | Problem]
    if path.is_dir():
        found = read_saved_pages(path, outlets=outlets, fetched_at=now)
    elif str(path) == "-":
        found = read_url_list(sys.stdin, outlets=outlets, found_at=now, found_on="stdin")
    else:
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError as error:
            raise UsageError(f"cannot read {path}: {error.strerror}") from error
        found = read_url_list(lines, outlets=outlets, found_at=now, found_on=path.name)
    everything = list(found)
    records = [
        each.page if isinstance(each, SavedPage) else each for each in everything if not isinstance(each, Problem)
    ]
    on_lane = [each.model_copy(update={"lane": lane}) for each in records] if lane is not None else records
    return on_lane, [each for each in everything if isinstance(each, Problem)]


def publish(log: Log, records: Iterable[Link | Page], settings: Settings) -> None:
    publisher = log.publisher(client=f"{settings.instance}.{STAGE}.{os.getpid()}")
    topics = {Link: names(settings).full(LINKS), Page: names(settings).full(PAGES)}
    coming = iter(records)
    while batch := list(itertools.islice(coming, BATCH)):
        now = time.time()
        publisher.publish(
            [
                to_message(record, topic=topics[type(record)], stage=STAGE, at=now, lane=record.lane, origin=now)
                for record in batch
            ]
        )
    publisher.close()


def carry(log: Log, settings: Settings, console: Console, *, timeout_s: float) -> None:
    """Run the pipeline until it is idle, or wait for the one that runs already. Raises CommandError when late."""
    deadline = time.monotonic() + timeout_s
    stores = open_stores(settings)
    idleness = Idleness(log, stores.frontier, lambda: datetime.now(UTC))
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("importing", total=None)
        seen = Seen()

        def look() -> None:
            seen.is_idle = seen.is_idle or idleness.look()
            unread = sum(lag.behind for lag in log.lag() if lag.group in BY_NAME)
            seen.most = max(seen.most, unread)
            progress.update(task, total=seen.most, completed=seen.most - unread, description=f"{unread} unread")

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
    """What became of one address: its last fate, and the article it made."""
    fates = stores.fates.trace(record.url_key)
    article = stores.articles.by_url_key(record.url_key)
    # Archived it is whatever becomes of it.
    told = [fate for fate in fates if fate.stage != ARCHIVE]
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


def totals(rows: Sequence[dict[str, object]], problems: Sequence[Problem]) -> dict[str, object]:
    """How many ended how, and how many for which reason; a problem is an input that was refused before it began."""
    outcomes = Counter(str(row["outcome"]) for row in rows) + Counter(refused=len(problems))
    reasons = Counter(str(row["reason"]) for row in rows if row["reason"]) + Counter(p.reason.value for p in problems)
    return {"records": len(rows), "problems": len(problems), "outcomes": outcomes, "reasons": reasons}


def conclude(
    rows: Sequence[dict[str, object]], problems: Sequence[Problem], console: Console, *, as_lines: bool
) -> None:
    """A line per address, and last the counts; exits 1 where an input could not be read at all."""
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
            console.print(f"{row['outcome']:<9} {row['url']} {row['reason']} {row['detail']}".rstrip(), highlight=False)
        console.print(", ".join(f"{count} {name}" for name, count in counts.most_common()) or "nothing to import")
    if not rows and problems:
        sys.exit(EXIT_FAILED)
