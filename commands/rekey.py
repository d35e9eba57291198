"""`warta rekey`: brings what an earlier version stored to the present one, before its steps run."""

from rich.progress import Progress, TaskID, TextColumn

from commands.options import Data, settings_of_pipeline
from commands.showing import console, output_console
from pipeline.rekeying import bring_up
from pipeline.running import data_lock


def rekey(data: Data = None) -> None:
    """Bring the keys and the search index of an earlier version up to date; may be stopped and run again.

    `warta run` does the same before it starts. Where the steps run one by one, run this first, with them stopped.
    """
    settings = settings_of_pipeline(data=data)
    columns = (TextColumn("{task.description}"), TextColumn("{task.completed} rows"))
    with data_lock(settings), Progress(*columns, console=output_console(stderr=True), transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def told(name: str, rows: int) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=None)
            progress.update(tasks[name], completed=rows)

        rows = bring_up(settings, told)
    console.print(f"{rows} rows looked at" if rows else "nothing to do", highlight=False)
