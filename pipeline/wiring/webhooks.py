"""Makes `webhooks`: the sender over the stores; what sends is loaded when somebody is subscribed."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry

from pipeline.settings import Settings
from pipeline.wiring.releasing import release
from pipeline.wiring.stores import open_webhooks
from runtime.clock import utc_now
from runtime.notifier import NotifierWork
from serve.webhooks.metrics import webhook_metrics
from serve.webhooks.sender import Sender, Sends

# Changes with their articles' texts are held in memory.
SIZE, KEPT = 50, 10


def make(settings: Settings, *, owner: str, registry: CollectorRegistry) -> NotifierWork:
    store, metrics = open_webhooks(settings), webhook_metrics(registry)

    def sends(may_send: Callable[[], bool]) -> Sends:
        # FastAPI and aiohttp: 40 MB that nobody needs who has no webhook.
        from ingest.web.post import Poster
        from pipeline.wiring.subscribing import change_views
        from serve.recent import Recent
        from serve.webhooks.delivering import DeliveryContext
        from serve.webhooks.saving import Saving
        from serve.webhooks.sending import Sending

        views = change_views(settings)
        ground = DeliveryContext(
            views=views,
            recent=Recent(views, size=SIZE, kept=KEPT),
            poster=Poster(contact_url=settings.contact, allowed=settings.allow_addresses, now=utc_now),
            saving=Saving(lambda moves: store.save(owner, moves)),
            metrics=metrics,
            now=utc_now,
            may_send=may_send,
        )
        return Sending(ground, store.all)

    held = release(settings, "webhooks")
    return Sender(
        store=store,
        owner=owner,
        now=utc_now,
        make=sends,
        why_held=lambda: held.why if held.is_held() else None,
    )
