"""Which version of the configuration is where: a digest of each part, a copy that stays as it is, who reads what."""

import json
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.knowledge import load_knowledge
from catalogue.outlets import load_outlets
from catalogue.toml_file import CatalogueError
from catalogue.watches import load_watches
from pipeline.cleaning_rules import rules_of
from pipeline.settings import Settings
from pipeline.topic_file import topics_as_set
from pipeline.topology import BY_NAME, KNOWLEDGE, SOURCES, STEPS, WATCHES
from runtime.run_dir import RunDir
from schemas.ids import digest

TOPICS = "topics"
VERSION_CHARS = 12
# Beside the processes: what their supervisor says of the configuration.
IN_FORCE = "in_force"
KEEP_COPIES_S = 86_400.0
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Counts:
    outlets: int
    watches: int


def check_config(settings: Settings) -> Counts:
    """What is declared. Raises CatalogueError with file, line and key."""
    topics_as_set(settings)
    rules_of(settings.config_dir)
    outlets, watches = settings.config_dir / SOURCES, settings.config_dir / WATCHES
    load_knowledge(settings.config_dir / KNOWLEDGE)
    return Counts(len(load_outlets(outlets)), len(load_watches(watches)))


def read_files(config_dir: Path) -> Files:
    """Every TOML file by its path inside the folder. Raises OSError."""
    return {path.relative_to(config_dir).as_posix(): path.read_bytes() for path in _paths(config_dir)}


def signature(config_dir: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells without reading that a file may have changed: name, time, size. Raises OSError."""
    found = ((path, path.stat()) for path in _paths(config_dir))
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in found)


def _paths(config_dir: Path) -> list[Path]:
    """Of the folder and the folders in it. No deeper: the data of a run may lie in the same one."""
    return sorted([*config_dir.glob("*.toml"), *config_dir.glob("[!.]*/*.toml")])


def versions_of(files: Files) -> Mapping[str, str]:
    """A version for each part: a folder, or a file beside them."""
    parts: dict[str, list[str]] = {}
    for name, data in files.items():
        part = name.partition("/")[0].removesuffix(".toml")
        parts.setdefault(part, []).extend((name, data.decode("utf-8", "surrogateescape")))
    return {part: digest(*told)[:VERSION_CHARS] for part, told in sorted(parts.items())}


def in_force(settings: Settings) -> tuple[Settings, Mapping[str, str]]:
    """The settings on a checked copy of the configuration that no edit reaches, and its versions.

    Raises CatalogueError, with the names of the files that people edit.
    """
    folder = settings.config_dir
    try:
        files = read_files(folder)
        copy = _copied(files, folder, settings.run_dir / "config")
        copied = settings.model_copy(update={"config_dir": copy})
        check_config(copied)
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


def steps_that_read(part: str) -> frozenset[str]:
    """All of them where no row names the part: a restart too many loses nothing."""
    named = frozenset(step.name for step in STEPS if part in step.config)
    return named or frozenset(BY_NAME)


def read_by(step: str, settings: Settings) -> Mapping[str, str]:
    """The versions that a process of the step reads now."""
    return {
        part: version
        for part, version in versions_of(read_files(settings.config_dir)).items()
        if step in steps_that_read(part)
    }


def write_versions(path: Path, versions: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(versions))


def versions_in(run_dir: RunDir) -> Mapping[str, Mapping[str, str]]:
    """By process of the data folder, the version of each part that it reads."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(run_dir.versions("").glob("*")):
        if path.name != IN_FORCE and run_dir.endpoint(path.name).exists():
            found[path.name] = _read(path)
    return found


@dataclass(frozen=True)
class InForce:
    """What a supervisor says: the versions it starts processes with, and why the files are not those."""

    versions: Mapping[str, str]
    broken: str


def in_force_of(run_dir: RunDir) -> InForce:
    """Nothing where no supervisor was ever there."""
    told = _read(run_dir.versions(IN_FORCE))
    return InForce(told.get("versions", {}), told.get("broken", ""))


def _read(path: Path) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(path.read_text())
        return read
    except (OSError, ValueError):
        # It is not there yet, or is being written; the next look reads it.
        return {}
