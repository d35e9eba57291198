"""How a page shows its title: the markup above everything, and what the article opens with."""

import html
from collections.abc import Callable, Mapping

from tests.processors.layouts.articles import Article
from tests.processors.layouts.laid_out import Attr

Headline = Callable[[Article, Attr], tuple[str, str]]


def in_tag(tag: str, *, above: str = "") -> Headline:
    """The title in an element; `above` is what stands above the page's frame."""

    def lay(article: Article, attr: Attr) -> tuple[str, str]:
        return above, f"<{tag}{attr('title')}>{html.escape(article.title)}</{tag}>"

    return lay


HEADLINES: Mapping[str, Headline] = {"h1": in_tag("h1")}
