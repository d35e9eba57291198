"""What the sender of webhooks tells of itself: what came of each delivery and how long it took."""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram

# A receiver is cut after 15 s.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)


@dataclass(frozen=True)
class WebhookMetrics:
    deliveries: Counter
    seconds: Histogram
    disabled: Counter


def webhook_metrics(registry: CollectorRegistry) -> WebhookMetrics:
    """`reason` is empty where a receiver took it; what was taken is counted from 0 on."""
    made = WebhookMetrics(
        Counter("warta_webhooks_deliveries", "What was sent to webhooks, by reason.", ["reason"], registry=registry),
        Histogram("warta_webhooks_seconds", "Until a receiver answered.", buckets=SECONDS, registry=registry),
        Counter("warta_webhooks_disabled", "Webhooks that were given up, by reason.", ["reason"], registry=registry),
    )
    made.deliveries.labels("")
    return made
