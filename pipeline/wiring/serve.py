"""Makes the read side: the page and the API over the stores and the log."""

import ipaddress
import socket
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from broker.port import Log
from catalogue.outlets import load_outlets
from catalogue.watches import load_watches
from pipeline.cleaning_rules import rules_of
from pipeline.facts import Reads, read_condition
from pipeline.settings import Settings
from pipeline.topic_file import topics_as_set
from pipeline.topology import SOURCES, STEPS, WATCHES
from pipeline.wiring.archive import open_archive_reader
from pipeline.wiring.letters import letters_of, settle_letters
from pipeline.wiring.log import names
from pipeline.wiring.search import search_names
from pipeline.wiring.stores import open_operations, open_stores, open_webhooks
from processors.enrich.stem import stem_text
from runtime.clock import SYSTEM
from runtime.declare import Reader
from runtime.metrics import LagCollector
from runtime.refreshed import Refreshed
from schemas.outlet import Outlet
from serve.app import create_app
from serve.views import StageView, Views
from stores.outbox import OutboxReads
from stores.said_reads import SaidReads
from stores.tokens import TokenStore

# Every reader of the live flow asks every two seconds; a cluster is asked by none of them.
FLOW_EVERY_S = 1.0
FLOW_PATIENCE_S = 3.0
# A look reads the counts of two weeks.
CONDITION_EVERY_S = 15.0
# Files that people edit.
CONFIG_EVERY_S = 15.0


def app(settings: Settings, *, log: Log, registry: CollectorRegistry) -> FastAPI:
    views = make_views(settings, log=log, registry=registry)
    required = tokens_required(settings)
    # Who says which address to listen on by its name asks by that name.
    hosts = settings.serve_hosts if required else (*settings.serve_hosts, settings.host)
    return create_app(views, cors_origins=settings.cors_origins, tokens_required=required, hosts=hosts)


def make_views(settings: Settings, *, log: Log, registry: CollectorRegistry) -> Views:
    stores = open_stores(settings, to_read=True)
    full = names(settings).full
    # Of every step that reads, whether or not a worker of it runs.
    lag = Refreshed(log.lag, every_s=FLOW_EVERY_S, patience_s=FLOW_PATIENCE_S)
    readers = [step.group for step in STEPS if isinstance(step, Reader)]
    registry.register(LagCollector(groups=readers, lag=lag, clock=SYSTEM))
    paused = open_operations(settings, to_read=True).paused
    reads = Reads(frontier=lambda: stores.frontier, fates=lambda: stores.fates, lag=lag.value, paused=paused)
    return Views(
        articles=stores.articles,
        said=SaidReads(stores.articles.engine),
        stories=stores.stories,
        changes=OutboxReads(stores.articles.engine),
        fates=stores.fates,
        crawl=stores.frontier.health,
        lag=lag.value,
        ends=Refreshed(log.ends, every_s=FLOW_EVERY_S, patience_s=FLOW_PATIENCE_S).value,
        stem=stem_text,
        stages=_stages(settings),
        metrics_registry=registry,
        condition=Refreshed(
            partial(read_condition, settings, reads), every_s=CONDITION_EVERY_S, patience_s=FLOW_PATIENCE_S
        ).value,
        rules=rules_of(settings.config_dir),
        outlets=Refreshed(partial(_outlets, settings), every_s=CONFIG_EVERY_S).value,
        watches=Refreshed(partial(load_watches, settings.config_dir / WATCHES), every_s=CONFIG_EVERY_S).value,
        topics=lambda: [replace(topic, name=full(topic)) for topic in topics_as_set(settings)],
        letters=partial(letters_of, log, settings),
        settle_letters=lambda step, through, again: settle_letters(log, settings, step, through, again=again),
        token=TokenStore(stores.articles.engine).by_secret,
        archive=cache(partial(open_archive_reader, settings, to_read=True)),
        webhooks=cache(partial(open_webhooks, settings)),
        webhooks_max=settings.webhooks_max,
        allowed_addresses=settings.allow_addresses,
        names=search_names(settings),
    )


def tokens_required(settings: Settings) -> bool:
    """On an address that others can reach, unless it is said otherwise."""
    if settings.tokens != "auto":
        return settings.tokens == "required"
    infos = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    return not all(ipaddress.ip_address(str(address[0])).is_loopback for *_, address in infos)


def _stages(settings: Settings) -> Sequence[StageView]:
    full = names(settings).full
    return [
        StageView(
            name=step.name,
            reads=full(step.reads) if isinstance(step, Reader) else "",
            writes=tuple(map(full, step.writes)),
        )
        for step in STEPS
    ]


def _outlets(settings: Settings) -> Mapping[str, Outlet]:
    return {outlet.id: outlet for outlet in load_outlets(settings.config_dir / SOURCES)}
