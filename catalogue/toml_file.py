"""Reads a TOML file into a pydantic model; an error is one line with file, line and key."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from catalogue.wording import said

M = TypeVar("M", bound=BaseModel)
Location = tuple[str | int, ...]

KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
TABLE = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
SYNTAX_AT = re.compile(r"\s*\(at line (\d+), column \d+\)$")


class CatalogueError(ValueError):
    """A file that people edit is wrong; the message is one line: `file:line: key: what is wrong`."""


def read_model(path: Path, model: type[M]) -> M:
    """Raises CatalogueError: unreadable, no UTF-8, no TOML, or not what `model` declares."""
    text = _read(path)
    if not text.strip():
        raise CatalogueError(f"{path}:1: the file is empty: delete it, or write a declaration")
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        found = SYNTAX_AT.search(str(error))
        line = int(found[1]) if found else len(text.splitlines())
        raise CatalogueError(f"{path}:{line}: {_syntax_key(text, line)}{SYNTAX_AT.sub('', str(error))}") from error
    except ValidationError as error:
        raise CatalogueError(_explain(path, text, error, model)) from error


def read_models(directory: Path, model: type[M]) -> Sequence[tuple[Path, M]]:
    """Every `*.toml` of a directory, by name. Raises CatalogueError."""
    if not directory.is_dir():
        raise CatalogueError(f"{directory}: no such directory")
    return [(path, read_model(path, model)) for path in sorted(directory.glob("*.toml"))]


def locate(text: str, location: Location) -> int:
    """The line (from 1) where the key at `location` stands, or the nearest table or key above it."""
    lines = _lines_of_keys(text)
    for length in range(len(location), 0, -1):
        if location[:length] in lines:
            return lines[location[:length]]
    return 1


def refuse(path: Path, key: str, problem: str) -> CatalogueError:
    """An error about a top-level key of a file that was read before."""
    return CatalogueError(f"{path}:{locate(_read(path), (key,))}: {key}: {problem}")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CatalogueError(f"{path}:{line}: not UTF-8 ({error.reason})") from error
    except OSError as error:
        raise CatalogueError(f"{path}: cannot be read ({error.strerror})") from error


def _explain(path: Path, text: str, error: ValidationError, model: type[BaseModel]) -> str:
    first, *more = error.errors(include_url=False)
    key = ".".join(str(part) for part in first["loc"])
    message = said(first, model)
    given = "" if first["type"] == "missing" else f" (it is {first['input']!r:.80})"
    others = f"; {len(more)} more wrong" if more else ""
    return f"{path}:{locate(text, first['loc'])}: {key}: {message}{given}{others}"


def _syntax_key(text: str, line: int) -> str:
    """`key: ` where the broken line begins with one."""
    lines = text.splitlines()
    found = re.match(r"\s*([\w.-]+)", lines[line - 1]) if 0 < line <= len(lines) else None
    return f"{found[1]}: " if found else ""


def _lines_of_keys(text: str) -> dict[Location, int]:
    lines: dict[Location, int] = {}
    counts: dict[Location, int] = {}
    table: Location = ()
    in_string = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not in_string:
            table = _enter_table(line, table, counts)
            if TABLE.match(line):
                lines.setdefault(table, number)
            elif key := KEY.match(line):
                lines.setdefault(table + _parts(key[1]), number)
        # A string over several lines may hold what looks like a key.
        in_string ^= (line.count('"""') + line.count("'''")) % 2 == 1
    return lines


def _enter_table(line: str, table: Location, counts: dict[Location, int]) -> Location:
    header = TABLE.match(line)
    if header is None:
        return table
    name = _parts(header[2])
    if header[1] == "[":
        return name
    counts[name] = counts.get(name, -1) + 1
    return (*name, counts[name])


def _parts(dotted: str) -> Location:
    return tuple(part.strip("\"'") for part in PART.findall(dotted))
