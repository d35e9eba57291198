"""The tools that are compared: ours, trafilatura in three settings, and those of the `bench` extra."""

import importlib.util
import logging
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from lxml.html import fragment_fromstring
from trafilatura import bare_extraction

from bench.score.gold import GoldPage
from bench.score.measures import Prediction
from processors.clean.clean import clean_html
from processors.clean.rules import RuleKind, Rules, load_rules
from processors.enrich.language import language_of
from schemas.article import CleanedArticle
from schemas.outcomes import Fated

Read = Callable[[GoldPage], Prediction]
FACTS = frozenset(("title", "published", "authors"))
BLOCKS = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "tr", "blockquote", "pre")


@dataclass(frozen=True)
class Tool:
    """`make` gives the function that reads one page; it is called in the process that reads, with all of its pages.

    `gives` are the facts that the tool has a function for; the others are not held against it.
    """

    name: str
    distribution: str
    module: str
    make: Callable[[Sequence[GoldPage]], Read]
    gives: frozenset[str] = FACTS

    @property
    def is_installed(self) -> bool:
        return importlib.util.find_spec(self.module) is not None


def ours(_: Sequence[GoldPage]) -> Read:
    rules = load_rules()
    return lambda page: _predicted(_article(page, rules))


def ours_without_the_site(pages: Sequence[GoldPage]) -> Read:
    """Each site's pages without the rules that take something on that site alone: as if nobody had seen it."""
    rules = load_rules()
    sites: dict[str, set[str]] = {}
    for page in pages:
        article = _article(page, rules)
        for piece in article.removed if article else ():
            sites.setdefault(piece.rule, set()).add(page.gold.site)
    return lambda page: _predicted(_article(page, _without(rules, sites, page.gold.site)))


def _without(rules: Rules, sites: dict[str, set[str]], site: str) -> Rules:
    kept: dict[RuleKind, Any] = {
        kind: tuple(rule for rule in some if sites.get(rule.id) != {site}) for kind, some in rules.by_kind.items()
    }
    return replace(rules, by_kind=kept)


def _article(page: GoldPage, rules: Rules) -> CleanedArticle | None:
    try:
        return clean_html(page.html, url=page.url, source="saved", fetched_at=datetime.now(UTC), rules=rules)
    except Fated:
        # A page that we call no article has no text: it costs us its whole score.
        return None


def _predicted(article: CleanedArticle | None) -> Prediction:
    if article is None:
        return Prediction()
    published = article.published.at.isoformat() if article.published else ""
    return Prediction(article.paragraphs, article.title, published, article.authors)


def trafilatura(*, favor_precision: bool = False, fast: bool = False) -> Callable[[Sequence[GoldPage]], Read]:
    """In the settings that favour it: with metadata, without comments."""

    def read(page: GoldPage) -> Prediction:
        document = bare_extraction(
            page.html, url=page.url, with_metadata=True, include_comments=False, favor_precision=favor_precision,
            fast=fast,
        )  # fmt: skip
        if document is None or isinstance(document, dict):
            return Prediction()
        authors = tuple(filter(None, (document.author or "").split("; ")))
        return Prediction(_lines(document.text), document.title or "", document.date or "", authors)

    return lambda _: read


def justext(pages: Sequence[GoldPage]) -> Read:
    from justext import get_stoplist
    from justext import justext as classify

    lists = {"id": get_stoplist("Indonesian"), "en": get_stoplist("English")}
    languages = _languages(pages)

    def read(page: GoldPage) -> Prediction:
        paragraphs = classify(page.html, lists[languages[page.gold.id]])
        return Prediction(tuple(each.text for each in paragraphs if not each.is_boilerplate))

    return read


def readability(_: Sequence[GoldPage]) -> Read:
    from readability import Document

    def read(page: GoldPage) -> Prediction:
        document = Document(_text(page))
        return Prediction(_text_of(document.summary(html_partial=True)), title=document.short_title())

    return read


