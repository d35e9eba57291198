"""Who can read the files of passwords."""

import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.settings import Settings
from pipeline.wrong_settings import variable

NAMES = ("kafka_password_file", "database_password_file")
# Of a container, whose only user reads them; there they are as open as the engine made them.
OF_CONTAINERS = Path("/run/secrets")


def open_secrets(settings: Settings) -> Iterator[str]:
    """A line for each file that every user of this machine can read, and what to do."""
    for name in NAMES:
        path: Path | None = getattr(settings, name)
        if path is not None and OF_CONTAINERS not in path.parents and is_open(path):
            yield f"{variable(name)}: every user of this machine can read {path}: chmod 600 {path}"


def is_open(path: Path) -> bool:
    """False of a file that is not there, and of one in a folder that others may not enter."""
    try:
        whole = path.resolve(strict=True)
        return bool(whole.stat().st_mode & stat.S_IROTH) and all(_may_enter(folder) for folder in whole.parents)
    except OSError:
        return False


def _may_enter(folder: Path) -> bool:
    return bool(folder.stat().st_mode & stat.S_IXOTH)
