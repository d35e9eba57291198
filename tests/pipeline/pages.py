"""Pages of our own articles, as `fetch` hands them to `clean`."""

from datetime import UTC, datetime, timedelta

from schemas.ids import url_key
from schemas.page import Page

NOON = datetime(2025, 4, 28, 12, 0, tzinfo=UTC)


def fetched(url: str, title: str, *paragraphs: str, hours: int = 0, requested: bool = True) -> Page:
    """As it was fetched so many hours after noon."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"
    return Page(
        url=url,
        final_url=url,
        url_key=url_key(url),
        slot=f"{hours}",
        source="kabar",
        requested=requested,
        headers={"content-type": "text/html; charset=utf-8"},
        fetched_at=NOON + timedelta(hours=hours),
        body=html.encode(),
    )
