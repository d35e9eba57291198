"""`warta replay`: publishes archived pages again on the replay lane."""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Annotated

import typer
from rich.progress import Progress, TaskID

from commands.applying import TIMEOUT_S, Applier, conclude
from commands.options import Data, Json, settings_of_pipeline
from commands.showing import output_console, print_json
from pipeline.applying import ApplyRequest
from pipeline.bringing import bring_in
from pipeline.errors import EXIT_FAILED, UsageError
from pipeline.patience import Patience
from pipeline.replaying import ReplaySource
from pipeline.running import await_topics
from pipeline.settings import Settings
from pipeline.topology import BY_NAME
from pipeline.wiring.archive import open_archive_reader
from pipeline.wiring.log import open_log
from runtime.clock import utc_now
from runtime.declare import Stage
from schemas.ids import digest
from schemas.topics import PAGES
from stores import texts
from stores.archive.reader import ArchiveRange, ArchiveReader, ReplayState

STAGE = "replay"
ENRICH = "enrich"
BATCH = 50
FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]
Time = Annotated[datetime, typer.Option(formats=FORMATS, help="In UTC.")]
MaybeTime = Annotated[datetime | None, typer.Option(formats=FORMATS, help="In UTC, left out; default: now.")]


def replay(
    since: Time,
    until: MaybeTime = None,
    stage: Annotated[
        str, typer.Option(help="The step that is to read again: clean (pages) or enrich (texts).")
    ] = "clean",
    source: Annotated[str | None, typer.Option(help="Only this outlet's pages.")] = None,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Publish archived pages again on the replay lane; cut off, it goes on where it was."""
    settings = settings_of_pipeline(data=data)
    start = since.replace(tzinfo=UTC)
    end = until.replace(tzinfo=UTC) if until is not None else None
    if end is not None and end <= start:
        raise UsageError(f"--until {end:%Y-%m-%d %H:%M:%S} is not after --since {start:%Y-%m-%d %H:%M:%S}")
    if stage == ENRICH:
        enrich_again(settings, texts.TextRange(start, end, source or ""), as_lines=as_lines)
        return
    step = BY_NAME.get(stage)
    if not isinstance(step, Stage) or step.reads is not PAGES:
        raise UsageError(f"{stage}: what is archived is read by `clean` (pages) and by `{ENRICH}` (their clean texts)")
    await_topics(settings, partial(output_console(stderr=True).print, style="yellow", highlight=False))
    reader = open_archive_reader(settings)
    id_ = replay_id(stage, start, end, source)
    before = reader.replay(id_)
    state = before or ReplayState(end or utc_now(), start - timedelta(microseconds=1), 0, 0)
    span = ArchiveRange(start, state.until, source)
    broken = _publish_all(reader, settings, id_, span, state)
    reader.end_replay(id_)
    _conclude(reader.count(span), broken, went_on=before, as_lines=as_lines)


def enrich_again(settings: Settings, span: texts.TextRange, *, as_lines: bool) -> None:
    """The kept texts instead of the pages: judged by the watches of now and enriched anew, whether that changes
    anything or not."""
    console = output_console(stderr=True)
    application = Applier(settings, console, until_idle=False, timeout_s=TIMEOUT_S)
    conclude(application.apply(ApplyRequest(span=span, forced=True)), carried=False, as_lines=as_lines)


def replay_id(stage: str, since: datetime, until: datetime | None, source: str | None) -> str:
    """The arguments name a replay, not its time: without an end, a cut replay keeps its end."""
    return digest(STAGE, stage, since.isoformat(), until.isoformat() if until else "", source or "")


def _publish_all(
    reader: ArchiveReader, settings: Settings, id_: str, span: ArchiveRange, state: ReplayState
) -> list[str]:
    """Returns a line for each unreadable page."""
    console = output_console(stderr=True)
    with closing(open_log(settings)) as log, Progress(console=console, transient=True) as progress:
        task = progress.add_task("replaying", total=reader.count(span), completed=state.published)
        told = partial(_tell, progress, task)
        replayed = ReplaySource(reader, span, id_=id_, state=state, told=told)
        bring_in(replayed, log, settings, Patience.at_once())
    return replayed.broken


def _tell(progress: Progress, task: TaskID, state: ReplayState) -> None:
    progress.update(task, completed=state.published)


def _conclude(pages: int, broken: Sequence[str], *, went_on: ReplayState | None, as_lines: bool) -> None:
    """Exits 1 where a page could not be read."""
    for line in broken:
        output_console(stderr=True).print(line, style="yellow", highlight=False, soft_wrap=True)
    before = went_on.published if went_on is not None else 0
    if as_lines:
        print_json({"pages": pages, "published": pages - before - len(broken), "before": before, "broken": len(broken)})
    else:
        said = f"{pages - before - len(broken)} pages published, {before} before, {len(broken)} broken"
        output_console().print(f"{said}; `warta run` carries them on", highlight=False)
    if broken:
        raise typer.Exit(EXIT_FAILED)
