"""The configuration checked whole, and the copy of it that is in force: no edit reaches a process that runs."""

import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catalogue.knowledge import load_knowledge
from catalogue.outlets import load_outlets
from catalogue.toml_file import CatalogueError
from catalogue.watches import load_watches
from pipeline.config_version import VERSION_CHARS, Files, read_files, versions_of
from pipeline.settings import Settings
from pipeline.topic_file import topics_as_set
from pipeline.topology import KNOWLEDGE, SOURCES, WATCHES
from runtime.process.aside import aside
from schemas.ids import digest

KEEP_COPIES_S = 86_400.0


@dataclass(frozen=True)
class Counts:
    outlets: int
    watches: int


def check_config(settings: Settings) -> Counts:
    """What is declared. Raises CatalogueError with file, line and key."""
    # Its examples are run by the cleaner: what only looks whether files have changed does not load it.
    from pipeline.cleaning_rules import rules_of

    topics_as_set(settings)
    rules_of(settings.config_dir)
    outlets, watches = settings.config_dir / SOURCES, settings.config_dir / WATCHES
    load_knowledge(settings.config_dir / KNOWLEDGE)
    return Counts(len(load_outlets(outlets)), len(load_watches(watches)))


def in_force(settings: Settings) -> tuple[Settings, Mapping[str, str]]:
    """The settings on a checked copy of the configuration that no edit reaches, and its versions.

    Raises CatalogueError, with the names of the files that people edit.
    """
    folder = settings.config_dir
    try:
        files = read_files(folder)
        copy = _copied(files, folder, settings.run_dir / "config")
        copied = settings.model_copy(update={"config_dir": copy})
        # All of it is read, and little of it is used here.
        aside(lambda: check_config(copied))
    except OSError as error:
        raise CatalogueError(f"{error.filename or folder}: cannot be read or copied ({error.strerror})") from error
    except CatalogueError as error:
        shutil.rmtree(copy, ignore_errors=True)
        raise CatalogueError(str(error).replace(str(copy), str(folder))) from error
    return copied, versions_of(files)


def _copied(files: Files, folder: Path, under: Path) -> Path:
    """The folder of exactly these files: whole, or not there. `folder` is where they come from."""
    whole = digest(*(f"{part} {version}" for part, version in versions_of(files).items()))[:VERSION_CHARS]
    copy = under / whole
    if copy.is_dir():
        os.utime(copy)
        return copy
    fresh = under / f".{whole}.{os.getpid()}"
    fresh.mkdir(parents=True, exist_ok=True)
    for part in (SOURCES, WATCHES):
        # One without a file is no missing one.
        if (folder / part).is_dir():
            (fresh / part).mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).write_bytes(data)
    try:
        fresh.rename(copy)
    except OSError:
        # Another supervisor was faster, with the same files.
        shutil.rmtree(fresh)
        if not copy.is_dir():
            raise
    _tidy(under, keep=copy)
    return copy


def _tidy(under: Path, *, keep: Path) -> None:
    """Copies that no supervisor has touched for a day go, see `Reloading`."""
    for old in under.iterdir():
        if old != keep and old.stat().st_mtime < time.time() - KEEP_COPIES_S:
            shutil.rmtree(old, ignore_errors=True)
