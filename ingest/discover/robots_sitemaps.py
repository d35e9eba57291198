"""Reads the sitemaps that a robots.txt names (`Sitemap:` lines, sitemaps.org protocol)."""

import re

from ingest.discover.listing import Listing, SubSitemap, web_url

LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
MAX_SITEMAPS = 200
ROBOTS = "/robots.txt"


def read_robots_sitemaps(body: bytes, *, base_url: str) -> Listing:
    """A robots.txt without sitemaps is an empty list."""
    text = body.decode("utf-8-sig", "replace")
    named = (web_url(base_url, found) for found in LINE.findall(text)[:MAX_SITEMAPS])
    return Listing(sub_sitemaps=tuple(SubSitemap(url) for url in dict.fromkeys(url for url in named if url)))
