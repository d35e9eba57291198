"""What somebody paused, as the processes of a run directory know it: a small file that their supervisor keeps."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# By kind and name: who paused it, and why.
Paused = Mapping[str, Mapping[str, str]]


@dataclass
class Pauses:
    """The readers' side. A look costs a question for the file's time."""

    path: Path
    _seen: tuple[int, int] = (0, 0)
    _paused: Paused = field(default_factory=dict)

    def why(self, kind: str, name: str) -> str | None:
        """Who paused it, and why; None where nobody did."""
        return self._read().get(kind, {}).get(name)

    def _read(self) -> Paused:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return {}
        seen = (found.st_mtime_ns, found.st_ino)
        if seen != self._seen:
            self._seen, self._paused = seen, json.loads(self.path.read_text())
        return self._paused


def write(path: Path, paused: Paused) -> None:
    """Where it differs from what is there, in one go. Raises OSError."""
    text = json.dumps(paused)
    if path.exists() and path.read_text() == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Supervisors of one folder write the same file side by side.
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text)
    fresh.replace(path)
