"""How a page states its headline, author and date: in ordinary ways, so that it is a complete article."""

import json
from collections.abc import Callable, Mapping, Sequence

from tests.processors.layouts.articles import Article
from tests.processors.layouts.laid_out import Attr

SITE = "Kabar Muara"
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
Head = Callable[[Article, Sequence[str]], str]


def shown_date(article: Article) -> str:
    at = article.published
    return f"{DAYS[at.weekday()]}, {at.day} {MONTHS[at.month - 1]} {at.year} {at:%H:%M} WIB"


def byline(article: Article, attr: Attr) -> str:
    return f"<div{attr('meta')}><span>Penulis: {article.author}</span> <span>{shown_date(article)}</span></div>"


def document_head(article: Article, paragraphs: Sequence[str], kind: str) -> str:
    named = f"<title>{article.title} - {SITE}</title><meta property='og:site_name' content='{SITE}'>"
    title = f"<meta property='og:title' content='{article.title}'><meta property='og:type' content='article'>"
    return f"<head><meta charset='utf-8'>{named}{title}{HEADS[kind](article, paragraphs)}</head>"


def meta(article: Article, _paragraphs: Sequence[str]) -> str:
    return (
        f"<meta property='article:published_time' content='{article.published.isoformat()}'>"
        f"<meta name='author' content='{article.author}'>"
    )


def visible(_article: Article, _paragraphs: Sequence[str]) -> str:
    return ""


def stated(article: Article, _paragraphs: Sequence[str]) -> str:
    return _script(_node(article))


def stated_excerpt(article: Article, paragraphs: Sequence[str]) -> str:
    """JSON-LD whose body is cut after some hundred characters."""
    return _script(_node(article) | {"articleBody": " ".join(paragraphs)[:320]})


def stated_whole(article: Article, paragraphs: Sequence[str]) -> str:
    return _script(_node(article) | {"articleBody": "\n".join(paragraphs)})


def stated_others(article: Article, _paragraphs: Sequence[str]) -> str:
    """A list of other articles after the page's own node."""
    items = [{"@type": "ListItem", "position": n, "url": f"https://www.kabarmuara.id/read/{n}"} for n in (1, 2)]
    return _script(_node(article)) + _script(
        {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}
    )


HEADS: Mapping[str, Head] = {
    "stated": stated,
    "meta": meta,
    "visible": visible,
    "stated_excerpt": stated_excerpt,
    "stated_whole": stated_whole,
    "stated_others": stated_others,
}


def _node(article: Article) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published.isoformat(),
        "author": {"@type": "Person", "name": article.author},
        "publisher": {"@type": "Organization", "name": SITE},
    }


def _script(node: dict[str, object]) -> str:
    return f'<script type="application/ld+json">{json.dumps(node, ensure_ascii=False)}</script>'
