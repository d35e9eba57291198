"""`warta archive` and `warta replay`: the archive verified, its index made anew, its pages published again."""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from commands.looking import print_json
from commands.options import Data, Json, settings_with
from pipeline.errors import EXIT_FAILED, CommandError, UsageError
from pipeline.running import prepare_topics
from pipeline.settings import Settings
from pipeline.topology import ARCHIVE, BY_NAME
from pipeline.wiring.archive import archive_engine, archive_folder, open_archive_reader, utc_now
from pipeline.wiring.log import names, open_log
from runtime.codec import to_message
from schemas.ids import digest
from schemas.outcomes import Reason
from schemas.page import Page
from schemas.record import Lane
from schemas.topics import PAGES
from stores.archive.check import Finding, unknown_files
from stores.archive.check import check as check_files
from stores.archive.index import ArchivedPage
from stores.archive.leftovers import Leftover, leftovers
from stores.archive.lock import ArchiveInUseError
from stores.archive.reader import ArchiveReader, ReplayState, Span
from stores.archive.rebuild import MissingFilesError
from stores.archive.rebuild import rebuild as rebuild_index
from stores.archive.warc_reading import BrokenRecordsError, PayloadMissingError

STAGE = "replay"
BATCH = 50
FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]
Time = Annotated[datetime, typer.Option(formats=FORMATS, help="In UTC.")]
MaybeTime = Annotated[datetime | None, typer.Option(formats=FORMATS, help="In UTC, left out; default: now.")]


def of_archive() -> None:
    """The archive of fetched pages."""


def check(data: Data = None, as_lines: Json = False) -> None:
    """Verify every file of the archive; exits 1 and names what is broken."""
    settings = settings_with(data=data)
    engine, folder = archive_engine(settings), archive_folder(settings)
    files = pages = size = missing = 0
    findings = unknown_files(engine, folder)
    for checked in check_files(engine, folder):
        files, pages, size = files + 1, pages + checked.file.pages, size + checked.file.bytes
        findings += checked.findings
        missing += checked.payload_missing
    left = list(leftovers(engine, folder))
    for each in left:
        _tell_left(each, as_lines=as_lines)
    totals = {"files": files, "pages": pages, "bytes": size, "payload_missing": missing, "left_over": len(left)}
    _conclude_look(findings, totals, as_lines=as_lines)


def _tell_left(left: Leftover, *, as_lines: bool) -> None:
    """Nothing is wrong with it: the step sees to it when it next takes the file's partition."""
    if as_lines:
        print_json({"left_over": vars(left)})
        return
    behind = f"{left.bytes} bytes behind the {left.committed} of the index, {left.pages} pages of them whole"
    said = f"{left.file}.open: {behind} {left.problem}".rstrip()
    Console(stderr=True).print(said, style="yellow", highlight=False, soft_wrap=True)


