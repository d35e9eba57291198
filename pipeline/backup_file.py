"""A backup on the disk: a folder or a tar file, whole or not there; its manifest is written last."""

import hashlib
import os
import re
import shutil
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ValidationError

from pipeline.errors import CommandError, UsageError

MANIFEST = "manifest.json"
# What a newer Warta may write, this one refuses.
FORMAT = 1
PARTIAL = ".partial"
TAR = ".tar"
# Of our own making: nothing that a manifest names leads out of the folder that it is restored into.
NAME = re.compile(r"[a-z0-9_]+(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)?(?:\.[a-z0-9.]+)?")
CHUNK = 1 << 20
NOT_THERE = (KeyError, FileNotFoundError, tarfile.ReadError)
Moved = Callable[[int], None]
"""So many bytes more."""


class BackupPart(BaseModel):
    """A file of the backup. `rows` by table, where it holds any."""

    name: str
    bytes: int
    sha256: str
    rows: Mapping[str, int] = {}
    columns: Mapping[str, Sequence[str]] = {}

    @property
    def database(self) -> str:
        return self.name.partition(".")[0]


class Offset(BaseModel):
    group: str
    topic: str
    partition: int
    settled: int


class Manifest(BaseModel):
    """What a backup is of. `schemas`: the version of each database. `offsets`: of a cluster, whose log is not in it."""

    format: int = FORMAT
    warta: str
    at: datetime
    log: str
    database: str
    topic_prefix: str
    schemas: Mapping[str, str]
    parts: Sequence[BackupPart]
    offsets: Sequence[Offset] = ()
    archive_files: int = 0
    """How many the index has; their own bytes are in the backup only if `has_archive`."""
    has_archive: bool = False

    @property
    def bytes(self) -> int:
        return sum(part.bytes for part in self.parts)

    @property
    def rows(self) -> Mapping[str, int]:
        """By database and table, as `articles.articles`."""
        return {
            f"{place}.{table}": n for part in self.parts for table, n in part.rows.items() for place in [stem(part)]
        }


def stem(part: BackupPart) -> str:
    return part.name.partition(".")[0].partition("/")[0]


@dataclass
class BackupWriting:
    """Where a backup is made: beside its name, which it gets when it is whole."""

    target: Path
    parts: list[BackupPart] = field(default_factory=list)

    @property
    def is_tar(self) -> bool:
        return self.target.suffix == TAR

    @property
    def folder(self) -> Path:
        """What is being made, file by file."""
        return self.target.with_name(self.target.name + PARTIAL)

    def path(self, name: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def keep(self, name: str, *, rows: Mapping[str, int] | None = None, columns: Sequence[str] = ()) -> BackupPart:
        """What was written under the name belongs to the backup now."""
        path = self.folder / name
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        of = {table: columns for table in rows or ()} if columns else {}
        part = BackupPart(name=name, bytes=path.stat().st_size, sha256=digest, rows=rows or {}, columns=of)
        self.parts.append(part)
        return part

    def end(self, manifest: Manifest) -> None:
        self.path(MANIFEST).write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
        if not self.is_tar:
            if self.target.exists():
                self.target.rmdir()
            self.folder.rename(self.target)
            return
        packed = self.folder / f"whole{TAR}"
        with tarfile.open(packed, "w") as tar:
            for name in (*(part.name for part in self.parts), MANIFEST):
                tar.add(self.folder / name, arcname=name)
                # What is packed goes: the disk need not hold everything twice.
                (self.folder / name).unlink()
        packed.rename(self.target)
        shutil.rmtree(self.folder)


@contextmanager
def writing(target: Path) -> Iterator[BackupWriting]:
    """Raises UsageError where something is there already. What was cut off earlier is made anew; what fails goes."""
    if target.suffix == TAR and target.exists():
        raise UsageError(f"{target} is there already: name a new file")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target} is not empty: name a new folder, or a file that ends in {TAR}")
    made = BackupWriting(target)
    shutil.rmtree(made.folder, ignore_errors=True)
    made.folder.mkdir(parents=True)
    try:
        yield made
    except BaseException:
        shutil.rmtree(made.folder, ignore_errors=True)
        raise


@dataclass(frozen=True)
class BackupReading:
    path: Path
    manifest: Manifest

    def copy(self, part: BackupPart, target: Path, moved: Moved) -> None:
        """Raises CommandError where its bytes are not those that were written."""
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        try:
            with opened(self.path, part.name) as source, target.open("wb") as file:
                while data := source.read(CHUNK):
                    digest.update(data)
                    file.write(data)
                    moved(len(data))
                file.flush()
                os.fsync(file.fileno())
        except NOT_THERE as error:
            raise CommandError(f"{self.path}: {part.name} is missing or cut off: take another backup") from error
        if digest.hexdigest() != part.sha256:
            raise CommandError(f"{self.path}: {part.name} is not what was written: take another backup")


def read(path: Path) -> BackupReading:
    """Raises CommandError if it is no backup, a cut-off one, or one of a later Warta."""
    if not path.exists():
        raise UsageError(f"{path}: no such backup")
    try:
        with opened(path, MANIFEST) as file:
            text = file.read()
    except NOT_THERE as error:
        raise CommandError(f"{path} was cut off, or is no backup: it has no {MANIFEST}; take another one") from error
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError as error:
        raise CommandError(f"{path}: {MANIFEST} cannot be read, it may be of a later Warta") from error
    if manifest.format > FORMAT:
        raise CommandError(
            f"{path} was made by a later Warta ({manifest.warta}, format {manifest.format}; this one reads {FORMAT}): "
            "update Warta first"
        )
    if wrong := next((part.name for part in manifest.parts if not NAME.fullmatch(part.name)), None):
        raise CommandError(f"{path}: {wrong!r} is no name that a backup gives")
    return BackupReading(path, manifest)


@contextmanager
def opened(path: Path, name: str) -> Iterator[IO[bytes]]:
    """Raises FileNotFoundError or KeyError where there is no such part, tarfile.ReadError where the file is cut."""
    if path.is_dir():
        with (path / name).open("rb") as file:
            yield file
        return
    with tarfile.open(path, "r:") as tar:
        member = tar.extractfile(name)
        if member is None:
            raise KeyError(name)
        yield member
