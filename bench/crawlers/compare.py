"""Runs each crawler on the same generated web and takes its pages, processor time and memory from the outside."""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from bench.crawl import is_page
from bench.crawl_process import CrawlWeb, crawl_web
from bench.crawl_web import page_paths
from bench.crawlers.task import Task


@dataclass(frozen=True)
class Crawler:
    """`needs`: the module that must be installed."""

    name: str
    module: str
    cleans: bool = False
    needs: str = ""


CRAWLERS = (
    Crawler("Warta", "ours"),
    Crawler("Scrapy", "with_scrapy", needs="scrapy"),
    Crawler("news-please, pages alone", "with_news_please", needs="newsplease"),
    Crawler("Warta with cleaning", "ours_cleaning", cleans=True),
    Crawler("news-please with extraction", "with_news_please", cleans=True, needs="newsplease"),
)


@dataclass(frozen=True)
class Ran:
    """`pages`: of the web's, by its log; `extra`: asked for twice, or forbidden. `mb`: the most of one process."""

    name: str
    pages: int
    extra: int
    cpu_s: float
    seconds: float
    mb: float
    exit_code: int

    @property
    def pages_per_cpu_s(self) -> float:
        return round(self.pages / self.cpu_s, 1)

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"pages_per_cpu_s": self.pages_per_cpu_s}


def compare(
    hosts: int, pages: int, *, at_once: int, answer_s: float, rounds: int, say: Callable[[str], None]
) -> list[Ran]:
    """Every crawler in turn, `rounds` times; of each the round with the least processor time."""
    chosen = [each for each in CRAWLERS if is_installed(each, say)]
    best: dict[str, Ran] = {}
    with crawl_web(hosts, pages, answer_s=answer_s) as web:
        for _ in range(rounds):
            for each in chosen:
                ran = _run(each, web, at_once)
                say(told(ran))
                if each.name not in best or ran.cpu_s < best[each.name].cpu_s:
                    best[each.name] = ran
    return [best[each.name] for each in chosen]


def is_installed(crawler: Crawler, say: Callable[[str], None]) -> bool:
    if not crawler.needs or find_spec(crawler.needs):
        return True
    say(f"{crawler.name}: skipped, {crawler.needs} is not installed here; `make crawlers` runs with it")
    return False


def _run(crawler: Crawler, web: CrawlWeb, at_once: int) -> Ran:
    web.taken_log()
    with tempfile.TemporaryDirectory(prefix="warta-bench-") as folder:
        task = Task(web, at_once, Path(folder), crawler.cleans)
        started = time.perf_counter()
        command = [sys.executable, "-m", f"bench.crawlers.{crawler.module}", *task.arguments]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        # Of the process and of all that it has waited for. Source: wait4(2).
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
    asked = Counter((host, path) for _, host, path in filter(is_page, web.taken_log()) if path != "/")
    wanted = [(host, path) for host in web.hosts for path in page_paths(web.pages)]
    there = sum(each in asked for each in wanted)
    return Ran(
        name=crawler.name,
        pages=there,
        extra=asked.total() - there,
        cpu_s=round(usage.ru_utime + usage.ru_stime, 2),
        seconds=round(seconds, 1),
        mb=round(usage.ru_maxrss / 1000, 1),
        exit_code=process.returncode,
    )


def told(ran: Ran) -> str:
    fault = f", exit code {ran.exit_code}" if ran.exit_code else ""
    extra = f", {ran.extra} more requests" if ran.extra else ""
    return (
        f"{ran.name}: {ran.pages:,} pages{extra} in {ran.cpu_s:g} s of processor: {ran.pages_per_cpu_s:g} a second; "
        f"{ran.mb:.0f} MB, {ran.seconds:.0f} s{fault}"
    )


def whole(results: Sequence[Ran], pages: int) -> bool:
    """Whether every crawler asked for every page, and ours for each once."""
    ours = all(not ran.extra for ran in results if ran.name.startswith("Warta"))
    return ours and all(ran.pages == pages and not ran.exit_code for ran in results)
