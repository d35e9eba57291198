"""`warta rebuild`: makes stores again, from the topics that their steps read or from the archive."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer
from rich.progress import Progress

from commands.options import Data, Json, settings_of_pipeline
from commands.replay import replay
from commands.showing import console, output_console, print_json, rfc3339
from pipeline.errors import UsageError
from pipeline.logs import configure_logging
from pipeline.rebuilding import OnProgress, RebuiltStore, carry, chosen, refuse_half_lost, steps_behind_pages
from pipeline.rebuilding import rebuild as rebuild_stores
from pipeline.wiring.archive import archive_engine, archive_folder, open_archive_reader
from pipeline.wiring.log import open_log
from pipeline.wiring.stores import open_articles
from stores.archive.rebuild import rebuild as rebuild_index

ARCHIVE = "archive"
# Before the first page that anybody fetched.
BEGINNING = datetime.fromisoformat("1970-01-01")


class Origin(StrEnum):
    TOPICS = "topics"
    ARCHIVE = "archive"


Steps = Annotated[
    list[str] | None, typer.Argument(help="Steps whose stores are meant; none: all that can be.", metavar="[STEP]...")
]


def rebuild(
    steps: Steps = None,
    origin: Annotated[
        Origin, typer.Option("--from", help="What it is made of: the topics, or with all else lost the archive.")
    ] = Origin.TOPICS,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds until it gives up.")] = 86_400.0,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Make stores again that were lost: what they lack comes from the topics, and what they have stays."""
    settings = settings_of_pipeline(data=data)
    # What the supervisor tells is no part of what the command prints.
    configure_logging("warning", process="supervisor")
    if origin is Origin.TOPICS:
        with _progress() as told:
            _tell(rebuild_stores(settings, chosen(steps or ()), timeout_s=timeout, told=told), as_lines=as_lines)
        return
    if steps:
        raise UsageError("from the archive everything is made again: name no step")
    refuse_half_lost(settings)
    if not open_archive_reader(settings).files():
        for _ in rebuild_index(archive_engine(settings), archive_folder(settings), stage=ARCHIVE, forget_missing=False):
            pass
    replay(BEGINNING, data=data, as_lines=as_lines)
    with closing(open_log(settings)) as log, _progress() as told:
        carry(log, settings, steps_behind_pages(), timeout_s=timeout, told=told)
    stored = open_articles(settings).count()
    if as_lines:
        print_json({"articles": stored})
    else:
        console.print(f"{stored:,} articles stored", highlight=False)


def _tell(found: Sequence[RebuiltStore], *, as_lines: bool) -> None:
    for each in found:
        if as_lines:
            since = None if each.since is None else rfc3339(each.since)
            print_json({**vars(each), "since": since})
            continue
        if each.since is None:
            console.print(f"{each.step}: its topic holds no record, {each.rows:,} rows", highlight=False)
            continue
        added = each.rows - each.rows_before
        said = f"{each.step}: {each.rows:,} rows, {added:,} of them new, of {each.records:,} records"
        console.print(f"{said} since {each.since.astimezone(UTC):%Y-%m-%d %H:%M} UTC", highlight=False)
    if not as_lines:
        console.print("what was older than that lies in no topic: see docs/backup.md", style="dim")


@contextmanager
def _progress() -> Iterator[OnProgress]:
    """Records unread, on a terminal."""
    shown = output_console(stderr=True)
    with Progress(console=shown, transient=True, disable=not shown.is_terminal) as progress:
        task = progress.add_task("reading again", total=None)
        most = 0

        def told(unread: int) -> None:
            nonlocal most
            most = max(most, unread)
            progress.update(task, total=most, completed=most - unread)

        yield told
