"""`python -m bench.crawlers.with_news_please`: news-please's sitemap crawler, a process for each site as it has it."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from bench.crawlers.task import AGENT, Task, read_task

PIPELINES = "newsplease.pipeline.pipelines"


def main() -> None:
    """As its own launcher does, but without the ten seconds that it waits between two looks."""
    task = read_task()
    spec = find_spec("newsplease")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    config, sites = task.folder / "config.cfg", task.folder / "sitelist.hjson"
    config.write_text(configured((package / "config" / "config.cfg").read_text("utf-8"), task), "utf-8")
    urls = [task.web.base(host) for host in task.web.hosts]
    sites.write_text(json.dumps({"base_urls": [{"url": url, "crawler": "SitemapCrawler"} for url in urls]}), "utf-8")
    for index in range(len(urls)):
        command = [sys.executable, str(package / "single_crawler.py"), str(config), str(sites), str(index)]
        subprocess.run([*command, "False", "False"], check=True, stdout=subprocess.DEVNULL)


def configured(shipped: str, task: Task) -> str:
    """Its own configuration, with these lines instead."""
    storages = {f"{PIPELINES}.HtmlFileStorage": 200}
    if task.cleans:
        storages |= {f"{PIPELINES}.ArticleMasterExtractor": 100, f"{PIPELINES}.JsonFileStorage": 300}
    changed = {
        "working_path": f"{task.folder}/",
        "enabled_heuristics": '{"crawler_contains_only_article_alikes": True}',
        "pass_heuristics_condition": '"crawler_contains_only_article_alikes"',
        "LOG_LEVEL": "ERROR",
        "CONCURRENT_REQUESTS": str(task.at_once),
        "CONCURRENT_REQUESTS_PER_DOMAIN": "1",
        "USER_AGENT": f"'{AGENT}'",
        # It takes a host with a port for a domain, and would follow no link to it. Its AutoThrottle is off as it ships.
        "ITEM_PIPELINES": f"{storages}\n\nDOWNLOADER_MIDDLEWARES = "
        "{'scrapy.downloadermiddlewares.offsite.OffsiteMiddleware': None}",
    }
    lines: list[str] = []
    skipping = False
    for line in shipped.splitlines():
        key = line.partition("=")[0].strip()
        if key in changed and "=" in line:
            lines.append(f"{key} = {changed[key]}")
            skipping = True
        elif not (skipping and line.startswith(" ")):
            lines.append(line)
            skipping = False
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
