"""What every crawler is told: which web, how many hosts at once, and a folder of its own."""

import argparse
from dataclasses import dataclass
from pathlib import Path

from bench.crawl_process import CrawlWeb
from bench.crawl_web import SITEMAP, host_names

AGENT = "Warta-bench (+https://warta.example/bench)"


@dataclass(frozen=True)
class Task:
    """`cleans`: the text is taken out of each page as well."""

    web: CrawlWeb
    at_once: int
    folder: Path
    cleans: bool

    @property
    def sitemaps(self) -> list[str]:
        return [self.web.base(host) + SITEMAP for host in self.web.hosts]

    @property
    def arguments(self) -> list[str]:
        """What `read_task` reads back in the crawler's process."""
        numbers = {"hosts": len(self.web.hosts), "pages": self.web.pages, "port": self.web.port}
        named = [f"--{name}={value}" for name, value in (numbers | {"at-once": self.at_once}).items()]
        return [*named, f"--folder={self.folder}", *(["--cleans"] if self.cleans else [])]


def read_task() -> Task:
    parser = argparse.ArgumentParser()
    for name in ("--hosts", "--pages", "--port", "--at-once"):
        parser.add_argument(name, type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--cleans", action="store_true")
    options = parser.parse_args()
    web = CrawlWeb(tuple(host_names(options.hosts)), options.pages, options.port)
    return Task(web, options.at_once, options.folder, options.cleans)
