"""A list of articles written to a file, page by page; what was cut off goes on behind the last page that is whole.

Beside the file stands `FILE.resume`: what was asked, the cursor of the next page, and how many bytes of the file are
whole. It is written after each page has reached the disk, and goes with the end.
"""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from serve.cursors import from_word, to_word
from serve.errors import BadQueryError
from serve.rows import Format, Pages, csv_lines, json_lines

OnProgress = Callable[[int], None]
"""Called with the number of articles that are written."""


class ExportError(Exception):
    """The file is not what it would have to be."""


@dataclass(frozen=True)
class Mark:
    """`asked` names the question: another one may not be gone on with."""

    asked: str
    cursor: str
    bytes: int
    rows: int


@dataclass(frozen=True)
class Export:
    """`columns` are the fields of each article, `asked` all that decides what is in the file."""

    path: Path
    form: Format
    columns: tuple[str, ...]
    asked: str

    @property
    def mark_path(self) -> Path:
        return self.path.with_name(self.path.name + ".resume")

    def write(self, pages: Pages, *, resume: bool, told: OnProgress) -> int:
        """Returns how many articles are in the file.

        Raises ExportError where the file is there already, or where there is nothing to go on with; OSError.
        """
        mark = self._mark() if resume else None
        if mark is None and self.path.exists():
            cut = self.mark_path.exists()
            raise ExportError(f"{self.path} is there already: {'go on with --resume' if cut else 'name a new file'}")
        with self.path.open("r+b" if mark else "xb") as file:
            rows = mark.rows if mark else self._begin(file)
            if mark:
                # A page that was cut off is written anew.
                file.truncate(mark.bytes)
                file.seek(mark.bytes)
            return self._rest(file, pages, mark.cursor if mark else None, rows, told)

    def _begin(self, file: BinaryIO) -> int:
        if self.form is Format.CSV:
            file.write(csv_lines([dict(zip(self.columns, self.columns, strict=True))], self.columns).encode())
        return 0

    def _rest(self, file: BinaryIO, pages: Pages, cursor: str | None, rows: int, told: OnProgress) -> int:
        lines = csv_lines if self.form is Format.CSV else json_lines
        while True:
            found, after = pages(from_word(cursor))
            file.write(lines(found, self.columns).encode())
            file.flush()
            os.fsync(file.fileno())
            rows += len(found)
            told(rows)
            cursor = to_word(after)
            if cursor is None:
                self.mark_path.unlink(missing_ok=True)
                return rows
            self._leave(Mark(self.asked, cursor, file.tell(), rows))

    def _leave(self, mark: Mark) -> None:
        """Whole, or the one before."""
        new = self.mark_path.with_suffix(".new")
        new.write_text(json.dumps(asdict(mark)))
        new.replace(self.mark_path)

    def _mark(self) -> Mark:
        try:
            mark = Mark(**json.loads(self.mark_path.read_text()))
            size = self.path.stat().st_size
        except (OSError, ValueError, TypeError) as error:
            raise ExportError(f"{self.path}: nothing to go on with, for {self.mark_path.name} is not there") from error
        if mark.asked != self.asked:
            raise ExportError(f"{self.path} was begun with another question: {mark.asked}")
        if size < mark.bytes:
            raise ExportError(f"{self.path} has {size} bytes and had {mark.bytes}: begin anew")
        return mark


def form_of(path: Path) -> Format:
    """By the end of its name. Raises BadQueryError."""
    form = {".jsonl": Format.JSONL, ".csv": Format.CSV}.get(path.suffix)
    if form is None:
        raise BadQueryError("unknown_format", f"{path.name} ends neither in .jsonl nor in .csv")
    return form
