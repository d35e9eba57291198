"""What a watch as it is declared now would add and withdraw among all that is kept; nothing is changed."""

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.progress import Progress

from commands.showing import console, output_console, print_json
from pipeline.applying import ApplyRequest, Case, Phase
from pipeline.settings import Settings
from pipeline.wiring.applying import make_judging
from processors.enrich.watch import CompiledWatch, judge

# So much of the threshold is reached by an article that nearly matches.
NEARLY = 0.8
KINDS = ("added", "withdrawn", "near")


class Changed(NamedTuple):
    """`why` is the score against the threshold, and the terms by group."""

    score: float
    title: str
    url: str
    why: str


def show_changes(compiled: CompiledWatch, settings: Settings, *, limit: int, as_lines: bool) -> None:
    """Of each kind the `limit` highest scores."""
    judging = make_judging(settings, ApplyRequest(watch=compiled.watch.id))
    counts: Counter[str] = Counter()
    found: dict[str, list[Changed]] = {kind: [] for kind in KINDS}
    with Progress(console=output_console(stderr=True), transient=True) as progress:
        task = progress.add_task("judging", total=judging.total())
        for phase in (Phase.TEXTS, Phase.STORED):
            for batch in judging.batches(phase, "", number=1):
                for case in batch.cases:
                    kind, changed = _of(compiled, case)
                    counts[kind] += 1
                    if kind in found:
                        found[kind] = heapq.nlargest(limit, [*found[kind], changed])
                progress.update(task, completed=counts.total())
    _tell(compiled.watch.id, counts, found, as_lines=as_lines)


def _of(compiled: CompiledWatch, case: Case) -> tuple[str, Changed]:
    verdict = judge(compiled, case.article.title, case.article.paragraphs)
    before = case.stored is not None and any(match.watch == compiled.watch.id for match in case.stored.watches)
    changed = Changed(verdict.score, case.article.title, case.article.canonical_url, verdict.explain())
    if verdict.matches:
        return ("stays" if before else "added"), changed
    if before:
        return "withdrawn", changed
    return ("near" if verdict.score >= NEARLY * compiled.watch.threshold else "off"), changed


def _tell(watch: str, counts: Mapping[str, int], found: Mapping[str, Sequence[Changed]], *, as_lines: bool) -> None:
    told = {kind: counts.get(kind, 0) for kind in ("added", "withdrawn", "stays", "near")}
    judged = sum(counts.values())
    if as_lines:
        print_json({"watch": watch, "judged": judged} | told)
        for kind in KINDS:
            for changed in found[kind]:
                print_json({"kind": kind} | changed._asdict())
        return
    heads = {"added": "would be added", "withdrawn": "would be withdrawn", "near": "nearly match"}
    for kind, head in heads.items():
        if found[kind]:
            console.print(f"{told[kind]} {head}", style="bold", highlight=False)
        for changed in found[kind]:
            console.print(f"  {changed.title}", highlight=False, markup=False)
            console.print(f"    {changed.why}", style="dim", highlight=False, markup=False, soft_wrap=True)
            console.print(f"    {changed.url}", style="dim", highlight=False, markup=False, soft_wrap=True)
    said = f"{watch}: {told['added']} to add, {told['withdrawn']} to withdraw, {told['stays']} stay"
    end = f"; `warta watches apply {watch}` does it" if told["added"] or told["withdrawn"] else ""
    console.print(f"{said}, {told['near']} nearly match, of {judged} kept{end}", highlight=False, soft_wrap=True)
