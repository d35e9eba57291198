"""`warta bench crawlers`: the same generated web crawled by ours, Scrapy and news-please; the last line is JSON."""

import json
from typing import Annotated

import typer
from rich.console import Console

from bench.crawlers.compare import compare, whole
from pipeline.errors import EXIT_FAILED

console = Console(stderr=True)


def crawlers(
    hosts: Annotated[int, typer.Option(min=1, max=5000, help="How many hosts the web has.")] = 8,
    pages: Annotated[int, typer.Option(min=1, help="How many pages each of them has.")] = 300,
    at_once: Annotated[int, typer.Option(min=1, help="How many requests side by side; one a host.")] = 16,
    answer_ms: Annotated[float, typer.Option(min=0, help="How long the web takes to answer.")] = 10.0,
    rounds: Annotated[int, typer.Option(min=1, help="How often each crawls; the cheapest round counts.")] = 2,
) -> None:
    """Pages per second of processor, and memory, beside Scrapy and news-please where they are installed."""

    def say(line: str) -> None:
        console.print(line, markup=False, highlight=False, soft_wrap=True)

    results = compare(hosts, pages, at_once=at_once, answer_s=answer_ms / 1000, rounds=rounds, say=say)
    print(json.dumps({"hosts": hosts, "pages": pages, "crawlers": [each.as_dict() for each in results]}))  # noqa: T201
    if not whole(results, hosts * pages):
        raise typer.Exit(EXIT_FAILED)
