"""Reads the fenced blocks of a document, and runs its commands in a folder as a reader would.

A comment directly before a fence says what to do with it: `<!-- file: PATH -->` writes it there.
`<!-- not run: WHY -->` leaves it out.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.pipeline.command import ROOT, Ran, warta

FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"<!-- ((?:(?!-->).)+) -->\s*\Z", re.DOTALL)
FILE, NOT_RUN = "file: ", "not run: "
LIMIT_S = 240
# What a shell does more with than part words at spaces and quotes.
SHELL_ONLY = re.compile(r"[|&;<>$`*?~(){}\[\]!\n\\]")


@dataclass(frozen=True)
class Fence:
    """`line` (from 1) is that of its first line of text; `mark` is the comment before it, empty where none is."""

    page: Path
    line: int
    language: str
    text: str
    mark: str

    @property
    def file(self) -> str:
        return self.mark.removeprefix(FILE) if self.mark.startswith(FILE) else ""

    @property
    def is_run(self) -> bool:
        return self.language == "sh" and not self.mark.startswith(NOT_RUN)

    @property
    def commands(self) -> list[str]:
        """Without comments and empty lines; a line that ends in a backslash goes on in the next."""
        lines = self.text.replace("\\\n", " ").splitlines()
        return [bare for line in lines if (bare := re.sub(r"(?:^|\s)#\s.*", "", line).strip())]


def fences(page: Path, *, heading: str = "") -> Iterator[Fence]:
    """Of a page, or of the section below a heading, down to the next of its rank or a higher one."""
    text = page.read_text(encoding="utf-8")
    start, end = _section(text, heading)
    for found in FENCE.finditer(text, start, end):
        mark = MARK.search(text, start, found.start())
        near = mark is not None and text[mark.end(1) : found.start()].count("\n") <= 1
        body = re.sub(rf"^{found[1]}", "", found[3], flags=re.MULTILINE)
        line = text.count("\n", 0, found.start(3)) + 1
        yield Fence(page, line, found[2], body, " ".join(mark[1].split()) if mark is not None and near else "")


def _section(text: str, heading: str) -> tuple[int, int]:
    if not heading:
        return 0, len(text)
    found = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert found is not None, f"no heading {heading!r}"
    after = re.compile(rf"^#{{1,{len(found[1])}}} ", re.MULTILINE).search(text, found.end())
    return found.end(), after.start() if after else len(text)


def run(command: str, folder: Path, env: Mapping[str, str]) -> Ran:
    """As `in_shell`; where a shell would add nothing, without one."""
    words = shlex.split(command) if SHELL_ONLY.search(command) is None else []
    if words[:1] == ["warta"]:
        return warta(*words[1:], env=dict(env), cwd=folder, timeout_s=LIMIT_S)
    return in_shell(command, folder, env)


def in_shell(command: str, folder: Path, env: Mapping[str, str]) -> Ran:
    """In a shell as a reader's, with this installation's `warta`."""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=_environment(env),
        stdin=subprocess.DEVNULL,
        timeout=LIMIT_S,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def start(command: str, folder: Path, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Begins what runs until it is stopped, as `run` does."""
    quiet = subprocess.DEVNULL
    call = ["bash", "-c", f"exec {command}"]
    return subprocess.Popen(call, stdin=quiet, stdout=quiet, stderr=quiet, cwd=folder, env=_environment(env))


def _environment(env: Mapping[str, str]) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return clean | {"PATH": path, "PYTHONPATH": str(ROOT)} | dict(env)


def walk(given: Iterator[Fence], folder: Path, env: Mapping[str, str], words: Mapping[str, str]) -> list[Ran]:
    """Writes the files and runs the commands in order. `words` in capitals stand for what a reader has."""
    ran: list[Ran] = []
    for fence in given:
        if fence.file:
            (folder / fence.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / fence.file).write_text(fence.text, encoding="utf-8")
        for command in fence.commands if fence.is_run else ():
            ran.append(run(filled(command, words), folder, env))
            assert ran[-1].code == 0, f"{fence.page.name}:{fence.line}: {command}\n{ran[-1].out}{ran[-1].err}"
    return ran


def filled(command: str, words: Mapping[str, str]) -> str:
    return re.sub(
        r"\b[A-Z][A-Z.a-z]*\b", lambda word: shlex.quote(words[word[0]]) if word[0] in words else word[0], command
    )
