"""A whole run: every folder that is there, every tool that is installed, and the files that come of it."""

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, track

from bench.score.cases import has_cases, read_cases, run_case
from bench.score.chart import chart
from bench.score.figures import CaseScore, Row, Score, SetScore, case_score
from bench.score.gold import read_pages
from bench.score.layer_figures import LayersScore
from bench.score.overview import case_lines
from bench.score.race import fits, score_folder, set_score
from bench.score.report import CHART, lines, scores_page
from bench.score.tools import BY_NAME, TOOLS, Tool
from pipeline.errors import CommandError, UsageError
from processors.clean.rules import load_rules

FIGURES = "scores.json"


def measure(
    folders: Sequence[Path], *, names: Sequence[str], rounds: int, limit_s: float, say: Callable[[str], None]
) -> Score:
    """What is left out is said in a line each. Raises UsageError for an unknown tool or a broken folder."""
    tools, notes = chosen(names)
    here = [folder for folder in folders if folder.is_dir()]
    notes += [f"no folder {folder.name}, so none of its pages" for folder in folders if folder not in here]
    for note in notes:
        say(note)
    if not here:
        raise UsageError(f"no folder of pages: {', '.join(map(str, folders))}")
    sets, cases = [], []
    for folder in here:
        if has_cases(folder):
            cases.append(_judged(folder))
            told = case_lines(cases[-1])
        else:
            sets.append(_measured(folder, tools, rounds, limit_s))
            told = lines(sets[-1])
        for line in told:
            say(line)
    return Score(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        versions=_versions(tools),
        sets=tuple(sets),
        cases=tuple(cases),
        notes=tuple(notes),
    )


def chosen(names: Sequence[str]) -> tuple[list[Tool], list[str]]:
    """The tools to run, and a line on those that are not installed."""
    unknown = [name for name in names if name not in BY_NAME]
    if unknown:
        raise UsageError(f"no tool {', '.join(unknown)}; there are {', '.join(BY_NAME)}")
    asked = [tool for tool in TOOLS if not names or tool.name in names]
    missing = [tool.name for tool in asked if not tool.is_installed]
    note = f"not installed, `make score` installs them: {', '.join(missing)}"
    return [tool for tool in asked if tool.is_installed], [note] if missing else []


def _measured(folder: Path, tools: Sequence[Tool], rounds: int, limit_s: float) -> SetScore:
    pages = read_pages(folder)
    fitting = [tool for tool in tools if fits(tool, pages)]
    rows: list[Row] = []
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(folder.name, total=len(fitting))
        for row in score_folder(folder, fitting, rounds=rounds, limit_s=limit_s):
            rows.append(row)
            progress.update(task, advance=1, description=f"{folder.name}: {row.tool}")
    return set_score(folder, rows)


def _judged(folder: Path) -> CaseScore:
    """Cases are about our cleaner: no other tool is asked."""
    rules, cases = load_rules(), read_cases(folder)
    shown = track(cases, description=folder.name, console=Console(stderr=True), transient=True)
    return case_score(
        folder.name, [(case.name, case.kind, not run_case(case, rules), bool(case.expected.disputed)) for case in shown]
    )


def _versions(tools: Sequence[Tool]) -> dict[str, str]:
    distributions = sorted({tool.distribution for tool in tools} - {"warta"} | {"lxml", "trafilatura"})
    return {"Python": sys.version.split()[0]} | {name: version(name) for name in distributions}


def write(score: Score, doc: Path) -> None:
    """The page, and beside it its chart and the figures both were made from. Raises CommandError."""
    texts = {doc: scores_page(score), doc.with_name(CHART): chart(score), doc.with_name(FIGURES): _json(score)}
    try:
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"cannot write {error.filename}: {error.strerror}") from error


def add_layers(layers: LayersScore, doc: Path) -> None:
    """To the page and the figures beside it, which a run has written. Raises CommandError."""
    try:
        score = Score.model_validate_json(doc.with_name(FIGURES).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"no figures of `warta bench score` in {doc.with_name(FIGURES)}: {error}") from error
    write(score.model_copy(update={"layers": layers}), doc)


def _json(score: Score) -> str:
    return score.model_dump_json(indent=1) + "\n"
