"""`warta sources promote`: unverified outlets whose lists passed their last check become active in their files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from catalogue.outlets import load_outlets
from catalogue.promoting import FileChange, Proof, promotion, unverified_files, write_whole
from commands.options import Config, Data, Json, settings_with
from commands.showing import console, print_json
from pipeline.errors import UsageError
from pipeline.wiring.stores import open_frontier
from runtime.clock import utc_now
from schemas.checked import ListCheck
from schemas.outlet import Outlet


def promote(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Outlets by id; all that passed where none is named.", metavar="ID...")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    data: Data = None,
    config: Config = None,
    as_lines: Json = False,
) -> None:
    """Set `active` in the files of unverified outlets of which a list passed its last check."""
    settings = settings_with(data=data, config=config)
    folder = settings.config_dir / "sources"
    known = {outlet.id for outlet in load_outlets(folder)}
    if unknown := [each for each in ids or [] if each not in known]:
        raise UsageError(f"no such outlet: {', '.join(unknown)}; see `warta sources list`")
    frontier = open_frontier(settings)
    # All of them are made before one is written: what cannot be edited is told first.
    changes = _changes(folder, frontier.check_runs.last(), ids or [])
    for change in changes:
        if not dry_run:
            write_whole(change)
        _tell(change, done=not dry_run, as_lines=as_lines)
    if not dry_run and changes:
        frontier.polls.declare(load_outlets(folder), now=utc_now())
    if not as_lines:
        verb = "would be" if dry_run else "were"
        console.print(f"{len(changes)} outlets {verb} promoted; {_why_not(changes)}", highlight=False, soft_wrap=True)


def _changes(folder: Path, checks: Sequence[ListCheck], ids: Sequence[str]) -> list[FileChange]:
    changes = []
    for path, outlet in unverified_files(folder):
        proof = _proof(outlet, checks)
        if proof.passed and (not ids or outlet.id in ids):
            changes.append(promotion(path, outlet, proof))
    return changes


def _proof(outlet: Outlet, checks: Sequence[ListCheck]) -> Proof:
    """By the lists that are polled: a search that answers says nothing of them."""
    lists = {url for _, url in outlet.lists}
    own = [each for each in checks if each.entry.source == outlet.id and each.entry.url in lists]
    passed = [each.entry.at for each in own if each.passed]
    on = max(passed, default=utc_now()).date()
    return Proof(passed=len(passed), of=len(lists), on=on)


def _tell(change: FileChange, *, done: bool, as_lines: bool) -> None:
    if as_lines:
        print_json({"id": change.outlet.id, "file": str(change.path), "changed": change.told, "written": done})
        return
    for line in change.told:
        console.print(f"{change.path}: {line}", highlight=False, soft_wrap=True, markup=False)


def _why_not(changes: Sequence[FileChange]) -> str:
    if changes:
        return "lists that failed are polled too, ever more seldom"
    return "no unverified outlet has a list that passed: `warta sources check --all` asks them"
