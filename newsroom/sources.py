"""The outlets as a crawler's catalogue wants them: one TOML file each."""

import json
from urllib.parse import urlsplit

from newsroom.outlets import Outlet

MAX_PAGE_BYTES = 8 * 1024 * 1024


def source_toml(outlet: Outlet, base: str) -> str:
    """The declaration of an outlet that is served at `base`."""
    feeds = [base + channel.path for channel in outlet.channels if channel.kind != "sitemap"]
    sitemaps = [base + channel.path for channel in outlet.channels if channel.kind == "sitemap"]
    # A JSON string or list of strings is a TOML one too.
    return f"""\
id = {json.dumps(outlet.id)}
name = {json.dumps(outlet.name)}
hosts = {json.dumps([urlsplit(base).netloc])}
feeds = {json.dumps(feeds)}
news_sitemaps = {json.dumps(sitemaps)}
timezone = "Asia/Jakarta"
rights = "full_text"
status = "active"
evidence = "newsroom"

[crawl]
poll_s = {outlet.poll_s}
delay_s = 0.05
timeout_s = 10.0
max_bytes = {MAX_PAGE_BYTES}
"""
