"""Stories had a file of their own once; they stand beside the articles now, so that one outbox tells of both."""

import sqlite3
from contextlib import closing
from pathlib import Path

from pipeline.settings import Settings
from pipeline.wiring.stores import engine_for, open_stories
from processors.enrich.stem import stem_text
from stores.common_tables import taken_down
from stores.stories import StoryStore
from stores.story_tables import stories, story_figures, story_members, story_versions

OF_BEFORE = "stories"
TABLES = (taken_down, stories, story_members, story_figures, story_versions)


def bring_over(settings: Settings) -> bool:
    """Moves what is in the file of before, and deletes it; False where there is none.

    Before any step runs. Killed in between, all of it is done again: what is there already stays. Raises
    StoreUnavailableError, DatabaseTooNewError.
    """
    file = settings.data_dir / f"{OF_BEFORE}.db"
    if settings.database_url is not None or not file.is_file():
        return False
    # Both with the tables of now.
    StoryStore(engine_for(settings, OF_BEFORE), stem=stem_text).engine.dispose()
    engine = open_stories(settings).engine
    _copy(file, Path(engine.url.database or ""))
    for each in (file, *file.parent.glob(f"{file.name}-*")):
        each.unlink(missing_ok=True)
    return True


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(target, timeout=60)) as connection:
        connection.execute("ATTACH ? AS before", (str(source),))
        with connection:
            for table in TABLES:
                columns = ", ".join(f'"{column.name}"' for column in table.columns)
                connection.execute(
                    f"INSERT OR IGNORE INTO main.{table.name} ({columns}) SELECT {columns} FROM before.{table.name}"
                )
