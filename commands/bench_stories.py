"""`warta bench stories`: near-duplicates of generated pairs, stories of labelled articles, a stream at full rate."""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from bench import story_buckets, story_pairs, story_weights, story_year
from bench.curves import draw
from bench.stories import score_pairs
from commands.benching import console
from commands.options import Config, settings_with
from pipeline.errors import UsageError
from processors.relate.signals import learnt_weights
from runtime.process.collector import calm_collector


def stories(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder with articles.jsonl and labels.jsonl; without it none is scored.")
    ] = None,
    pairs: Annotated[int, typer.Option(min=10, help="How many pairs are generated.")] = 2_000,
    buckets: Annotated[
        int, typer.Option(min=0, help="Split the labelled ones into so many buckets with a writer each; 0 for none.")
    ] = 0,
    flood: Annotated[int, typer.Option(min=0, help="Articles on one event within an hour; 0 for none.")] = 0,
    days: Annotated[int, typer.Option(min=0, help="Days of a stream; 0 for none.")] = 0,
    a_day: Annotated[
        int, typer.Option(min=10, help="Articles of each; 2,740 are a million a year.")
    ] = story_year.ARTICLES_A_DAY,
    seed: Annotated[int, typer.Option(help="Of what is generated.")] = 1,
    plot: Annotated[Path | None, typer.Option(help="File for the curves of the days, as SVG.")] = None,
    config: Config = None,
) -> None:
    """Near-duplicates, stories cross-validated by topic, and what an article costs; the last line is JSON."""
    # As in a worker.
    calm_collector()
    result: dict[str, Any] = {"pairs": _pairs(pairs, seed)}
    if folder is not None:
        if not (folder / "labels.jsonl").is_file():
            raise UsageError(f"no labels.jsonl in {folder}")
        labelled = story_weights.read_labelled(folder, settings_with(config=config).config_dir)
        result["stories"] = _stories(labelled)
        if buckets:
            result["buckets"] = _buckets(labelled, buckets)
    if flood:
        result["flood"] = []
        for part in story_year.measure_flood(flood, seed=seed):
            result["flood"].append(part.__dict__)
            _say(f"{part.articles} of {flood} articles within an hour: {_cost(part)}")
    if days:
        result["days"] = [each.__dict__ for each in told_days(story_year.measure(days, a_day, seed), plot)]
    print(json.dumps(result))  # noqa: T201


def _pairs(count: int, seed: int) -> dict[str, Any]:
    score = score_pairs(story_pairs.pairs(count, seed))
    _say(f"{count} generated pairs: precision {score.precision:.4f}, recall {score.recall:.4f}")
    return {"precision": score.precision, "recall": score.recall, "without_band": score.without_band}


def told_days(parts: Iterable[story_year.Part], plot: Path | None) -> Iterator[story_year.Part]:
    """Each day is told and drawn when it is over: a run of hours shows how far it is, and may be ended."""
    told: list[story_year.Part] = []
    for part in parts:
        told.append(part)
        _say(f"day {len(told)}: {_cost(part)}")
        if plot is not None:
            plot.write_text(_drawn(told), "utf-8")
        yield part


def _drawn(days: Sequence[story_year.Part]) -> str:
    """Times and memory on one axis: when both have come to rest. The median is told by what the machine does beside."""
    numbered = list(enumerate(days, start=1))
    curves = {
        "95th of 100, ms": [(float(day), part.p95_ms) for day, part in numbered],
        "median, times the fixed work": [(float(day), part.median_ms / part.fixed_ms) for day, part in numbered],
        "resident, 100 MB": [(float(day), part.resident_mb / 100) for day, part in numbered],
    }
    top = max(y for points in curves.values() for _, y in points) * 1.2
    title = f"One article of {days[0].articles:,} a day"
    return draw(title, curves, across="days", up="", x_max=len(days), y_max=float(math.ceil(top / 5) * 5))


def _cost(part: story_year.Part) -> str:
    beside = f"{part.median_ms / part.fixed_ms:.2f} times the fixed work"
    cost = f"{part.median_ms} ms, {beside}, p95 {part.p95_ms} ms, worst {part.worst_ms} ms"
    held = f"{part.members} articles in {part.stories} stories, {part.resident_mb} MB"
    return f"{cost}; at most {part.most_told} stories told at once; {held}"


def _buckets(labelled: Sequence[story_weights.Labelled], count: int) -> dict[str, Any]:
    found = story_buckets.measure(labelled, count)
    for name, split in found.items():
        meet = f"{split.events_meet:.0%} of an event's pairs meet, {split.copies_meet:.0%} of copies"
        score = f"precision {split.score.precision:.3f}, recall {split.score.recall:.3f}, F1 {split.score.f1:.3f}"
        _say(f"{count} buckets, {name}: {meet}, {split.largest:.0%} in the largest; {score}")
    return {
        name: {"recall": round(split.score.recall, 4), "f1": round(split.score.f1, 4)} for name, split in found.items()
    }


def _stories(labelled: Sequence[story_weights.Labelled]) -> dict[str, Any]:
    found = story_weights.cross_validate(labelled)
    rows = {f"{topic}, by the other topics": score for topic, score in found.by_topic.items()}
    rows |= {"all, cross-validated": found.together}
    rows |= {f"{topic}, by all topics": score for topic, score in found.final_scores.items()}
    shipped = story_weights.scores(labelled, story_weights.stories(labelled, learnt_weights()))
    rows |= {f"{topic}, as shipped": score for topic, score in shipped.items()}
    for name, score in rows.items():
        _say(f"{name}: precision {score.precision:.3f}, recall {score.recall:.3f}, F1 {score.f1:.3f}")
    for name, weights in (*found.folds.items(), ("all", found.final)):
        _say(f"weights {'without ' if name != 'all' else 'of '}{name}: {weights.bias} {dict(weights.signals)}")
    _say(f"articles joined across topics: {found.across_topics}")
    final = {"bias": found.final.bias, "signals": dict(found.final.signals)}
    return {"f1": {name: round(score.f1, 4) for name, score in rows.items()}, "weights": final}


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)
