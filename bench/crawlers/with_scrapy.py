"""`python -m bench.crawlers.with_scrapy`: Scrapy's sitemap spider, AutoThrottle off, robots.txt obeyed."""

from collections.abc import Iterator
from typing import Any

from scrapy.crawler import CrawlerProcess
from scrapy.spiders import SitemapSpider

from bench.crawlers.task import AGENT, read_task


class Pages(SitemapSpider):  # type: ignore[misc]  # scrapy is not installed where types are checked
    name = "pages"

    def parse(self, response: Any, **_: Any) -> Iterator[dict[str, Any]]:
        yield {"url": response.url, "status": response.status, "body": response.body}


def main() -> None:
    task = read_task()
    process = CrawlerProcess(
        settings={
            "AUTOTHROTTLE_ENABLED": False,
            "ROBOTSTXT_OBEY": True,
            "DOWNLOAD_DELAY": 0,
            "CONCURRENT_REQUESTS": task.at_once,
            # As ours: one request at a time to a host.
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "USER_AGENT": AGENT,
            "COOKIES_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            # Else the log prints every item, body and all.
            "LOG_LEVEL": "ERROR",
        }
    )
    process.crawl(Pages, sitemap_urls=task.sitemaps)
    process.start()


if __name__ == "__main__":
    main()
