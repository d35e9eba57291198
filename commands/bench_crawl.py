"""`warta bench polling` and `warta bench frontier`: figures of discovery and of the crawl's memory."""

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import frontier as frontier_bench
from bench import polling as polling_bench
from bench.curves import draw
from commands.options import settings_with
from commands.showing import table
from pipeline.logs import configure_logging
from pipeline.wiring.stores import own_schema

console = Console(stderr=True)
SMALLER, SMALLEST = 100, 100_000


def polling(
    seed: int = 1,
    poll_seconds: Annotated[
        list[float] | None, typer.Option("--poll-seconds", min=1, help="`poll_s` of every feed; may be repeated.")
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="File for the curves of the first, as SVG.")] = None,
) -> None:
    """Adaptive against fixed polling at an equal number of polls, over a simulated month of 200 feeds."""
    results = []
    for poll_s in poll_seconds or [300.0, 900.0, 1800.0]:
        results.append(polling_bench.compare(seed=seed, poll_s=poll_s))
        console.print(_told(results[-1]), highlight=False)
    if plot is not None:
        plot.write_text(_curves(results[0]), encoding="utf-8")
    print(json.dumps({"seed": seed, "results": [result.as_dict() for result in results]}))  # noqa: T201


def _told(result: polling_bench.Comparison) -> str:
    ways = (("adaptive", result.adaptive), (f"every {result.every_s:.0f} s", result.fixed))
    said = [
        f"{name}: p50 {way.percentile_s(0.5):.0f} s, p95 {way.percentile_s(0.95):.0f} s, {way.missed} missed"
        for name, way in ways
    ]
    return f"poll_s {result.poll_s:g}, {result.adaptive.polls:,} polls: {'; '.join(said)}"


def _curves(result: polling_bench.Comparison) -> str:
    shares = [percent / 100 for percent in range(100)]
    curves = {
        f"{name}: {outcome.missed} missed": [(outcome.percentile_s(share) / 60, share * 100) for share in shares]
        for name, outcome in (("adaptive", result.adaptive), (f"every {result.every_s:.0f} s", result.fixed))
    }
    title = f"Delay of an article, {result.adaptive.polls:,} polls each"
    x_max = 5 * -(-result.fixed.percentile_s(0.99) * 1.5 // 300)
    return draw(title, curves, across="minutes", up="% of articles seen", x_max=x_max, y_max=100)


def frontier(
    rows: Annotated[int, typer.Option(min=SMALLEST, help="Addresses in the frontier.")] = 1_000_000,
    rounds: Annotated[int, typer.Option(min=10, help="How often each kind of work is measured.")] = 100,
) -> None:
    """The frontier's work among so many addresses, and a hundredth of them; on a server in its own schema."""
    configure_logging("error", process="bench")
    results = {}
    for size in sorted({max(SMALLEST, rows // SMALLER), rows}):
        with (
            tempfile.TemporaryDirectory(prefix="warta-bench-") as folder,
            own_schema(settings_with(data=Path(folder))) as settings,
        ):
            results[size] = frontier_bench.measure(settings, rows=size, rounds=rounds, now=datetime.now(UTC))
    few, many = min(results), max(results)
    shown = table("Milliseconds, p50 / p95", "work", f"{few:,} rows", f"{many:,} rows", "p95 times")
    for name, timing in results[many].items():
        before = results[few][name]
        cells = [f"{each.p50_ms:g} / {each.p95_ms:g}" for each in (before, timing)]
        shown.add_row(name, *cells, f"{timing.p95_ms / before.p95_ms:.1f}")
    console.print(shown)
    print(json.dumps({size: {name: vars(each) for name, each in found.items()} for size, found in results.items()}))  # noqa: T201
