"""What the page of an article is drawn with: one of its tabs at a time."""

from enum import StrEnum
from typing import Any

from processors.clean.rules import Rules
from processors.explain.record import explain_record
from processors.explain.said import cut_text, figure_says
from schemas.article import EnrichedArticle
from serve.api.article import ArticleDetail, difference_of, read_article
from serve.explained import explanation_values
from serve.templating import wib
from serve.views import Views


class Tab(StrEnum):
    TEXT = "text"
    SAID = "said"
    REVISIONS = "revisions"
    METADATA = "metadata"
    WAY = "way"


TAB_NAMES = {
    Tab.TEXT: "Text",
    Tab.SAID: "What it says",
    Tab.REVISIONS: "Revisions",
    Tab.METADATA: "Metadata",
    Tab.WAY: "Its way",
}


def article_page(views: Views, rules: Rules, article_id: str, revision: int | None, tab: Tab) -> dict[str, Any]:
    """Raises NotFoundError, GoneError."""
    detail = read_article(views, article_id, revision)
    article = detail.article
    has_layers = article.layers is not None
    # An article that was stored before anything was read of it has one tab less.
    tab = tab if has_layers or tab is not Tab.SAID else Tab.TEXT
    head = {
        "article": article,
        "revisions": detail.revisions,
        "in_stories": views.stories.of_article(article_id),
        "tabs": [each for each in Tab if has_layers or each is not Tab.SAID],
        "tab_names": TAB_NAMES,
        "tab": tab,
    }
    return head | _of_tab(views, rules, detail, tab)


def _of_tab(views: Views, rules: Rules, detail: ArticleDetail, tab: Tab) -> dict[str, Any]:
    article = detail.article
    match tab:
        case Tab.TEXT:
            return {"v": explanation_values(explain_record(article, rules))}
        case Tab.SAID:
            assert article.layers is not None
            cut = cut_text(article.paragraphs, article.layers)
            return {"layers": article.layers, "cut": cut, "figure_says": figure_says}
        case Tab.REVISIONS:
            return _changed(views, detail)
        case Tab.METADATA:
            return {"v": explanation_values(explain_record(article, rules)), "stored": stored(article)}
        case Tab.WAY:
            return {"fates": views.fates.trace(article.url_key)}


def _changed(views: Views, detail: ArticleDetail) -> dict[str, Any]:
    """Since the stored revision before: one may be missing between them."""
    article = detail.article
    earlier = [row.revision for row in detail.revisions if row.revision < article.revision]
    if not earlier:
        return {"before": None}
    before = views.articles.get(article.id, max(earlier))
    return {"before": max(earlier), "diff": difference_of(before or article, article)}


def stored(article: EnrichedArticle) -> list[tuple[str, str]]:
    """Name and value of what came with an article besides what its page says."""
    return [("Source", article.source), ("Fetched", wib(article.fetched_at)), ("Lane", article.lane.value)]
