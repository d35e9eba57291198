"""The generated web and those who poll its lists, each a process of its own: started, asked for its log, ended."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.crawl_web import host_names
from pipeline.settings import Settings, child_environment

Request = tuple[float, str, str]
"""When, of which host, which path, as the server saw it."""


@dataclass(frozen=True)
class CrawlWeb:
    hosts: tuple[str, ...]
    pages: int
    port: int

    def base(self, host: str) -> str:
        return f"http://{host}:{self.port}"

    def taken_log(self) -> list[Request]:
        """Every request since it was taken last."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=60) as response:
            return [(at, host, path) for at, host, path in json.load(response)]


@contextmanager
def crawl_web(
    hosts: int, pages: int, *, answer_s: float = 0.0, crawl_delay_s: float = 0.0, hung: int = 0
) -> Iterator[CrawlWeb]:
    command = [sys.executable, "-m", "bench.crawl_web", "--hosts", str(hosts), "--pages", str(pages)]
    command += ["--answer-s", str(answer_s), "--crawl-delay-s", str(crawl_delay_s), "--hung", str(hung)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield CrawlWeb(tuple(host_names(hosts)), pages, int(process.stdout.readline()))
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


@contextmanager
def polls(web: CrawlWeb, settings: Settings) -> Iterator[None]:
    """Meanwhile every host is polled for its sitemap, as often as its turns allow."""
    command = [sys.executable, "-m", "bench.crawl_polls", "--hosts", str(len(web.hosts)), "--port"]
    process = subprocess.Popen(
        [*command, str(web.port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=child_environment(settings),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdout.readline()
        yield
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()
