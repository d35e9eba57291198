"""Every tool over one folder, each in a process of its own with a time limit: one that hangs costs its row alone."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.score.figures import Lowest, Row, SetScore, beside, f1_by_site, summary, timing
from bench.score.gold import GoldPage, read_pages
from bench.score.measures import PageScore, Prediction, score_page
from bench.score.tools import OURS, PRECISE, UNSEEN, Tool
from bench.score.worker import PageRead
from pipeline.settings import Settings, child_environment

ROOT = Path(__file__).parents[3]
JUDGED = {"title": ("title",), "published": ("day", "minute"), "authors": ("authors", "no_authors")}
WORST_SHOWN = 3
MAX_NOTE_CHARS = 90
# A median needs more, and for the others it would take an hour: theirs is the mean of two.
OTHERS_ROUNDS = 2


def score_folder(folder: Path, tools: Sequence[Tool], *, rounds: int, limit_s: float) -> Iterator[Row]:
    """One row a tool, as each is done. `rounds` are of ours. Raises UsageError where the folder cannot be read."""
    pages = read_pages(folder)
    for tool in tools:
        turns = rounds if tool is OURS else min(rounds, OTHERS_ROUNDS)
        command = [sys.executable, "-m", "bench.score.worker", tool.name, str(folder), str(turns)]
        yield row_of(tool, pages, command, limit_s=limit_s)


def fits(tool: Tool, pages: Sequence[GoldPage]) -> bool:
    """A site can be left out where the gold names several."""
    return tool is not UNSEEN or len({page.gold.site for page in pages} - {""}) > 1


def set_score(folder: Path, rows: Sequence[Row]) -> SetScore:
    pages = read_pages(folder)
    sites = {page.gold.site or page.gold.id for page in pages}
    if len(sites) == len(pages):
        rows = [row.model_copy(update={"f1_by_site": {}}) for row in rows]
    read = {row.tool: row for row in rows if row.figures is not None}
    compared = beside(read[OURS.name], read[PRECISE.name]) if {OURS.name, PRECISE.name} <= read.keys() else None
    return SetScore(name=folder.name, pages=len(pages), sites=len(sites), rows=tuple(rows), beside=compared)


def row_of(tool: Tool, pages: Sequence[GoldPage], command: Sequence[str], *, limit_s: float) -> Row:
    """The command writes one PageRead a page into the file that comes as its last argument."""
    with tempfile.TemporaryDirectory(prefix="warta-score-") as home:
        out = Path(home) / "reads.jsonl"
        failure = _run([*command, str(out)], Path(home), limit_s)
        if failure:
            return Row(tool=tool.name, note=failure)
        reads = [_page_read(line) for line in out.read_text("utf-8").splitlines()]
    scores = [score_page(page.gold, read.prediction) for page, read in zip(pages, reads, strict=True)]
    untold = [field for fact, fields in JUDGED.items() if fact not in tool.gives for field in fields]
    return Row(
        tool=tool.name,
        figures=summary(scores).model_copy(update=dict.fromkeys(untold)),
        timing=timing([score.id for score in scores], [read.ms for read in reads], [read.beside_ms for read in reads]),
        lowest=_lowest(scores),
        note=_note(tool, scores, [read.error for read in reads if read.error]),
        f1_by_page={score.id: round(score.text.f1, 4) for score in scores},
        f1_by_site={site: round(f1, 4) for site, f1 in f1_by_site(scores).items()},
    )


def _run(command: Sequence[str], home: Path, limit_s: float) -> str:
    """Why the process failed, empty where it did not. A home of its own keeps what a library stores out of ours."""
    environment = child_environment(Settings()) | {"PYTHONPATH": str(ROOT), "HOME": str(home), "TMPDIR": str(home)}
    errors = home / "stderr"
    with errors.open("wb") as stderr:
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr,
            start_new_session=True,
        )  # fmt: skip
        try:
            code = process.wait(limit_s)
        except subprocess.TimeoutExpired:
            return f"stopped after {limit_s:g} s"
        finally:
            _end(process)
    said = errors.read_text("utf-8", errors="replace").strip().splitlines()
    return f"ended with code {code}: {said[-1][:MAX_NOTE_CHARS] if said else 'no message'}" if code else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """With the children that the tool may have started: they share its session."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        # It has ended and left nobody.
        return
    process.wait()


def _page_read(line: str) -> PageRead:
    row = json.loads(line)
    told = row["prediction"]
    prediction = Prediction(tuple(told["lines"]), told["title"], told["published"], tuple(told["authors"]))
    return PageRead(prediction, tuple(row["ms"]), tuple(row["beside_ms"]), row["error"])


def _lowest(scores: Sequence[PageScore]) -> Lowest:
    worst = min(scores, key=lambda score: score.text.f1)
    return Lowest(page=worst.id, f1=round(worst.text.f1, 4))


def _note(tool: Tool, scores: Sequence[PageScore], errors: Sequence[str]) -> str:
    """For other tools what they raised; for ours what it got wrong, for whoever improves it."""
    if errors:
        pages = "page" if len(errors) == 1 else "pages"
        return f"{len(errors)} {pages} failed: {' '.join(errors[0].split())[:MAX_NOTE_CHARS]}"
    if tool is not OURS:
        return ""
    worst = sorted((score.text.f1, score.id) for score in scores if score.text.f1 < 0.97)[:WORST_SHOWN]
    return "lowest F1 " + ", ".join(f"{name} {f1:.2f}" for f1, name in worst) if worst else ""
