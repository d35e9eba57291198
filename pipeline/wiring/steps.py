"""From a step of the topology to what a process runs, made by the wiring file of its room."""

from collections.abc import Callable

from pipeline.settings import Settings
from pipeline.topology import Step
from pipeline.wiring import archive, ingest, processors, stores
from runtime.handlers import AnyStage
from runtime.source import Source

STAGES: dict[str, Callable[[Step, Settings], AnyStage]] = {
    "frontier": stores.frontier_stage,
    "clean": processors.clean_stage,
    "revise": processors.revise_stage,
    "enrich": processors.enrich_stage,
    "articles": stores.articles_stage,
    "archive": archive.archive_stage,
    "fates": stores.fates_stage,
}
SOURCES: dict[str, Callable[..., Source]] = {
    "discover": ingest.discover_source,
    "fetch": ingest.fetch_source,
}


def stage(step: Step, settings: Settings) -> AnyStage:
    return STAGES[step.name](step, settings)


def source(step: Step, settings: Settings, *, owner: str) -> Source:
    return SOURCES[step.name](settings, owner=owner)
