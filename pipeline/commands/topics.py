"""`warta topics`: the declared topics, and the log made to match them."""

from typing import Annotated

import typer

from pipeline.commands.looking import console, print_json, table
from pipeline.commands.options import Data, Json, settings_with
from pipeline.topology import all_topics
from pipeline.wiring.log import apply_topics, names, open_log

DAY_S = 86_400
MIB = 1024 * 1024


def list_(as_lines: Json = False) -> None:
    """Show every declared topic."""
    full = names(settings_with()).full
    if as_lines:
        print_json(
            [
                {"name": full(topic), **{k: v for k, v in vars(topic).items() if k not in ("name", "record")}}
                for topic in all_topics()
            ]
        )
        return
    shown = table("Topics", "name", "partitions", "kept", "up to", "record up to", right=("partitions",))
    for topic in all_topics():
        kept = "newest of a key" if topic.cleanup.value == "compact" else f"{topic.retention_s / DAY_S:.0f} days"
        sizes = f"{topic.max_bytes // MIB} MiB", f"{topic.max_record_bytes / MIB:.1f} MiB"
        shown.add_row(full(topic), str(topic.partitions), kept, *sizes)
    console.print(shown)


def apply(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False, data: Data = None
) -> None:
    """Make the log match the declarations: create, add partitions, alter; and write every group's first offsets."""
    settings = settings_with(data=data)
    log = open_log(settings)
    changes = apply_topics(log, settings, dry_run=dry_run)
    log.close()
    for change in changes:
        console.print(f"{'would be ' if dry_run else ''}{change}", highlight=False)
    if not changes:
        console.print("the log matches the declarations")
