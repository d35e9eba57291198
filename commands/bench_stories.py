"""`warta bench stories`: near-duplicates of generated pairs, stories of labelled articles, a stream at full rate."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bench import story_pairs, story_weights, story_year
from bench.stories import score_pairs
from commands.benching import console
from commands.options import Config, settings_with
from pipeline.errors import UsageError


def stories(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder with articles.jsonl and labels.jsonl; without it none is scored.")
    ] = None,
    pairs: Annotated[int, typer.Option(min=10, help="How many pairs are generated.")] = 2_000,
    days: Annotated[int, typer.Option(min=0, help="Days of a stream of a million a year; 0 for none.")] = 0,
    seed: Annotated[int, typer.Option(help="Of what is generated.")] = 1,
    config: Config = None,
) -> None:
    """Near-duplicates, stories cross-validated by topic, and what an article costs; the last line is JSON."""
    result: dict[str, Any] = {"pairs": _pairs(pairs, seed)}
    if folder is not None:
        if not (folder / "labels.jsonl").is_file():
            raise UsageError(f"no labels.jsonl in {folder}")
        result["stories"] = _stories(folder, settings_with(config=config).config_dir)
    if days:
        result["days"] = []
        for day in story_year.measure(days, seed=seed):
            result["days"].append(day.__dict__)
            cost = f"{day.median_ms} ms, p95 {day.p95_ms} ms, worst {day.worst_ms} ms"
            held = f"{day.members} articles, {day.resident_mb} MB"
            _say(f"day {day.day}: {cost}; at most {day.most_told} stories told at once; {held}")
    print(json.dumps(result))  # noqa: T201


def _pairs(count: int, seed: int) -> dict[str, Any]:
    score = score_pairs(story_pairs.pairs(count, seed))
    _say(f"{count} generated pairs: precision {score.precision:.4f}, recall {score.recall:.4f}")
    return {"precision": score.precision, "recall": score.recall, "without_band": score.without_band}


def _stories(folder: Path, config: Path) -> dict[str, Any]:
    found = story_weights.cross_validate(story_weights.read_labelled(folder, config))
    rows = {f"{topic}, by the other topics": score for topic, score in found.by_topic.items()}
    rows |= {"all, cross-validated": found.together}
    rows |= {f"{topic}, by all topics": score for topic, score in found.final_scores.items()}
    for name, score in rows.items():
        _say(f"{name}: precision {score.precision:.3f}, recall {score.recall:.3f}, F1 {score.f1:.3f}")
    for name, weights in (*found.folds.items(), ("all", found.final)):
        _say(f"weights {'without ' if name != 'all' else 'of '}{name}: {weights.bias} {dict(weights.signals)}")
    _say(f"articles joined across topics: {found.across_topics}")
    final = {"bias": found.final.bias, "signals": dict(found.final.signals)}
    return {"f1": {name: round(score.f1, 4) for name, score in rows.items()}, "weights": final}


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)
