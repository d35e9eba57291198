"""Makes `articles`: the store of articles."""

from pipeline.settings import Settings
from pipeline.wiring.stores import open_articles
from stores.articles import ArticleStore


def make(settings: Settings) -> ArticleStore:
    return open_articles(settings)
