"""Where Prometheus finds every process of a data folder, whichever supervisor runs it: `run/targets.json`."""

import itertools
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from runtime.run_dir import RunDir, hold, is_held

SUPERVISOR = "supervisor"
Target = dict[str, object]


class Targets:
    """One supervisor's part of the list, under a name that is its own until its process ends, however it ends."""

    def __init__(self, run_dir: RunDir) -> None:
        self._folder = run_dir.path / "supervisors"
        self._list = run_dir.path / "targets.json"
        self.name, self._held = _first_free(self._folder)
        self._seen: object = None

    def write(self, targets: Sequence[Target]) -> None:
        """What this supervisor runs, into the list of all that live. Raises OSError.

        Asked at every tick: where nobody has told anything else since, no file is read or written.
        """
        seen = self._seen_with(targets)
        if seen == self._seen:
            return
        _replace(self._folder / f"{self.name}.json", targets, by=self.name)
        parts = [path for path in sorted(self._folder.glob("*.json")) if is_held(self._folder / path.stem)]
        _replace(self._list, [target for path in parts for target in json.loads(path.read_text())], by=self.name)
        # As it was before: another supervisor may have written meanwhile, so the next look makes sure once.
        self._seen = seen

    def _seen_with(self, targets: Sequence[Target]) -> object:
        """What the list is made of, and which file it is: it differs once there is something to write."""
        own = f"{self.name}.json"
        others = [self._folder / name for name in os.listdir(self._folder) if name.endswith(".json") and name != own]
        told = [(path.name, _version(path)) for path in others if is_held(path.with_suffix(""))]
        return list(targets), sorted(told), _version(self._list)

    def close(self) -> None:
        """The list stays as it is until another supervisor writes it."""
        self._held.close()


def _first_free(folder: Path) -> tuple[str, BinaryIO]:
    names = (f"{SUPERVISOR}-{number}" if number else SUPERVISOR for number in itertools.count())
    return next((name, held) for name in names if (held := hold(folder / name)))


def _version(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_ino)


def _replace(path: Path, targets: Sequence[Target], *, by: str) -> None:
    text = json.dumps(targets, indent=1)
    if path.exists() and path.read_text() == text:
        return
    # Supervisors write the same list side by side: each has a file of its own until it is whole.
    fresh = path.with_suffix(f".{by}")
    fresh.write_text(text)
    fresh.replace(path)
