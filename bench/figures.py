"""What is found beside what is asked of the pipeline on Kafka, one figure a line."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.table import Table

from bench.cleaners import Cleaners
from bench.latency import Latency
from bench.overhead import Overhead
from bench.pass_through import PassThrough
from bench.recovery import Recovery

Measured = PassThrough | Cleaners | Recovery | Overhead | Latency


@dataclass(frozen=True)
class Figure:
    """`asked` is a floor, or a ceiling where `at_most`; none where the figure only explains another."""

    what: str
    found: float
    unit: str = ""
    asked: float | None = None
    at_most: bool = False

    @property
    def is_met(self) -> bool | None:
        if self.asked is None:
            return None
        return self.found <= self.asked if self.at_most else self.found >= self.asked

    def as_dict(self) -> dict[str, object]:
        return vars(self) | {"found": round(self.found, 3), "met": self.is_met}


def of(result: Measured) -> list[Figure]:
    """What is asked of a measurement, and what explains it."""
    match result:
        case PassThrough():
            return [
                Figure("pass-through worker beside the bare loop, records a second", result.ratio, asked=0.5),
                Figure("pass-through worker", result.worker_rate, "records/s", asked=6000),
                Figure("the bare loop", result.bare_rate, "records/s"),
                Figure("pass-through worker, CPU of the process", result.worker_cpu_us, "µs a record"),
                Figure("the bare loop, CPU of the process", result.bare_cpu_us, "µs a record"),
            ]
        case Cleaners():
            return [
                Figure("two clean workers beside two bare cleaners, pages a second", result.ratio, asked=0.92),
                Figure("the same, pages a CPU second", result.cpu_ratio),
                Figure("processors busy with something else beside the workers", result.workers.cpus_of_others),
                Figure("processors busy with something else beside the bare", result.bare.cpus_of_others),
            ]
        case Recovery():
            what = "kill -9 of a worker: its partitions move again, worst"
            return [Figure(what, result.worst_s, "s", asked=15, at_most=True)]
        case Overhead():
            return [Figure("overhead of the engine, CPU a page", result.percent, "%", asked=20, at_most=True)]
        case Latency():
            return [Figure("page in its topic → hit in search, p95", result.p95_s, "s", asked=3, at_most=True)]


def table(figures: Iterable[Figure]) -> Table:
    made = Table("what", "found", "asked", "")
    for figure in figures:
        asked = "" if figure.asked is None else f"{'≤' if figure.at_most else '≥'} {figure.asked:g} {figure.unit}"
        mark = {True: "[green]met[/]", False: "[red]missed[/]", None: ""}[figure.is_met]
        made.add_row(figure.what, f"{figure.found:.5g} {figure.unit}", asked, mark)
    return made
