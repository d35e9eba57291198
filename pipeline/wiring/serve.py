"""Makes the read side: the page and the API over the stores and the log."""

from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from broker.port import Log
from pipeline.cleaning_rules import rules_of
from pipeline.settings import Settings
from pipeline.topology import STEPS
from pipeline.wiring.log import names
from pipeline.wiring.stores import open_stores
from processors.enrich.stem import stem_text
from runtime.declare import Reader
from runtime.refreshed import Refreshed
from serve.app import create_app
from serve.views import StageView, Views

# Every reader of the live flow asks every two seconds; a cluster is asked by none of them.
FLOW_EVERY_S = 1.0
FLOW_PATIENCE_S = 3.0


def app(settings: Settings, *, log: Log, registry: CollectorRegistry) -> FastAPI:
    stores = open_stores(settings, to_read=True)
    full = names(settings).full
    stages = [
        StageView(
            name=step.name,
            reads=full(step.reads) if isinstance(step, Reader) else "",
            writes=tuple(map(full, step.writes)),
        )
        for step in STEPS
    ]
    views = Views(
        articles=stores.articles,
        fates=stores.fates,
        crawl=stores.frontier.health,
        lag=Refreshed(log.lag, every_s=FLOW_EVERY_S, patience_s=FLOW_PATIENCE_S).value,
        ends=Refreshed(log.ends, every_s=FLOW_EVERY_S, patience_s=FLOW_PATIENCE_S).value,
        stem=stem_text,
        stages=stages,
        metrics_registry=registry,
        rules=rules_of(settings.config_dir),
    )
    return create_app(views)
