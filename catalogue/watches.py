"""Watches as people declare them in `config/watches/*.toml`."""

from pathlib import Path

from catalogue.toml_file import read_models, refuse
from schemas.watch import Watch


def load_watches(directory: Path) -> list[Watch]:
    """Every watch of a directory, by file name. Raises CatalogueError, also for an id declared twice."""
    files: dict[str, Path] = {}
    watches: list[Watch] = []
    for path, watch in read_models(directory, Watch):
        if watch.id in files:
            raise refuse(path, "id", f"{watch.id!r} is declared in {files[watch.id].name} already")
        files[watch.id] = path
        watches.append(watch)
    return watches
