"""`warta bench kafka` and its parts: the pipeline's figures on a cluster; the last line is JSON."""

import json
from typing import Annotated

import typer

from bench import calls as calls_bench
from bench import cleaners as cleaners_bench
from bench import figures
from bench import latency as latency_bench
from bench import overhead as overhead_bench
from bench import pass_through as pass_through_bench
from bench import recovery as recovery_bench
from bench import worker_memory as worker_memory_bench
from commands.benching import Pages, Saved, console, fresh

Cleaned = Annotated[
    int | None, typer.Option("--cleaned", min=20, help="How many pages lie before the cleaners; none: enough.")
]
Chunk = Annotated[int, typer.Option("--chunk", min=1, help="Records of a turn.")]
Turns = Annotated[int, typer.Option("--turns", min=1, help="Turns of each side.")]
Batch = Annotated[int, typer.Option("--batch", min=1, help="Records of a settle at most.")]
Kills = Annotated[int, typer.Option("--kills", min=1, help="How many workers are killed.")]


def pass_through(chunk: Chunk = 6000, turns: Turns = 7, batch: Batch = 500) -> None:
    """Records a second of a worker whose stage does nothing, beside a bare transactional loop; on Kafka."""
    with fresh(log="kafka") as settings:
        result = pass_through_bench.measure(settings, chunk=chunk, turns=turns, batch=batch)
    console.print(figures.table(figures.of(result)))
    _print(result.as_dict())


def calls(records: Annotated[int, typer.Option(min=100, help="How many go through each step.")] = 1000) -> None:
    """The number of our own calls a record at each kind of step, on the embedded log."""
    with fresh(log="sqlite") as settings:
        result = calls_bench.measure(settings, records=records)
    for name, times in result.most.items():
        console.print(f"{times:6.2f} {name}", highlight=False)
    _print(result.as_dict())


def cleaners(pages: Cleaned = None, saved: Saved = None) -> None:
    """Two clean workers on a pre-filled topic beside two processes that call the cleaner bare."""
    with fresh() as settings:
        result = cleaners_bench.measure(settings, count=pages or cleaners_bench.enough(saved), folder=saved)
    console.print(figures.table(figures.of(result)))
    _print(result.as_dict())


def recovery(kills: Kills = 4, seed: int = 1) -> None:
    """From the kill -9 of a worker until all of its partitions move again, with the shipped settings."""
    with fresh() as settings:
        result = recovery_bench.measure(settings, kills=kills, seed=seed)
    console.print(figures.table(figures.of(result)))
    _print(result.as_dict())


def worker_memory(
    pages: Annotated[int, typer.Option("--pages", min=1, help="How many pages are cleaned.")] = 20_000,
) -> None:
    """The memory of a clean worker over many pages, on the log that is set."""
    with fresh() as settings:
        result = worker_memory_bench.measure(settings, count=pages)
    console.print(
        f"{result.first_mb} MB after {worker_memory_bench.WARM_UP} pages, {result.last_mb} MB after {result.pages}: "
        f"{result.growth_percent:+.1f} %, {result.peak_mb} MB at most"
    )
    _print(result.as_dict())


def kafka(
    pages: Pages = 400,
    saved: Saved = None,
    cleaned: Cleaned = None,
    chunk: Chunk = 6000,
    turns: Turns = 7,
    batch: Batch = 500,
    kills: Kills = 4,
) -> None:
    """Every figure of the pipeline on Kafka beside what is asked."""
    with fresh(log="kafka") as settings:
        passed = pass_through_bench.measure(settings, chunk=chunk, turns=turns, batch=batch)
    with fresh(log="kafka") as settings:
        both = cleaners_bench.measure(settings, count=cleaned or cleaners_bench.enough(saved), folder=saved)
    with fresh(log="kafka") as settings:
        recovered = recovery_bench.measure(settings, kills=kills, seed=1)
    with fresh(log="kafka") as settings:
        over = overhead_bench.measure(settings, count=pages, folder=saved)
    with fresh(log="kafka") as settings:
        late = latency_bench.measure(settings, count=pages, rate=over.rate / 2)
    results: dict[str, figures.Measured] = {"pass_through": passed, "cleaners": both, "recovery": recovered}
    results |= {"overhead": over, "latency": late}
    found = [figure for result in results.values() for figure in figures.of(result)]
    console.print(figures.table(found))
    _print({name: result.as_dict() for name, result in results.items()} | {"figures": [f.as_dict() for f in found]})


def _print(result: dict[str, object]) -> None:
    print(json.dumps(result))  # noqa: T201
