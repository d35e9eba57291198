"""A list written to a file: whole, or gone on with behind the last page that is."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from serve import exporting
from serve.errors import BadQueryError
from serve.exporting import Export, ExportError, form_of
from serve.rows import Format
from stores.paging import Cursor

ROWS = [{"id": f"a{n}", "title": f"Judul {n}"} for n in range(7)]


class Stopped(Exception):
    """As a kill would end it."""


def pages(after: Cursor | None) -> tuple[list[dict[str, Any]], Cursor | None]:
    start = int(after[0]) if after else 0
    end = start + 2
    return ROWS[start:end], (end,) if end < len(ROWS) else None


def cut_after(rows: int) -> Any:
    def told(written: int) -> None:
        if written >= rows:
            raise Stopped

    return told


def nobody(written: int) -> None:
    """Watches no progress."""


def made(path: Path, asked: str = "all") -> Export:
    return Export(path, form_of(path), ("id", "title"), asked)


def read(path: Path) -> Sequence[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file)) if path.suffix == ".csv" else [json.loads(line) for line in file]


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
@pytest.mark.parametrize("cut", [2, 4, 6])
def test_one_that_was_cut_off_goes_on_and_has_every_article_once(tmp_path: Path, name: str, cut: int) -> None:
    path = tmp_path / name
    with pytest.raises(Stopped):
        made(path).write(pages, resume=False, told=cut_after(cut))
    # What was on its way to the disk when it was cut off.
    with path.open("ab") as file:
        file.write(b'{"id": "half')

    # Cut off before its first mark it begins anew.
    resume = (tmp_path / f"{name}.resume").exists()
    if not resume:
        path.unlink()
    rows = made(path).write(pages, resume=resume, told=nobody)

    assert rows == len(ROWS)
    assert read(path) == ROWS
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    made(path).write(pages, resume=False, told=nobody)

    with pytest.raises(ExportError, match="is there already: name a new file"):
        made(path).write(pages, resume=False, told=nobody)

    assert read(path) == ROWS


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    path = tmp_path / "out.jsonl"
    with pytest.raises(Stopped):
        made(path).write(pages, resume=False, told=cut_after(4))
    return path


def test_one_that_was_cut_off_says_how_to_go_on(cut: Path) -> None:
    with pytest.raises(ExportError, match="go on with --resume"):
        made(cut).write(pages, resume=False, told=nobody)


def test_another_question_is_not_gone_on_with(cut: Path) -> None:
    with pytest.raises(ExportError, match="was begun with another question: all"):
        made(cut, "others").write(pages, resume=True, told=nobody)


def test_a_file_that_has_lost_its_end_is_not_gone_on_with(cut: Path) -> None:
    cut.write_bytes(b"{}")

    with pytest.raises(ExportError, match=r"has 2 bytes and had \d+: begin anew"):
        made(cut).write(pages, resume=True, told=nobody)


def test_nothing_to_go_on_with_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="nothing to go on with"):
        made(tmp_path / "out.csv").write(pages, resume=True, told=nobody)


def test_the_form_is_told_by_the_name() -> None:
    assert form_of(Path("x.csv")) is Format.CSV
    with pytest.raises(BadQueryError, match=r"x\.txt ends neither in \.jsonl nor in \.csv"):
        form_of(Path("x.txt"))


def test_a_mark_is_on_the_disk_behind_its_page(cut: Path) -> None:
    mark = exporting.Mark(**json.loads((cut.parent / "out.jsonl.resume").read_text()))

    assert (mark.rows, mark.bytes) == (2, len(b"".join(cut.read_bytes().splitlines(keepends=True)[:2])))
