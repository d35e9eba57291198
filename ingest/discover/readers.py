"""Chooses a list's reader by its channel, and by its first bytes if an address may hold several kinds."""

import re
from datetime import tzinfo
from urllib.parse import urlsplit

from ingest.discover.feed import read_feed
from ingest.discover.index_page import read_index
from ingest.discover.json_feed import is_json, read_json_feed
from ingest.discover.listing import Listing
from ingest.discover.robots_sitemaps import ROBOTS, read_robots_sitemaps
from ingest.discover.sitemap import read_sitemap
from ingest.web.fetched import Fetched
from schemas.outlet import Channel

FEED_XML = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)


def read_any(fetched: Fetched, channel: Channel, *, zone: tzinfo, max_bytes: int) -> Listing:
    """Raises UnreadableListError."""
    body, base_url = fetched.body, fetched.final_url
    if channel in (Channel.NEWS_SITEMAP, Channel.SITEMAP):
        if urlsplit(base_url).path == ROBOTS:
            return read_robots_sitemaps(body, base_url=base_url)
        stated = fetched.headers.get("content-type", "")
        return read_sitemap(body, base_url=base_url, zone=zone, max_bytes=max_bytes, content_type=stated)
    if is_json(body):
        return read_json_feed(body, base_url=base_url, zone=zone)
    content_type = fetched.headers.get("content-type", "")
    # Some outlets answer a search, or show their newest, as a feed.
    if channel is Channel.INDEX and not FEED_XML.match(body[:2000]):
        return read_index(body, base_url=base_url, content_type=content_type)
    return read_feed(body, base_url=base_url, zone=zone, content_type=content_type or "application/xml")