def newspaper(pages: Sequence[GoldPage]) -> Read:
    from newspaper import Article

    languages = _languages(pages)

    def read(page: GoldPage) -> Prediction:
        article = Article(page.url, language=languages[page.gold.id], fetch_images=False)
        article.download(input_html=_text(page))
        article.parse()
        return Prediction(_lines(article.text), article.title, _iso(article.publish_date), tuple(article.authors))

    return read


def news_please(_: Sequence[GoldPage]) -> Read:
    from newsplease import NewsPlease

    def read(page: GoldPage) -> Prediction:
        article = NewsPlease.from_html(_text(page), url=page.url, fetch_images=False)
        authors = tuple(article.authors or ())
        return Prediction(_lines(article.maintext), article.title or "", _iso(article.date_publish), authors)

    return read


def goose(pages: Sequence[GoldPage]) -> Read:
    from goose3 import Goose

    # Left to the language that a page declares, it reads nearly nothing of pages that wrongly say "en".
    settings = {"enable_image_fetching": False, "use_meta_language": False}
    extractors = {code: Goose(settings | {"target_language": code}) for code in ("id", "en")}
    languages = _languages(pages)

    def read(page: GoldPage) -> Prediction:
        article = extractors[languages[page.gold.id]].extract(raw_html=_text(page))
        published = _iso(article.publish_datetime_utc)
        return Prediction(_lines(article.cleaned_text), article.title or "", published, tuple(article.authors))

    return read


def resiliparse(_: Sequence[GoldPage]) -> Read:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    def read(page: GoldPage) -> Prediction:
        tree = HTMLTree.parse(_text(page))
        return Prediction(_lines(extract_plain_text(tree, main_content=True, alt_texts=False)), title=tree.title or "")

    return read


OURS = Tool("Warta", "warta", "processors", ours)
UNSEEN = Tool("Warta, site left out", "warta", "processors", ours_without_the_site)
PRECISE = Tool("trafilatura favor_precision", "trafilatura", "trafilatura", trafilatura(favor_precision=True))
TOOLS = (
    OURS,
    UNSEEN,
    Tool("trafilatura", "trafilatura", "trafilatura", trafilatura()),
    PRECISE,
    Tool("trafilatura fast", "trafilatura", "trafilatura", trafilatura(fast=True)),
    Tool("readability-lxml", "readability-lxml", "readability", readability, frozenset(("title",))),
    Tool("jusText", "justext", "justext", justext, frozenset()),
    Tool("newspaper4k", "newspaper4k", "newspaper", newspaper),
    Tool("news-please", "news-please", "newsplease", news_please),
    Tool("goose3", "goose3", "goose3", goose),
    Tool("resiliparse", "resiliparse", "resiliparse", resiliparse, frozenset(("title",))),
)
BY_NAME = {tool.name: tool for tool in TOOLS}


def quiet() -> None:
    """Complaints of libraries about single pages are none of the figures."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)


def _languages(pages: Sequence[GoldPage]) -> dict[str, str]:
    """What a tool is told where it asks, by page: the gold knows best. All but Indonesian is read as English."""
    return {page.gold.id: "id" if language_of("\n".join(page.gold.body)) == "id" else "en" for page in pages}


def _text(page: GoldPage) -> str:
    return page.html.decode("utf-8", errors="replace")


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line for line in map(str.strip, (text or "").splitlines()) if line)


def _text_of(html: str) -> tuple[str, ...]:
    """The lines of an HTML answer: block elements part them."""
    root = fragment_fromstring(html, create_parent="div")
    for block in root.iter(*BLOCKS):
        block.text = "\n" + (block.text or "")
        block.tail = "\n" + (block.tail or "")
    return _lines("".join(map(str, root.itertext())))


def _iso(at: datetime | str | None) -> str:
    return at.isoformat() if isinstance(at, datetime) else str(at or "")
