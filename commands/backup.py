"""`warta backup` and `warta restore`: a copy of everything that a pipeline holds, taken while it runs; and back."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TaskID

from commands.options import Data, Json, settings_of_pipeline, settings_with
from commands.showing import console, output_console, print_json, rfc3339
from pipeline.backing_up import OnProgress, back_up
from pipeline.backup_file import Manifest, read
from pipeline.restoring import restore as restore_into
from pipeline.wiring.stores import open_operations
from runtime.clock import utc_now
from stores.operations import Backup


def backup(
    target: Annotated[Path, typer.Argument(help="A new folder, or a new file that ends in .tar.", metavar="TARGET")],
    archive: Annotated[bool, typer.Option("--archive", help="The archive's files too, not only their index.")] = False,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Copy stores, frontier, state, log and the archive's index, while the pipeline runs; whole, or not at all."""
    settings = settings_of_pipeline(data=data)
    at, began = utc_now(), time.monotonic()
    # Before the copy: where a backup cannot be noted, none is taken.
    operations = open_operations(settings)
    with _progress() as told:
        made = back_up(settings, target, at=at, archive=archive, told=told)
    seconds = time.monotonic() - began
    operations.add_backup(Backup(at, str(target), made.bytes, seconds))
    _tell(made, made.rows, as_lines=as_lines, said=f"{target}: {made.bytes:,} bytes in {seconds:.1f} s")
    if not archive and made.archive_files and not as_lines:
        console.print(f"without the archive's {made.archive_files} files: keep their folder, or use --archive")


def restore(
    source: Annotated[Path, typer.Argument(help="What `warta backup` made.", metavar="BACKUP")],
    rewind: Annotated[
        bool, typer.Option("--rewind", help="Set a cluster's offsets back to the backup's: its records come again.")
    ] = False,
    data: Data = None,
    as_lines: Json = False,
) -> None:
    """Restore a backup into an empty data folder and an empty database; count what is there."""
    settings = settings_with(data=data)
    with _progress() as told:
        done = restore_into(settings, read(source), rewind=rewind, told=told)
    _tell(done.manifest, done.rows, as_lines=as_lines, said=f"restored into {settings.data_dir}")
    if as_lines:
        return
    if done.rewound:
        console.print(f"offsets set back: {', '.join(done.rewound)}", highlight=False, soft_wrap=True)
    if done.manifest.archive_files and not done.manifest.has_archive:
        console.print(
            f"the archive's {done.manifest.archive_files} files are not in this backup: put them into "
            "WARTA_ARCHIVE_DIR, or run `warta archive rebuild --forget-missing`",
            highlight=False,
            soft_wrap=True,
        )


def _tell(manifest: Manifest, rows: Mapping[str, int], *, as_lines: bool, said: str) -> None:
    at = rfc3339(manifest.at)
    if as_lines:
        print_json({"at": at, "warta": manifest.warta, "bytes": manifest.bytes, "rows": dict(rows)})
        return
    console.print(f"{said}, as of {at}", markup=False, highlight=False, soft_wrap=True)
    told = ", ".join(f"{name.partition('.')[2]} {count:,}" for name, count in rows.items() if count and _is_own(name))
    console.print(f"rows: {told or 'none'}", markup=False, highlight=False, soft_wrap=True)


def _is_own(name: str) -> bool:
    return not name.endswith((".owners", ".alembic_version", ".maintenance", ".members", ".assignments", ".groups"))


@contextmanager
def _progress() -> Iterator[OnProgress]:
    """A bar for each part, on a terminal."""
    shown = output_console(stderr=True)
    with Progress(console=shown, transient=True, disable=not shown.is_terminal) as progress:
        tasks: dict[str, TaskID] = {}

        def told(name: str, done: int, of: int) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=of)
            progress.update(tasks[name], completed=done, total=of)

        yield told
