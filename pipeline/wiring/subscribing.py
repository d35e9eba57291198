"""Makes what webhooks are asked for with, and the changes that they are told of: for commands and for the sender."""

from catalogue.outlets import load_outlets
from pipeline.settings import Settings
from pipeline.topology import SOURCES
from pipeline.wiring.stores import open_articles, open_webhooks
from runtime.clock import utc_now
from serve.views import ChangeViews
from serve.webhooks.subscribing import Subscribing
from stores.outbox import OutboxReads
from stores.story_reads import StoryReads


def change_views(settings: Settings) -> ChangeViews:
    """With the outlets as they are declared now. Raises StoreUnavailableError, CatalogueError."""
    articles = open_articles(settings, to_read=True)
    outlets = {outlet.id: outlet for outlet in load_outlets(settings.config_dir / SOURCES)}
    return ChangeViews(
        articles=articles,
        stories=StoryReads(articles.engine),
        changes=OutboxReads(articles.engine),
        outlets=lambda: outlets,
    )


def open_subscribing(settings: Settings, *, to_read: bool = False) -> Subscribing:
    """As `change_views`; `to_read` makes no database."""
    return Subscribing(
        views=change_views(settings),
        store=open_webhooks(settings, to_read=to_read),
        most=settings.webhooks_max,
        allowed=settings.allow_addresses,
        now=utc_now,
    )
