"""Makes an unverified outlet active in its own file: nothing but the three keys changes, comments and order stay."""

import contextlib
import os
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from catalogue.toml_file import CatalogueError, read_models
from schemas.outlet import Outlet, Status


@dataclass(frozen=True)
class Proof:
    """What a check found: `passed` of `of` lists on day `on`."""

    passed: int
    of: int
    on: date

    def __str__(self) -> str:
        return f"warta sources check [checked {self.on}]: {self.passed} of {self.of} lists"


@dataclass(frozen=True)
class FileChange:
    """`text` is the whole new file; `told` has one line for each key that changes."""

    path: Path
    outlet: Outlet
    text: str
    told: tuple[str, ...]


def unverified_files(directory: Path) -> Iterator[tuple[Path, Outlet]]:
    """Each file of an unverified outlet, by name. Raises CatalogueError."""
    return ((path, outlet) for path, outlet in read_models(directory, Outlet) if outlet.status is Status.UNVERIFIED)


def promotion(path: Path, outlet: Outlet, proof: Proof) -> FileChange:
    """Raises CatalogueError if the changed file would not say what is meant."""
    # As bytes: line ends stay what they are.
    text = path.read_bytes().decode("utf-8")
    evidence = f"{outlet.evidence}; {proof}" if outlet.evidence else str(proof)
    changed = {"status": Status.ACTIVE.value, "last_seen": proof.on.year, "evidence": evidence}
    try:
        document = tomlkit.parse(text)
        for key, value in changed.items():
            document[key] = value
        new = tomlkit.dumps(document)
        found = Outlet.model_validate(tomllib.loads(new))
    except (TOMLKitError, ValueError) as error:
        raise CatalogueError(f"{path}: cannot be edited in place ({error})") from error
    if found != outlet.model_copy(update=changed | {"status": Status.ACTIVE}):
        raise CatalogueError(f"{path}: an edit in place would change more than status, last_seen and evidence")
    before = outlet.model_dump(mode="json")
    told = (f"{key}: {before[key]!r} -> {value!r}" for key, value in changed.items() if before[key] != value)
    return FileChange(path, outlet, new, tuple(told))


def write_whole(change: FileChange) -> None:
    """The old file or the new one, whenever it is cut off. Raises OSError, with the old file in place."""
    # A link stays a link: what it leads to is replaced.
    path = change.path.resolve(strict=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(change.text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode & 0o7777)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
