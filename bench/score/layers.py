"""The layers over annotated articles: with all knowledge, with few names, by thirds of topics, and what they cost."""

import importlib.util
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.cleaning_memory import resident_mb
from bench.cleaning_time import Clean
from bench.score.layer_figures import LayerCost, LayerRow, LayerTable
from pipeline.errors import UsageError
from processors.enrich.layers.knowledge_index import KnowledgeIndex, index_knowledge
from processors.enrich.layers.read import Reported, read_article
from schemas.article import CleanedArticle
from schemas.knowledge import EntityType, Knowledge
from schemas.layers import Layers
from schemas.outcomes import Fated
from schemas.page import Page

Gold = Mapping[str, Any]
AsRow = Callable[[str, Sequence[str], Layers], Mapping[str, Any]]
"""The layers of an article as `warta enrich --json` prints them."""
SHOWN: Mapping[str, Sequence[str]] = {
    "entities.exact": ("f1",),
    "entities.overlap": ("type_acc", "canonical_acc"),
    "quotes": ("f1", "speaker_acc"),
    "citations": ("f1",),
    "figures": ("f1", "attribution_acc"),
    "dates": ("f1",),
    "event_date": ("f1",),
}


def load_scorer(path: Path) -> ModuleType:
    """Raises UsageError if there is none."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise UsageError(f"no scorer {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_gold(folder: Path) -> Sequence[Gold]:
    """Raises UsageError if the folder has none."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    if not found:
        raise UsageError(f"no annotated article in {folder}")
    return found


def unlisted(known: Knowledge) -> Knowledge:
    """Without people, bodies, events and other places: countries, provinces, regencies and cities stay."""
    return [each for each in known if each.type is EntityType.GPE]


def predicted(gold: Gold, known: KnowledgeIndex, as_row: AsRow) -> Mapping[str, Any]:
    day, paragraphs = date.fromisoformat(gold["published"]), tuple(gold["paragraphs"])
    reported = Reported(paragraphs, day, gold.get("title") or "", gold.get("outlet") or "")
    return as_row(gold["id"], paragraphs, read_article(reported, known))


def figures_of(
    scorer: ModuleType, gold: Sequence[Gold], known: KnowledgeIndex, as_row: AsRow
) -> Mapping[str, float | None]:
    result = scorer.score([(each, predicted(each, known, as_row)) for each in gold])
    return {f"{name} {key}": result[name][key] for name, keys in SHOWN.items() for key in keys}


def thirds(gold: Sequence[Gold]) -> Iterator[tuple[str, Sequence[Gold]]]:
    """Topics dealt out to three parts, the largest first, so that no topic is in two of them."""
    topics: dict[str, list[Gold]] = {}
    for each in gold:
        topics.setdefault(str(each["topic"]), []).append(each)
    parts: list[list[Gold]] = [[], [], []]
    for found in sorted(topics.values(), key=len, reverse=True):
        min(parts, key=len).extend(found)
    for part in parts:
        yield ", ".join(sorted({str(each["topic"]) for each in part})), part


def score_articles(scorer: ModuleType, gold: Sequence[Gold], known: Knowledge, as_row: AsRow) -> LayerTable:
    every, few = index_knowledge(known), index_knowledge(unlisted(known))
    columns = {
        "all": figures_of(scorer, gold, every, as_row),
        "no listed names": figures_of(scorer, gold, few, as_row),
    }
    columns |= {name: figures_of(scorer, part, every, as_row) for name, part in thirds(gold) if part}
    return table_of(len(gold), columns)


def table_of(articles: int, columns: Mapping[str, Mapping[str, float | None]]) -> LayerTable:
    names = next(iter(columns.values()))
    rows = [LayerRow(name=name, values=tuple(_rounded(column[name]) for column in columns.values())) for name in names]
    return LayerTable(articles=articles, columns=tuple(columns), rows=tuple(rows))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def cost(clean: Clean, known: Knowledge, pages: Sequence[Page], *, rounds: int) -> LayerCost:
    """The layers beside the cleaning of the same pages, in turns; those that are no article are left out."""
    index = index_knowledge(known)
    best: dict[str, tuple[float, float]] = {}
    for _ in range(rounds + 1):
        for page in pages:
            started = time.thread_time()
            try:
                cleaned = clean(page)[0]
            except Fated:
                continue
            between = time.thread_time()
            read_article(as_reported(cleaned), index)
            spent = (time.thread_time() - between) * 1000, (between - started) * 1000
            before = best.get(page.url, spent)
            best[page.url] = min(before[0], spent[0]), min(before[1], spent[1])
    if not best:
        raise UsageError("none of the saved pages is an article")
    layers_ms, cleaning_ms = (sum(each[at] for each in best.values()) / len(best) for at in (0, 1))
    return LayerCost(
        pages=len(best),
        rounds=rounds,
        layers_ms=round(layers_ms, 2),
        cleaning_ms=round(cleaning_ms, 2),
        ratio=round(layers_ms / cleaning_ms, 3),
        memory_mb=round(resident_mb(), 1),
    )


def as_reported(cleaned: CleanedArticle) -> Reported:
    day = (cleaned.published.at if cleaned.published is not None else cleaned.fetched_at).date()
    return Reported(tuple(cleaned.paragraphs), day, cleaned.title, cleaned.publisher)
