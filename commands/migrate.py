"""`warta migrate`: brings the databases to the tables of this Warta, and says what it did."""

from commands.options import Data, settings_with
from commands.showing import console, output_console
from pipeline.migrating import migrated
from pipeline.settings import Settings


def migrate(data: Data = None) -> None:
    """Make and bring up the tables of every store, by the role that owns them; may be stopped and run again.

    On a server this runs once, before the steps: their own role may not make tables, and they wait for it. `warta run`
    on files of its own does the same before it starts.
    """
    settings: Settings = settings_with(data=data)
    told = output_console(stderr=True)
    for brought in migrated(settings, lambda name, rows: told.print(f"{name}: {rows} rows", highlight=False)):
        console.print(brought.line, highlight=False, soft_wrap=True)
