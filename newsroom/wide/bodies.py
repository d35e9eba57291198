"""The bytes of the wide web's lists and pages."""

import html
import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime

from newsroom.wide.plan import Article, Kind

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
# RSS 1.0 with the Dublin Core module.
RDF = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
CONTENT_TYPES = {
    Kind.RSS: "application/rss+xml",
    Kind.ATOM: "application/atom+xml",
    Kind.RDF: "application/rdf+xml",
    Kind.JSON: "application/feed+json",
    Kind.NEWS_SITEMAP: "application/xml",
    Kind.SITEMAP: "application/xml",
    Kind.SITEMAP_INDEX: "application/xml",
}
SORRY = "<!doctype html><html><head><title>Maaf</title></head><body><h1>Halaman sedang diperbaiki</h1></body></html>"
SENTENCE = (
    "Warga setempat menyambut kabar itu dengan gembira, kata seorang pejabat daerah kepada wartawan kami kemarin."
)


def feed(kind: Kind, articles: Sequence[Article], base: str) -> str:
    """RSS 2.0, Atom, RSS 1.0 or JSON Feed 1.1."""
    if kind is Kind.JSON:
        entries = [
            {"id": base + each.path, "url": base + each.path, "title": each.title, "date_published": _iso(each.at)}
            for each in articles
        ]
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Kabar", "items": entries})
    items = "".join(_item(kind, each, base) for each in articles)
    if kind is Kind.RSS:
        return f'{XML}<rss version="2.0"><channel><title>Kabar</title><link>{base}/</link>{items}</channel></rss>'
    if kind is Kind.ATOM:
        head = f"<title>Kabar</title><id>{base}/</id>"
        return f'{XML}<feed xmlns="http://www.w3.org/2005/Atom">{head}{items}</feed>'
    return f'{XML}<rdf:RDF {RDF}><channel rdf:about="{base}/"><title>Kabar</title></channel>{items}</rdf:RDF>'


def _item(kind: Kind, each: Article, base: str) -> str:
    title, url = f"<title>{html.escape(each.title)}</title>", base + each.path
    if kind is Kind.RSS:
        return f"<item>{title}<link>{url}</link><pubDate>{format_datetime(each.at)}</pubDate></item>"
    if kind is Kind.ATOM:
        return f'<entry>{title}<id>{url}</id><link href="{url}"/><published>{_iso(each.at)}</published></entry>'
    return f'<item rdf:about="{url}">{title}<link>{url}</link><dc:date>{_iso(each.at)}</dc:date></item>'


def news_sitemap(articles: Sequence[Article], base: str) -> str:
    entries = "".join(
        f"<url><loc>{base}{each.path}</loc><news:news><news:publication_date>{_iso(each.at)}</news:publication_date>"
        f"<news:title>{html.escape(each.title)}</news:title></news:news></url>"
        for each in articles
    )
    return f"{XML}<urlset {SITEMAP} {NEWS}>{entries}</urlset>"


def sitemap(articles: Sequence[Article], base: str) -> str:
    entries = "".join(f"<url><loc>{base}{each.path}</loc><lastmod>{_iso(each.at)}</lastmod></url>" for each in articles)
    return f"{XML}<urlset {SITEMAP}>{entries}</urlset>"


def sitemap_index(newest_of_days: Sequence[datetime], base: str, path: str) -> str:
    """One sitemap a day, dated by its newest article."""
    entries = "".join(
        f"<sitemap><loc>{base}{path}?hari={at:%Y-%m-%d}</loc><lastmod>{_iso(at)}</lastmod></sitemap>"
        for at in newest_of_days
    )
    return f"{XML}<sitemapindex {SITEMAP}>{entries}</sitemapindex>"


def listing(heading: str, articles: Sequence[Article], base: str) -> str:
    entries = "".join(f'<li><a href="{base}{each.path}">{html.escape(each.title)}</a></li>' for each in articles)
    return (
        f"<!doctype html><html><head><title>{html.escape(heading)}</title></head><body>"
        f'<nav><a href="/terbaru">Terbaru</a></nav><main><h1>{html.escape(heading)}</h1><ul>{entries}</ul></main>'
        "</body></html>"
    )


def page(article: Article) -> str:
    text = "".join(f"<p>{html.escape(article.title)}, bagian {part}. {SENTENCE}</p>" for part in range(5))
    title = html.escape(article.title)
    return (
        f'<!doctype html><html lang="id"><head><title>{title}</title><meta property="article:published_time" '
        f'content="{_iso(article.at)}"></head><body><article><h1>{title}</h1>{text}</article></body></html>'
    )


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
