"""From a row of the topology to its process: imports `pipeline/wiring/<step>.py`, and no other."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

from pipeline.settings import Settings
from pipeline.topic_file import topics_as_set
from runtime.declare import Limits, Reader, Step


def maker(step: Step) -> Callable[..., Any]:
    """`make(settings)` of the step's own file; a source's takes `owner` too."""
    make: Callable[..., Any] = import_module(f"pipeline.wiring.{step.name}").make
    return make


def as_set(step: Reader, settings: Settings) -> Reader:
    """The row with its limits stretched by the settings, and with its output topics as they are set.

    Raises CatalogueError if `topics.toml` is wrong.
    """
    topics = {topic.name: topic for topic in topics_as_set(settings)}
    writes = tuple(topics[topic.name] for topic in step.writes)
    return replace(step, limits=stretched(step.limits, settings.gathering), writes=writes)


def stretched(limits: Limits, times: float) -> Limits:
    """Fewer and larger settles: what they cost is shared by more records, which wait longer for theirs."""
    return replace(limits, gather_s=limits.gather_s * times, settle_s=limits.settle_s * times)
