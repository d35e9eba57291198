"""`warta topics`: lists the declared topics, and makes the log match them."""

from typing import Annotated

import typer

from commands.options import Config, Data, Json, settings_with
from commands.showing import console, output_console, print_json, table
from pipeline.errors import UsageError
from pipeline.topic_file import topics_as_set
from pipeline.wiring.log import apply_topics, names, open_log, undeclared_topics

DAY_S = 86_400
MIB = 1024 * 1024


def list_(config: Config = None, as_lines: Json = False) -> None:
    """Show every topic as it is declared and set."""
    settings = settings_with(config=config)
    topics, full = topics_as_set(settings), names(settings).full
    if as_lines:
        print_json(
            [
                {"name": full(topic), **{k: v for k, v in vars(topic).items() if k not in ("name", "record")}}
                for topic in topics
            ]
        )
        return
    shown = table("Topics", "name", "partitions", "kept", "up to", "record up to", right=("partitions",))
    for topic in topics:
        kept = "newest of a key" if topic.cleanup.value == "compact" else f"{topic.retention_s / DAY_S:.3g} days"
        sizes = f"{topic.max_bytes / MIB:.4g} MiB", f"{topic.max_record_bytes / MIB:.1f} MiB"
        shown.add_row(full(topic), str(topic.partitions), kept, *sizes)
    console.print(shown)


def apply(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Delete our topics that are declared no more.")] = False,
    data: Data = None,
    config: Config = None,
) -> None:
    """Make the log match the declarations: create, add partitions, alter; and write every group's first offsets."""
    settings = settings_with(data=data, config=config)
    if force and not settings.topic_prefix:
        raise UsageError("WARTA_TOPIC_PREFIX is empty: no topic is known to be ours, and --force deletes none")
    log = open_log(settings)
    changes = list(apply_topics(log, settings, dry_run=dry_run))
    undeclared = undeclared_topics(log, settings)
    if force and undeclared:
        changes += [f"deleted {name}" for name in undeclared]
        if not dry_run:
            log.delete(undeclared)
    log.close()
    for change in changes:
        console.print(f"{'would be ' if dry_run else ''}{change}", highlight=False, soft_wrap=True)
    notes = output_console(stderr=True)
    if not changes:
        notes.print("the log matches the declarations")
    if undeclared and not force:
        notes.print(f"declared no more: {', '.join(undeclared)}; --force deletes them and what is in them")
