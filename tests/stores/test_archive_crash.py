"""Kill -9 in the middle of the archive's writes: every page that was settled is there once, and nothing is broken."""

import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from stores.archive.leftovers import leftovers
from tests.stores.archive import archived, open_archive, problems
from tests.stores.archive_writer import PAGES, POINTS, settled

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
BATCHES = 16


def writer(data: Path, batches: int, *point: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.stores.archive_writer", str(data), str(batches), *point]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT)})


def kill_after(writing: subprocess.Popen[str], settles: int) -> int:
    """Its exit code. It is in the middle of a later batch when the signal comes, wherever that may be."""
    assert writing.stdout is not None
    for _ in range(settles):
        writing.stdout.readline()
    writing.kill()
    return end(writing)


def end(writing: subprocess.Popen[str]) -> int:
    writing.communicate()
    return writing.returncode


def counts(data: Path) -> Counter[str]:
    return Counter(page.url_key for page in archived(*open_archive(data)))


def expected(batches: int) -> Counter[str]:
    return Counter(f"kabar.example/berita/{n}" for n in range(batches * PAGES))


@pytest.mark.parametrize("seed", range(2))
def test_seeded_kills_lose_and_double_no_page(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    codes = []
    while settled(tmp_path) < BATCHES - 6:
        codes.append(kill_after(writer(tmp_path, BATCHES), dice.randint(1, 3)))
        found = counts(tmp_path)

        assert expected(settled(tmp_path)) <= found
        assert max(found.values()) == 1
        assert problems(*open_archive(tmp_path)) == []
    assert end(writer(tmp_path, BATCHES)) == 0
    assert len(codes) >= 2
    assert set(codes) == {-signal.SIGKILL}
    assert counts(tmp_path) == expected(BATCHES)
    assert problems(*open_archive(tmp_path)) == []


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_between_any_two_effects_loses_and_doubles_no_page(tmp_path: Path, point: str) -> None:
    assert kill_after(writer(tmp_path, BATCHES), 1) == -signal.SIGKILL
    assert end(writer(tmp_path, BATCHES, point)) == -signal.SIGKILL
    after_the_kill = counts(tmp_path)
    found = problems(*open_archive(tmp_path))

    assert expected(settled(tmp_path)) <= after_the_kill
    assert found == []
    assert end(writer(tmp_path, BATCHES)) == 0
    assert counts(tmp_path) == expected(BATCHES)
    assert problems(*open_archive(tmp_path)) == []
    assert len(list((tmp_path / "archive").glob("*.warc.gz.*"))) == 1


def test_whole_pages_that_no_index_has_outlive_kills_while_they_are_archived(tmp_path: Path) -> None:
    assert kill_after(writer(tmp_path, BATCHES), 1) == -signal.SIGKILL
    left_by = [end(writer(tmp_path, BATCHES, point)) for point in ("a whole batch", "before the index") * 2]
    left = list(leftovers(*open_archive(tmp_path)))

    assert left_by == [-signal.SIGKILL] * 4
    assert sum(each.pages for each in left) >= PAGES
    assert problems(*open_archive(tmp_path)) == []
    assert end(writer(tmp_path, BATCHES)) == 0
    assert counts(tmp_path) == expected(BATCHES)
    assert list(leftovers(*open_archive(tmp_path))) == []
    assert problems(*open_archive(tmp_path)) == []
