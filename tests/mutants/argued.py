"""Mutants that survive because they change nothing that counts: each is argued in `argued.toml`."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.operators import Mutant

PATH = Path(__file__).parent / "argued.toml"


@dataclass(frozen=True)
class Argument:
    """`line` is the text of the changed line; `change` as it is printed, or empty for every change of the line."""

    file: str
    line: str
    why: str
    change: str = ""

    def covers(self, mutant: Mutant) -> bool:
        return (self.file, self.line) == (mutant.path, mutant.says) and self.change in ("", mutant.change)


def read(path: Path = PATH) -> Sequence[Argument]:
    """None where there is no such file. Raises TypeError where a key is missing or unknown."""
    if not path.is_file():
        return ()
    return [Argument(**each) for each in tomllib.loads(path.read_text()).get("argued", [])]
