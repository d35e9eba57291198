"""`warta bench`: the figures of the README, measured on this machine; the last line is JSON."""

import json
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import cleaning_memory, cleaning_time
from bench import idle as idle_bench
from bench import kills as kills_bench
from bench import latency as latency_bench
from bench import overhead as overhead_bench
from bench import search as search_bench
from bench import serve as serve_bench
from bench.audit import SqliteReader
from commands.options import settings_with
from pipeline.errors import EXIT_FAILED, UsageError
from pipeline.logs import configure_logging
from pipeline.settings import Settings
from pipeline.wiring.clean import make as make_cleaner
from pipeline.wiring.log import apply_topics, open_log
from pipeline.wiring.stores import own_schema

Pages = Annotated[int, typer.Option("--pages", min=20, help="How many pages go through.")]
Saved = Annotated[
    Path | None, typer.Option("--saved", help="Folder of saved pages with urls.tsv, instead of made ones.")
]
console = Console(stderr=True)


@contextmanager
def fresh(*, log: str | None = None) -> Iterator[Settings]:
    """Settings over a data folder, topics and tables of its own; all are removed afterwards."""
    configure_logging("error", process="bench")
    with tempfile.TemporaryDirectory(prefix="warta-bench-") as folder:
        settings = settings_with(data=Path(folder) / "data", port=0, log=log)
        if settings.log == "kafka":
            # Topics of its own on a cluster that others may use.
            settings = settings.model_copy(update={"topic_prefix": f"bench-{uuid.uuid4().hex[:8]}."})
        settings.data_dir.mkdir(parents=True)
        with own_schema(settings) as own, own_topics(own):
            yield own


@contextmanager
def own_topics(settings: Settings) -> Iterator[None]:
    """The topics that are declared. On a cluster they go afterwards: each that stays slows its broker a little."""
    with closing(open_log(settings)) as log:
        apply_topics(log, settings)
    try:
        yield
    finally:
        if settings.log == "kafka":
            with closing(open_log(settings)) as log:
                log.delete([name for name in log.topics() if name.startswith(settings.topic_prefix)])


def overhead(pages: Pages = 400, saved: Saved = None) -> None:
    """CPU per article of the pipeline beside its functions called bare."""
    with fresh() as settings:
        result = overhead_bench.measure(settings, count=pages, folder=saved)
    console.print(f"bare {result.bare_ms} ms, pipeline {result.pipeline_ms} ms a page: overhead {result.percent:.1f} %")
    _print(result.as_dict())


def latency(pages: Pages = 300) -> None:
    """From a page in its topic to a search hit, at half the saturated rate."""
    with fresh() as settings:
        saturated = overhead_bench.measure(settings, count=300, folder=None).rate
    with fresh() as settings:
        result = latency_bench.measure(settings, count=pages, rate=saturated / 2)
    console.print(f"at {result.rate} pages/s (half of {saturated}): p50 {result.p50_s} s, p95 {result.p95_s} s")
    _print(result.as_dict() | {"saturated_rate": saturated})


def lanes(
    pages: Annotated[int, typer.Option("--pages", min=20, help="How many live pages arrive.")] = 150,
    rate: Annotated[float, typer.Option(min=0.1, help="Live pages a second.")] = 3.0,
    backlog: Annotated[int, typer.Option(min=100, help="Imported pages that wait.")] = 20_000,
) -> None:
    """From a live page in its topic to a search hit, without and with a backlog of imported pages."""
    results = []
    for waiting in (0, backlog):
        with fresh() as settings:
            results.append(latency_bench.measure(settings, count=pages, rate=rate, backlog=waiting))
    alone, beside = results
    said = f"beside {backlog} imported pages, {beside.bulk_left} of them left"
    console.print(f"p95 {alone.p95_s} s alone, {beside.p95_s} s {said}")
    _print({"alone": alone.as_dict(), "beside": beside.as_dict(), "p95_ratio": round(beside.p95_s / alone.p95_s, 2)})


def idle(seconds: Annotated[float, typer.Option(min=1)] = 30.0) -> None:
    """Share of a processor, and memory, that each process takes while nothing arrives."""
    with fresh() as settings:
        empty = settings.data_dir / "config"
        (empty / "sources").mkdir(parents=True)
        (empty / "watches").mkdir()
        result = idle_bench.measure(settings.model_copy(update={"config_dir": empty}), seconds=seconds)
    for name, mb in result.pss_mb.items():
        console.print(f"{name:<12} {result.percent.get(name, 0.0):5.2f} % {mb:6.1f} MB")
    _print(result.as_dict())


