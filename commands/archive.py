"""`warta archive`: verifies the files of fetched pages, and rebuilds their index."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.progress import Progress

from commands.options import Data, Json, settings_of_pipeline
from commands.showing import output_console, print_json
from pipeline.errors import EXIT_FAILED, CommandError, UsageError
from pipeline.wiring.archive import STEP, archive_engine, archive_folder
from stores.archive.check import FileFinding, unknown_files
from stores.archive.check import check as check_files
from stores.archive.leftovers import Leftover, leftovers
from stores.archive.lock import ArchiveInUseError
from stores.archive.rebuild import MissingFilesError
from stores.archive.rebuild import rebuild as rebuild_index


def check(data: Data = None, as_lines: Json = False) -> None:
    """Verify every file of the archive; exits 1 and names each fault."""
    settings = settings_of_pipeline(data=data)
    engine, folder = archive_engine(settings, to_read=True), archive_folder(settings)
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
    output_console(stderr=True).print(said, style="yellow", highlight=False, soft_wrap=True)


def rebuild(
    forget_missing: Annotated[
        bool, typer.Option("--forget-missing", help="Leave out files that the index has and the folder has not.")
    ] = False,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Rebuild the index from the files while the step is stopped; exits 1 and names the pages left out."""
    settings = settings_of_pipeline(data=data)
    folder = archive_folder(settings)
    if not folder.path.is_dir():
        raise UsageError(f"{folder.path}: no such folder; WARTA_ARCHIVE_DIR says where the archive is")
    files = pages = 0
    findings: list[FileFinding] = []
    with Progress(console=output_console(stderr=True), transient=True) as progress, _told():
        task = progress.add_task("indexing", total=len(folder.names()))
        for rebuilt in rebuild_index(archive_engine(settings), folder, stage=STEP, forget_missing=forget_missing):
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


def _conclude_look(findings: Sequence[FileFinding], totals: Mapping[str, int], *, as_lines: bool) -> None:
    """A line for each finding, and the counts; exits 1 if there are findings."""
    for finding in findings:
        if as_lines:
            print_json(vars(finding))
        else:
            said = f"{finding.file} at {finding.offset}: {finding.problem}"
            output_console(stderr=True).print(said, highlight=False, soft_wrap=True)
    if as_lines:
        print_json({**totals, "broken": len(findings)})
    else:
        counts = ", ".join(f"{count} {what}" for what, count in totals.items())
        output_console().print(f"{counts}: {len(findings)} findings", highlight=False)
    if findings:
        raise typer.Exit(EXIT_FAILED)
