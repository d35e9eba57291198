"""Reads JSON Feed (version 1 and 1.1) and the posts that a WordPress site gives as JSON."""

import json
from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import Any

from ingest.discover.dates import stated_date
from ingest.discover.feed import plain_title
from ingest.discover.listing import MAX_LINKS, FoundLink, Listing, UnreadableListError, web_url
from schemas.outcomes import Reason

OPENING = (b"{", b"[")


def is_json(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in OPENING


def read_json_feed(body: bytes, *, base_url: str, zone: tzinfo) -> Listing:
    """Raises UnreadableListError (feed_invalid) if the bytes are no JSON, or no list of entries."""
    try:
        stated = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableListError(Reason.FEED_INVALID, f"no JSON: {error}") from error
    entries = stated.get("items") if isinstance(stated, dict) else stated
    if not isinstance(entries, list):
        raise UnreadableListError(Reason.FEED_INVALID, "JSON without a list of items")
    links = [_link(entry, base_url, zone) for entry in entries[:MAX_LINKS] if isinstance(entry, dict)]
    found = tuple(link for link in links if link)
    without = min(len(entries), MAX_LINKS) - len(found)
    return Listing(links=found, error=f"{without} entries without a usable link" if without else "")


def _link(entry: Mapping[str, Any], base_url: str, zone: tzinfo) -> FoundLink | None:
    href = next((entry[name] for name in ("url", "link", "external_url") if isinstance(entry.get(name), str)), "")
    url = web_url(base_url, href)
    if url is None:
        return None
    title = entry.get("title")
    # WordPress wraps its titles: {"rendered": "…"}.
    title = title.get("rendered") if isinstance(title, dict) else title
    # Its `date` is in the zone of the site, its `date_gmt` says no zone.
    return FoundLink(
        url=url,
        title=plain_title(title) if isinstance(title, str) else None,
        published=stated_date(_text(entry, "date_published"), zone=zone)
        or stated_date(_text(entry, "date_gmt"), zone=UTC)
        or stated_date(_text(entry, "date"), zone=zone),
        modified=stated_date(_text(entry, "date_modified"), zone=zone)
        or stated_date(_text(entry, "modified_gmt"), zone=UTC),
    )


def _text(entry: Mapping[str, Any], name: str) -> str | None:
    value = entry.get(name)
    return value if isinstance(value, str) else None
