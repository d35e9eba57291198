"""The layers over annotated seeds: another form of gold, each without the names that it holds."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import ModuleType
from typing import Any

from bench.score.layer_figures import LayerTable
from bench.score.layers import Gold, table_of
from processors.enrich.layers.knowledge_index import KnowledgeIndex, index_knowledge
from processors.enrich.layers.read import Reported, read_article
from schemas.knowledge import EntityType, Knowledge

# What the gold calls `puluhan`, `ratusan`, `ribuan`, `jutaan`.
VAGUE = {10.0: "tens", 100.0: "hundreds", 1e3: "thousands", 1e6: "millions"}
# Its definition has no lengths of time among the figures; the other gold's has them.
NO_FIGURES = frozenset(("duration", "age"))
SHOWN = (
    ("entities.canonical", "f1"),
    ("entities.surface", "f1"),
    ("quotes", "f1"),
    ("quotes", "speaker_accuracy"),
    ("citations", "f1"),
    ("figures", "f1"),
    ("figures", "recall"),
    ("dates", "f1"),
)


def score_seeds(scorer: ModuleType, seeds: Sequence[Gold], known: Knowledge) -> LayerTable:
    every = index_knowledge(known)
    with_all = [(seed, annotated(seed, every)) for seed in seeds]
    left_out = [(seed, annotated(seed, index_knowledge(without(seed, known)))) for seed in seeds]
    columns = {"all": _figures(scorer.score(with_all)), "its names left out": _figures(scorer.score(left_out))}
    return table_of(len(seeds), columns)


def _figures(result: Mapping[str, Mapping[str, float | None]]) -> Mapping[str, float | None]:
    return {f"{name} {key}": result[name][key] for name, key in SHOWN}


def without(seed: Gold, known: Knowledge) -> Knowledge:
    """Every known person, body, event and place that the seed names is left out; countries and towns stay."""
    held = {str(each[key]).casefold() for each in seed["entities"] for key in ("text", "canonical")}
    return [
        each
        for each in known
        if each.type is EntityType.GPE or not held & {name.casefold() for name in (each.name, *each.aliases)}
    ]


def annotated(seed: Gold, known: KnowledgeIndex) -> Mapping[str, Any]:
    """What the layers read, in the shape of the gold."""
    body = tuple(seed["body"])
    day = date.fromisoformat(seed["dates_anchor"])
    layers = read_article(Reported(body, day, seed["title"] or "", seed["outlet"] or ""), known)
    text = "\n".join(body)
    surfaces = {text[span.start : span.end]: each for each in layers.entities for span in each.mentions}
    return {
        "entities": [
            {"text": words, "type": each.type.value, "canonical": each.canonical} for words, each in surfaces.items()
        ],
        "quotes": [{"text": each.text, "speaker": each.speaker} for each in layers.quotes],
        "citations": [{"source": name} for each in layers.citations for name in (each.source, *each.via)],
        "figures": [
            {"value": None, "modifier": VAGUE.get(each.value), "unit": each.unit}
            if each.vague
            else {"value": each.value, "modifier": each.modifier, "unit": each.unit}
            for each in layers.figures
            if each.group not in NO_FIGURES
        ],
        "dates": [{"iso": each.resolved} for each in layers.dates],
    }