def kills(
    pages: Pages = 2500,
    seed: int = 1,
    count: Annotated[int, typer.Option("--kills", min=1, help="How many kills at least.")] = 25,
    inside: Annotated[int, typer.Option(min=0, help="How many of them inside a settle.")] = 10,
) -> None:
    """Seeded kill -9 on workers and supervisor, then a count of ids in every topic and store."""
    with fresh() as settings:
        if settings.log != "sqlite":
            raise UsageError("bench kills reads the embedded log; `make faults` does the same on a cluster")
        reader = SqliteReader(settings.data_dir)
        result = kills_bench.measure(settings, count=pages, seed=seed, kills=count, inside=inside, reader=reader)
    kills_bench.check(result, inside=inside)
    lost, doubled = sum(result.result.lost.values()), sum(result.result.doubled.values())
    inside_of = f"{result.inside_settle} inside a settle, {result.inside_state} inside a stateful step's work"
    console.print(f"{result.hits.total()} kills, {inside_of}: {lost} lost, {doubled} doubled")
    _print(result.as_dict())
    if not result.result.is_clean:
        raise typer.Exit(EXIT_FAILED)


def search(articles: Annotated[int, typer.Option(min=100, help="How many are stored.")] = 1_000_000) -> None:
    """The time for a page of hits or of a list, over many stored articles."""
    with fresh() as settings:
        result = search_bench.measure(settings, count=articles)
    for name, waits in result.waits.items():
        console.print(f"{name:<34} p50 {waits.p50_ms:8.2f} ms   p95 {waits.p95_ms:8.2f} ms   {waits.hits:4.1f} hits")
    _print(result.as_dict())


def serve(
    articles: Annotated[int, typer.Option(min=100, help="How many are stored.")] = 100_000,
    subscribers: Annotated[int, typer.Option(min=1, max=2000, help="How many read the stream.")] = 1000,
) -> None:
    """The outbox's share of a write, the time for lists by filters, and the delay of a change to its readers."""
    with fresh() as settings:
        result = serve_bench.measure(settings, count=articles, subscribers=subscribers)
    console.print(f"a write {result.write_ms} ms an article, {result.outbox_share:.1%} of it the outbox")
    for name, waits in result.waits.items():
        console.print(f"{name:<34} p50 {waits.p50_ms:8.2f} ms   p95 {waits.p95_ms:8.2f} ms   {waits.hits:4.1f} hits")
    console.print(
        f"nothing has changed: p95 {result.fresh_p95_ms} ms; export {result.export_per_s:,} articles/s in "
        f"{result.export_mb} MB"
    )
    console.print(f"to {result.subscribers} readers: p95 {result.delay_p95_ms} ms, {result.lost} lost")
    _print(result.as_dict())


def clean(
    pages: Pages = 200,
    saved: Saved = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often each page is cleaned.")] = 5,
) -> None:
    """CPU time of cleaning beside trafilatura's bare extraction with metadata, page by page in turns."""
    corpus = cleaning_time.pages_of(saved, pages)
    if not corpus:
        raise UsageError(f"no saved page in {saved}")
    result = cleaning_time.measure(make_cleaner(settings_with()), corpus, rounds=rounds)
    console.print(
        f"{result.ours_ms} ms a page beside {result.theirs_ms} ms: {result.ratio} of trafilatura's time "
        f"(p50 {result.p50}, p95 {result.p95}; the longest {result.worst.ours_ms:.0f} ms, {result.worst.ratio:.2f})"
    )
    _print(result.as_dict())


def memory(pages: Annotated[int, typer.Option(min=2000, help="How many pages are cleaned.")] = 20_000) -> None:
    """Resident memory of one process that cleans made pages: after the first thousand and at the end."""
    result = cleaning_memory.measure(make_cleaner(settings_with()), count=pages)
    console.print(
        f"{result.warm_mb} MB after 1,000 pages, {result.end_mb} MB after {result.pages} "
        f"({result.growth_percent:+.1f} %), {result.most_mb} MB at most"
    )
    _print(result.as_dict())


def all_() -> None:
    """Every measurement in turn."""
    for measure in (overhead, latency, idle, kills, clean, memory):
        console.rule(measure.__name__)
        measure()


def _print(result: dict[str, object]) -> None:
    print(json.dumps(result))  # noqa: T201
