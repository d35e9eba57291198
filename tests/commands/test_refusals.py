"""Every row of docs/refusals.md, run as it is printed there."""

import re
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.settings import Settings
from tests.pipeline.command import ROOT, Ran, warta
from tests.pipeline.places import engines, pipeline

__all__ = ["engines", "pipeline"]
pytestmark = pytest.mark.slow
ROW = re.compile(r"\| `(?P<command>[^`]+)` \| (?P<code>\d+) \| `(?P<says>.+)` \|")
ANYTHING = "…"


class Refusal(NamedTuple):
    command: str
    code: int
    says: str

    @property
    def pattern(self) -> str:
        return "warta: " + ".+".join(map(re.escape, self.says.split(ANYTHING)))


def refusals() -> list[Refusal]:
    text = (ROOT / "docs" / "refusals.md").read_text(encoding="utf-8")
    return [Refusal(row["command"], int(row["code"]), row["says"]) for row in ROW.finditer(text)]


@pytest.fixture
def place(tmp_path: Path, pipeline: Settings) -> Path:
    (tmp_path / "a-file").write_text("halo")
    shutil.copytree(ROOT / "config", tmp_path / "broken")
    (tmp_path / "broken" / "sources" / "kabar.toml").write_text('id = "kabar"\nname = \n')
    return tmp_path


def files(place: Path) -> dict[str, bytes]:
    found = [path for path in place.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal"))]
    return {str(path.relative_to(place)): path.read_bytes() for path in found}


def run(command: str, place: Path) -> Ran:
    """As a shell would, with nothing of ours in the environment but what stands before the command."""
    words = shlex.split(command)
    at = words.index("warta")
    return warta(*words[at + 1 :], env=dict(word.split("=", 1) for word in words[:at]), cwd=place)


@pytest.mark.parametrize("refusal", refusals(), ids=lambda refusal: refusal.command)
def test_it_ends_in_the_line_that_is_documented_and_writes_nothing(refusal: Refusal, place: Path) -> None:
    before = files(place)
    ran = run(refusal.command, place)

    assert ran.code == refusal.code, ran.err
    assert re.fullmatch(refusal.pattern, ran.err.rstrip("\n")), ran.err
    assert files(place) == before


def test_every_row_of_the_document_is_read() -> None:
    lines = (ROOT / "docs" / "refusals.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| `")]

    assert len(rows) == len(refusals()) > 30
