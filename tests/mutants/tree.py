"""A copy of the project in which one mutant at a time is tried, each in a fork of one warm process."""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from tests.mutants.operators import Mutant

LEFT_OUT = (".git", ".venv", ".run", "data", "build", "__pycache__", ".*_cache", "*.egg-info")


class Tree:
    """One thread's; `close` ends its process. `project` is copied below `folder`."""

    def __init__(self, project: Path, folder: Path) -> None:
        self.root = folder
        shutil.copytree(project, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
        tool = Path(__file__).parents[2]
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.mutants.warm"],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{folder}:{tool}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def reach(self, folders: Sequence[str], tests: Sequence[str]) -> dict[str, Any]:
        """`lines` and `seconds` by test, and the `modules` of others that were loaded."""
        found: dict[str, Any] = self._ask({"folders": list(folders), "tests": list(tests)})
        if "error" in found:
            raise RuntimeError(f"{found['error']}\n{found['said']}")
        return found

    def load(self, modules: Sequence[str]) -> None:
        self._ask({"modules": list(modules)})

    def check(self, seconds: Mapping[str, float]) -> None:
        """Raises RuntimeError where the tests do not pass as they do for `survives`, though there is no mutant."""
        found = self._ask({"seconds": dict(seconds), "compiles": True})
        if not found["passes"]:
            raise RuntimeError(f"the tests do not pass in a fork without a mutant\n{found['said']}")

    def survives(self, mutant: Mutant, seconds: Mapping[str, float]) -> bool:
        """Whether every test of `seconds` passes, in that order, with the mutant in its file."""
        path = self.root / mutant.path
        text = path.read_text()
        path.write_text(mutant.applied(text))
        try:
            return bool(self._ask({"seconds": dict(seconds), "compiles": False})["passes"])
        finally:
            path.write_text(text)

    def close(self) -> None:
        with self._child:
            assert self._child.stdin is not None
            self._child.stdin.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _ask(self, question: Mapping[str, Any]) -> Any:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(json.dumps(question) + "\n")
        self._child.stdin.flush()
        answer = self._child.stdout.readline()
        if not answer:
            raise RuntimeError("the process that tries the mutants has ended")
        return json.loads(answer)
