"""Makes `meter`: the store of meters, over the functions that fold articles into them."""

from collections import defaultdict

from catalogue.outlets import load_outlets
from pipeline.settings import Settings
from pipeline.wiring.stores import engine_for
from processors.meter.meter import fold, told
from stores.meter import MeterStore


def open_meter(settings: Settings) -> MeterStore:
    """Raises CatalogueError if an outlet's file is wrong."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for outlet in load_outlets(settings.config_dir / "sources"):
        if outlet.owner_group:
            groups[outlet.owner_group].append(outlet.id)
    return MeterStore(engine_for(settings, "meter"), fold=fold, tell=told, groups=list(groups.values()))


def make(settings: Settings) -> MeterStore:
    return open_meter(settings)
