"""`warta import`: a list of addresses, a folder of saved pages or a WARC file, into the pipeline."""

import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, BinaryIO
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.progress import Progress, TaskID

from catalogue.outlets import load_outlets
from commands.carrying import carry, conclude, row_of
from commands.options import Config, Data, Json, settings_with
from commands.showing import output_console
from ingest.imports.problem import ImportProblem
from ingest.imports.saved_pages import SavedPage, read_saved_pages
from ingest.imports.source import Found, ImportSource
from ingest.imports.url_list import lines_of, read_url_list
from ingest.imports.warc_file import read_warc
from pipeline.before_start import refuse_nameless_crawl
from pipeline.bringing import bring_in
from pipeline.errors import EXIT_FAILED, UsageError
from pipeline.logs import configure_logging
from pipeline.patience import Patience
from pipeline.running import await_topics
from pipeline.settings import Settings
from pipeline.wiring.log import open_log
from pipeline.wiring.stores import open_stores
from schemas.link import Link
from schemas.record import Lane

WARC_SUFFIXES = (".warc", ".warc.gz")
Gate = Annotated[bool, typer.Option("--gate", help="Judge it like what is crawled: what no watch wants is not stored.")]


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
    gate: Gate = False,
    until_idle: Annotated[bool, typer.Option("--until-idle", help="Carry it through the pipeline and end.")] = False,
    as_lines: Json = False,
    timeout_s: Annotated[float, typer.Option("--timeout-seconds", min=1, help="Give up after this long.")] = 3600.0,
    data: Data = None,
    config: Config = None,
) -> None:
    """Import addresses or saved pages; with --until-idle, carry them through and report each one's fate."""
    settings = settings_with(data=data, config=config)
    configure_logging("warning", process="import")
    console = output_console(stderr=True)
    is_warc = path.name.endswith(WARC_SUFFIXES)
    found = () if is_warc else read(path, settings, lane, gate=gate)
    refuse_nameless_crawl(settings, asked_of(found) if until_idle else ())
    say = partial(console.print, style="yellow", highlight=False)
    await_topics(settings, say)
    log = open_log(settings)
    of_warc = reading_warc(path, settings, lane or Lane.BACKFILL, console)
    with of_warc if is_warc else nullcontext(iter(found)) as coming:
        source = ImportSource(coming)
        bring_in(source, log, settings, Patience(time.monotonic() + timeout_s, say))
    records, problems = source.taken, source.problems
    for problem in problems:
        say(f"{problem.where}: {problem.reason}: {problem.detail}")
    if not until_idle:
        console.print(f"{len(records)} records published; `warta run` carries them on")
        sys.exit(EXIT_FAILED if problems and not records else 0)
    carry(log, settings, console, timeout_s=timeout_s)
    stores = open_stores(settings)
    conclude([row_of(record, stores) for record in records], problems, console, as_lines=as_lines)


@contextmanager
def reading_warc(path: Path, settings: Settings, lane: Lane, console: Console) -> Iterator[Iterator[Found]]:
    """Read as it is taken, since a file may exceed the memory. Raises UsageError if there is nothing to read."""
    outlets = load_outlets(settings.config_dir / "sources")
    try:
        with path.open("rb") as file, Progress(console=console, transient=True) as progress:
            task = progress.add_task("reading", total=path.stat().st_size)
            yield _followed(read_warc(file, outlets=outlets, lane=lane), file, progress, task)
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error


def _followed(found: Iterator[Found], file: BinaryIO, progress: Progress, task: TaskID) -> Iterator[Found]:
    for each in found:
        progress.update(task, completed=file.tell())
        yield each


def read(path: Path, settings: Settings, lane: Lane | None, *, gate: bool = False) -> Sequence[Found]:
    """What is found, in its order. Raises UsageError if there is nothing to read."""
    outlets = load_outlets(settings.config_dir / "sources")
    now = datetime.now(UTC)
    found: Iterable[Link | SavedPage | ImportProblem]
    if path.is_dir():
        found = read_saved_pages(path, outlets=outlets, fetched_at=now)
    elif str(path) == "-":
        found = read_url_list(lines_of(sys.stdin.buffer.read()), outlets=outlets, found_at=now, found_on="stdin")
    else:
        try:
            lines = lines_of(path.read_bytes())
        except OSError as error:
            raise UsageError(f"cannot read {path}: {error.strerror}") from error
        found = read_url_list(lines, outlets=outlets, found_at=now, found_on=path.name)
    changes = ({} if lane is None else {"lane": lane}) | ({"requested": False} if gate else {})
    return [_changed(each.page if isinstance(each, SavedPage) else each, changes) for each in found]


def asked_of(found: Iterable[Found]) -> list[str]:
    """The hosts of what is to be fetched; of a page that is saved there is nothing to."""
    return [urlsplit(each.url).netloc for each in found if isinstance(each, Link)]


def _changed(found: Found, changes: Mapping[str, object]) -> Found:
    return found if isinstance(found, ImportProblem) or not changes else found.model_copy(update=changes)
