"""`warta bench crawl`: a generated web fetched politely and whole, beside a bare loop; the last line is JSON."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import crawl as crawl_bench
from bench.crawl_process import crawl_web, polls
from bench.curves import draw
from commands.benching import fresh
from pipeline.errors import EXIT_FAILED

console = Console(stderr=True)
DELAY_HOSTS, DELAY_PAGES, CRAWL_DELAY_S = 8, 5, 1.0
HUNG_HOSTS, HUNG_PAGES = 32, 50


def crawl(
    hosts: Annotated[int, typer.Option(min=2, max=5000, help="How many hosts the web has.")] = 500,
    pages: Annotated[int, typer.Option(min=1, help="How many pages each of them has.")] = 200,
    at_once: Annotated[int, typer.Option(min=1, help="How many hosts are asked side by side, by both.")] = 16,
    answer_ms: Annotated[float, typer.Option(min=0, help="How long the web takes to answer.")] = 100.0,
    plot: Annotated[Path | None, typer.Option(help="File for the curve of memory, as SVG.")] = None,
) -> None:
    """Throughput beside a bare loop, pages once and none forbidden, memory, Crawl-delay, the cost of a hung host."""
    whole = throughput(hosts, pages, at_once=at_once, answer_ms=answer_ms, plot=plot)
    delay = crawl_delay(at_once)
    hung = hung_host(at_once, answer_ms)
    print(json.dumps(whole | delay | hung))  # noqa: T201
    if not (whole["every_page_once"] and delay["least_gap_s"] >= CRAWL_DELAY_S):
        raise typer.Exit(EXIT_FAILED)


def throughput(hosts: int, pages: int, *, at_once: int, answer_ms: float, plot: Path | None) -> dict[str, object]:
    with crawl_web(hosts, pages, answer_s=answer_ms / 1000) as web, fresh() as settings:
        # Half before and half after, so that what else the machine does meets both alike.
        half = hosts // 2
        before = crawl_bench.bare_loop(web, web.hosts[:half], at_once=at_once)
        web.taken_log()
        crawled = crawl_bench.crawl(web, settings, max_hosts=at_once)
        once = crawl_bench.asked_once(web.taken_log(), web) and crawl_bench.is_whole(crawled, web)
        bare = before + crawl_bench.bare_loop(web, web.hosts[half:], at_once=at_once)
    warm, end = crawled.memory[0][1], crawled.memory[-1][1]
    console.print(
        f"{crawled.pages:,} pages of {hosts} hosts: {crawled.rate:.0f} a second beside {bare.rate:.0f} bare "
        f"({crawled.rate / bare.rate:.2f}), {crawled.cpu_ms:.2f} ms of processor a page beside {bare.cpu_ms:.2f}; "
        f"{'each once, none forbidden' if once else f'NOT each once: {crawled.ends}'}; "
        f"{warm:.0f} MB after {crawled.memory[0][0]:,} fetches, {end:.0f} MB after {crawled.memory[-1][0]:,}",
        highlight=False,
    )
    if plot is not None:
        plot.write_text(memory_curve(crawled.memory), encoding="utf-8")
    return {
        "pages": crawled.pages, "rate": round(crawled.rate, 1), "bare_rate": round(bare.rate, 1),
        "ratio": round(crawled.rate / bare.rate, 3), "every_page_once": once,
        "cpu_ms": round(crawled.cpu_ms, 2), "bare_cpu_ms": round(bare.cpu_ms, 2),
        "warm_mb": round(warm, 1), "end_mb": round(end, 1),
    }  # fmt: skip


def memory_curve(memory: list[tuple[int, float]]) -> str:
    """Resident megabytes over thousands of fetches."""
    points = [(fetches / 1000, mb) for fetches, mb in memory]
    top = 50 * (1 + max(mb for _, mb in memory) // 50)
    title = f"Memory of a crawl of {memory[-1][0]:,} fetches"
    return draw(title, {"resident": points}, across="thousand fetches", up="MB", x_max=points[-1][0], y_max=top)


def crawl_delay(at_once: int) -> dict[str, float]:
    """The shortest delay between a host's requests, while another process polls its sitemaps."""
    with (
        crawl_web(DELAY_HOSTS, DELAY_PAGES, crawl_delay_s=CRAWL_DELAY_S) as web,
        fresh() as settings,
        polls(web, settings),
    ):
        crawled = crawl_bench.crawl(web, settings, max_hosts=at_once)
        log = web.taken_log()
    least, asked = crawl_bench.gaps_s(log)[0], sum(map(crawl_bench.is_page, log))
    between = len(log) - asked
    console.print(
        f"Crawl-delay {CRAWL_DELAY_S:g} s, two processes asking: at least {least:.3f} s between any two of "
        f"{asked} pages and {between} lists and robots.txt, by the server's log; {crawled.seconds:.0f} s",
        highlight=False,
    )
    return {"least_gap_s": round(least, 3), "delayed_pages": asked, "delayed_lists": between}


def hung_host(at_once: int, answer_ms: float) -> dict[str, float]:
    """The p95 of the other hosts' pages, with and without one that never answers."""
    p95_ms = []
    for hung in (0, 1):
        with crawl_web(HUNG_HOSTS, HUNG_PAGES, answer_s=answer_ms / 1000, hung=hung) as web, fresh() as settings:
            others = (HUNG_HOSTS - 1) * (HUNG_PAGES + 1)
            crawl_bench.crawl(web, settings, max_hosts=at_once, fates=others)
            gaps = crawl_bench.page_gaps_s(web.taken_log(), without=web.hosts[:1])
        p95_ms.append(gaps[int(len(gaps) * 0.95)] * 1000)
    console.print(
        f"p95 from page to page: {p95_ms[0]:.0f} ms, with one hung host {p95_ms[1]:.0f} ms "
        f"({100 * (p95_ms[1] / p95_ms[0] - 1):+.1f} %)",
        highlight=False,
    )
    return {"p95_ms": round(p95_ms[0], 1), "p95_hung_ms": round(p95_ms[1], 1)}
