"""`make mutants`: a seeded sample of small faults in the engine, and how many of them its tests find."""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue

from tests.mutants import argued
from tests.mutants.operators import Mutant, mutants_of
from tests.mutants.tree import Tree

FOLDERS = ("runtime", "broker/sqlite_log")
TESTS = (
    "tests/runtime",
    "tests/broker/test_sqlite_*.py",
    "tests/pipeline/test_supervisor.py",
    "tests/pipeline/test_killer_record.py",
)
PASSES_AT = 85.0
SAMPLE = 400


@dataclass(frozen=True)
class Tests:
    """What the clean run told: the lines of each test as `path:line`, and its seconds."""

    lines: Mapping[str, frozenset[str]]
    seconds: Mapping[str, float]

    def of(self, mutant: Mutant) -> dict[str, float]:
        """The tests that a mutant has to pass with their seconds, the fastest first.

        They run the mutant's lines. What no test runs may be run by a process that a test starts, and what is run while
        a file is loaded concerns whoever works with the file: all tests that lie beside one that runs anything of the
        file are asked, or everybody where nobody does.
        """
        found = [test for test, lines in self.lines.items() if lines & _lines(mutant)]
        if mutant.is_of_module or not found:
            beside = {_file(test) for test, paths in self._paths.items() if mutant.path in paths}
            found = [test for test in self.lines if _file(test) in beside] or list(self.lines)
        return {test: self.seconds[test] for test in sorted(found, key=self.seconds.__getitem__)}

    @cached_property
    def _paths(self) -> Mapping[str, set[str]]:
        """The files of which each test runs a line."""
        return {test: {line.rpartition(":")[0] for line in lines} for test, lines in self.lines.items()}

    def runs(self, mutant: Mutant) -> bool:
        """Whether a test runs the mutant in its own process."""
        return mutant.is_of_module or any(lines & _lines(mutant) for lines in self.lines.values())


def sampled(
    project: Path, folders: Sequence[str], *, sample: int | None, seed: int, only: Sequence[str] = ("",)
) -> list[Mutant]:
    """Of the files with one of `only` in their path; every mutant of them where `sample` is None."""
    files = sorted(path for folder in folders for path in (project / folder).rglob("*.py"))
    names = [path.relative_to(project).as_posix() for path in files]
    found = [each for name in names if _is_of(name, only) for each in mutants_of(name, (project / name).read_text())]
    count = len(found) if sample is None else min(sample, len(found))
    return sorted(random.Random(seed).sample(found, count))


def _is_of(name: str, only: Sequence[str]) -> bool:
    return any(each in name for each in only)


def survivors(
    project: Path, mutants: Sequence[Mutant], *, folders: Sequence[str], tests: Sequence[str], processes: int
) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant that no test finds, as it is found out, and whether a test runs it in its own process."""
    with ExitStack() as opened, tempfile.TemporaryDirectory() as folder:
        trees = [opened.enter_context(Tree(project, Path(folder) / str(number))) for number in range(processes)]
        found = [path.relative_to(project).as_posix() for pattern in tests for path in sorted(project.glob(pattern))]
        clean = trees[0].reach(folders, found)
        known = Tests({test: frozenset(lines) for test, lines in clean["lines"].items()}, clean["seconds"])
        free: SimpleQueue[Tree] = SimpleQueue()

        def prepared(tree: Tree) -> None:
            tree.load(clean["modules"])
            tree.check(known.seconds)
            free.put(tree)

        def tried(mutant: Mutant) -> tuple[Mutant, bool, bool]:
            tree = free.get()
            try:
                return mutant, tree.survives(mutant, known.of(mutant)), known.runs(mutant)
            finally:
                free.put(tree)

        with ThreadPoolExecutor(processes) as pool:
            list(pool.map(prepared, trees))
            for done in as_completed([pool.submit(tried, mutant) for mutant in mutants]):
                mutant, survives, is_run = done.result()
                if survives:
                    yield mutant, is_run


def report(mutants: Sequence[Mutant], found: Iterator[tuple[Mutant, bool]]) -> float:
    """Prints each survivor and the sum of them; returns the percentage that was killed."""
    arguments, counted, excused = argued.read(), 0, list[str]()
    for mutant, is_run in found:
        counted += 1
        why = next((each.why for each in arguments if each.covers(mutant)), "")
        if why:
            excused.append(f"{mutant}\n    {why}")
        else:
            _tell(f"{mutant}{'' if is_run else '  (no test runs it)'}")
    if excused:
        _tell("\nsurvived, and argued in argued.toml:", *excused)
    share = 100 * (len(mutants) - counted) / len(mutants)
    _tell(
        f"\n{len(mutants)} mutants: {len(mutants) - counted} killed ({share:.1f} %), {counted} survived, "
        f"{len(excused)} of them argued"
    )
    return share


def _lines(mutant: Mutant) -> set[str]:
    return {f"{mutant.path}:{number}" for number in range(mutant.line, mutant.last_line + 1)}


def _file(test: str) -> str:
    return test.partition("::")[0]


def _tell(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, help="how many; without it, all of the files that --only names, or 400")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", nargs="+", default=(), help="mutants of files with one of these in their path")
    parser.add_argument("--project", type=Path, default=Path.cwd())
    parser.add_argument("--folders", nargs="+", default=FOLDERS)
    parser.add_argument("--tests", nargs="+", default=TESTS)
    asked = parser.parse_args()
    sample = asked.sample or (None if asked.only else SAMPLE)
    mutants = sampled(asked.project, asked.folders, sample=sample, seed=asked.seed, only=asked.only or ("",))
    found = survivors(asked.project, mutants, folders=asked.folders, tests=asked.tests, processes=asked.processes)
    return 0 if report(mutants, found) >= PASSES_AT else 1


if __name__ == "__main__":
    sys.exit(main())
