"""From a step of the topology to what a process runs, made by the wiring file of its room."""

from collections.abc import Callable
from dataclasses import replace

from pipeline.settings import Settings
from pipeline.topology import Step
from pipeline.wiring import archive, ingest, processors, stores
from runtime.handlers import AnyStage
from runtime.source import Source
from runtime.stage import Limits

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
    made = STAGES[step.name](step, settings)
    return replace(made, limits=stretched(made.limits, settings.gathering))


def stretched(limits: Limits, times: float) -> Limits:
    """Fewer and larger settles: what they cost is shared by more records, which wait longer for theirs."""
    return replace(limits, gather_s=limits.gather_s * times, settle_s=limits.settle_s * times)


def source(step: Step, settings: Settings, *, owner: str) -> Source:
    return SOURCES[step.name](settings, owner=owner)
