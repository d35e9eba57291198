"""Figures of the layers as they are written down: rows of a table, and what the layers cost."""

from pydantic import BaseModel, ConfigDict


class LayerRow(BaseModel):
    """One figure; its values are those of the table's columns, None where nothing is judged."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    values: tuple[float | None, ...]


class LayerTable(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    articles: int
    columns: tuple[str, ...]
    rows: tuple[LayerRow, ...]


class LayerCost(BaseModel):
    """CPU milliseconds of a page, the best of its rounds, mean over pages; resident MB of the process at their end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pages: int
    rounds: int
    layers_ms: float
    cleaning_ms: float
    ratio: float
    memory_mb: float


class LayersScore(BaseModel):
    """`seeds` are judged by another scorer, each with the names that it holds left out of the knowledge."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    articles: LayerTable
    seeds: LayerTable | None = None
    cost: LayerCost | None = None
