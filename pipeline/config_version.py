"""Which version of the configuration is where: a digest of each part, a copy that stays as it is, who reads what."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.settings import Settings
from pipeline.topology import BY_NAME, STEPS
from runtime.run_dir import RunDir
from schemas.ids import digest

TOPICS = "topics"
VERSION_CHARS = 12
# Beside the processes: what their supervisor says of the configuration.
IN_FORCE = "in_force"
Files = Mapping[str, bytes]


def read_files(config_dir: Path) -> Files:
    """Every TOML file by its path inside the folder. Raises OSError."""
    return {Path(each.path).relative_to(config_dir).as_posix(): Path(each).read_bytes() for each in _files(config_dir)}


def signature(config_dir: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells without reading that a file may have changed: name, time, size. Raises OSError."""
    found = ((each.path, each.stat()) for each in _files(config_dir))
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in found)


def _files(config_dir: Path) -> list[os.DirEntry[str]]:
    """Of the folder and the folders in it. No deeper: the data of a run may lie in the same one.

    Each supervisor looks every two seconds: `Path.glob` took four times as long.
    """
    here = _entries(config_dir)
    folders = [each for each in here if each.is_dir() and not each.name.startswith(".")]
    found = [each for entries in (here, *map(_entries, folders)) for each in entries if each.name.endswith(".toml")]
    return sorted(found, key=lambda each: each.path.split(os.sep))


def _entries(folder: os.PathLike[str]) -> list[os.DirEntry[str]]:
    """None where there is no such folder, or it may not be read."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def versions_of(files: Files) -> Mapping[str, str]:
    """A version for each part: a folder, or a file beside them."""
    parts: dict[str, list[str]] = {}
    for name, data in files.items():
        part = name.partition("/")[0].removesuffix(".toml")
        parts.setdefault(part, []).extend((name, data.decode("utf-8", "surrogateescape")))
    return {part: digest(*told)[:VERSION_CHARS] for part, told in sorted(parts.items())}


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