def rebuild(
    forget_missing: Annotated[
        bool, typer.Option("--forget-missing", help="Leave out files that the index has and the folder has not.")
    ] = False,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Make the index anew from the files, while the step is stopped; exits 1 and names what could not be taken."""
    settings = settings_with(data=data)
    folder = archive_folder(settings)
    if not folder.path.is_dir():
        raise UsageError(f"{folder.path}: no such folder; WARTA_ARCHIVE_DIR says where the archive is")
    files = pages = 0
    findings: list[Finding] = []
    with Progress(console=Console(stderr=True), transient=True) as progress, _told():
        task = progress.add_task("indexing", total=len(folder.names()))
        for rebuilt in rebuild_index(archive_engine(settings), folder, stage=ARCHIVE, forget_missing=forget_missing):
            files, pages = files + 1, pages + rebuilt.file.pages
            findings += rebuilt.findings
            progress.update(task, completed=files)
    _conclude_look(findings, {"files": files, "pages": pages}, as_lines=as_lines)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ArchiveInUseError as error:
        raise CommandError(str(error)) from error
    except MissingFilesError as error:
        raise CommandError(
            f"{len(error.names)} files of the index are not in the folder, such as {error.names[0]}: is it the one "
            "that all machines share (WARTA_ARCHIVE_DIR)? Where they are lost, --forget-missing leaves them out"
        ) from error


def _conclude_look(findings: Sequence[Finding], totals: Mapping[str, int], *, as_lines: bool) -> None:
    """A line for each finding, and the counts; exits 1 where there are findings."""
    for finding in findings:
        if as_lines:
            print_json(vars(finding))
        else:
            said = f"{finding.file} at {finding.offset}: {finding.problem}"
            Console(stderr=True).print(said, highlight=False, soft_wrap=True)
    if as_lines:
        print_json({**totals, "broken": len(findings)})
    else:
        counts = ", ".join(f"{count} {what}" for what, count in totals.items())
        Console().print(f"{counts}: {len(findings)} findings", highlight=False)
    if findings:
        raise typer.Exit(EXIT_FAILED)


def replay(
    since: Time,
    until: MaybeTime = None,
    stage: Annotated[str, typer.Option(help="The step that is to read the pages again.")] = "clean",
    source: Annotated[str | None, typer.Option(help="Only this outlet's pages.")] = None,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Publish archived pages again on the replay lane; cut off, it goes on where it was."""
    settings = settings_with(data=data)
    if stage not in BY_NAME or BY_NAME[stage].reads is not PAGES or stage == ARCHIVE:
        raise UsageError(f"{stage}: the archive holds pages, and the step that reads those is `clean`")
    start = since.replace(tzinfo=UTC)
    end = until.replace(tzinfo=UTC) if until is not None else None
    if end is not None and end <= start:
        raise UsageError(f"--until {end:%Y-%m-%d %H:%M:%S} is not after --since {start:%Y-%m-%d %H:%M:%S}")
    prepare_topics(settings)
    reader = open_archive_reader(settings)
    id_ = replay_id(stage, start, end, source)
    before = reader.replay(id_)
    state = before or ReplayState(end or utc_now(), start - timedelta(microseconds=1), 0, 0)
    broken = _publish_all(reader, settings, id_, Span(start, state.until, source), state)
    reader.end_replay(id_)
    _conclude(reader.count(Span(start, state.until, source)), broken, went_on=before, as_lines=as_lines)


def replay_id(stage: str, since: datetime, until: datetime | None, source: str | None) -> str:
    """What was asked for names a replay, not when: without an end, the one that it had goes on."""
    return digest(STAGE, stage, since.isoformat(), until.isoformat() if until else "", source or "")


def _publish_all(reader: ArchiveReader, settings: Settings, id_: str, span: Span, state: ReplayState) -> list[str]:
    """What could not be read, a line each. A batch is published before it is remembered: its ids bear repeating."""
    log = open_log(settings)
    publisher = log.publisher(client=f"{settings.instance}.{STAGE}.{os.getpid()}")
    broken: list[str] = []
    topic = names(settings).full(PAGES)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("replaying", total=reader.count(span), completed=state.published)
        for batch in _batches(reader, span, state):
            pages = [page for each in batch if (page := _read(reader, each, broken)) is not None]
            now = time.time()
            publisher.publish(
                [to_message(page, topic=topic, stage=STAGE, at=now, lane=page.lane, origin=now) for page in pages]
            )
            last = batch[-1]
            state = ReplayState(state.until, last.fetched_at, last.n, state.published + len(batch))
            reader.save_replay(id_, state)
            progress.update(task, completed=state.published)
    publisher.close()
    log.close()
    return broken


def _batches(reader: ArchiveReader, span: Span, state: ReplayState) -> Iterator[Sequence[ArchivedPage]]:
    batch: list[ArchivedPage] = []
    for archived in reader.pages(span, after=(state.fetched_at, state.n)):
        batch.append(archived)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _read(reader: ArchiveReader, archived: ArchivedPage, broken: list[str]) -> Page | None:
    """A broken page is told and passed by: the others can be replayed all the same."""
    try:
        return reader.read(archived).model_copy(update={"lane": Lane.REPLAY})
    except BrokenRecordsError as error:
        reason = Reason.PAYLOAD_MISSING if isinstance(error, PayloadMissingError) else Reason.UNDECODABLE
        broken.append(f"{archived.file} at {archived.offset}: {archived.url_key}: {reason.value}: {error}")
        return None


def _conclude(pages: int, broken: Sequence[str], *, went_on: ReplayState | None, as_lines: bool) -> None:
    """Exits 1 where a page could not be read."""
    for line in broken:
        Console(stderr=True).print(line, style="yellow", highlight=False, soft_wrap=True)
    before = went_on.published if went_on is not None else 0
    if as_lines:
        print_json({"pages": pages, "published": pages - before - len(broken), "before": before, "broken": len(broken)})
    else:
        said = f"{pages - before - len(broken)} pages published, {before} before, {len(broken)} broken"
        Console().print(f"{said}; `warta run` carries them on", highlight=False)
    if broken:
        raise typer.Exit(EXIT_FAILED)
