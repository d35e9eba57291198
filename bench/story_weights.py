"""Learns the weights of the signals on labelled articles, and tells what they are worth on a topic never seen."""

import json
import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalogue.knowledge import load_knowledge
from pipeline.article_file import in_order, read_articles, read_features
from processors.enrich.layers.knowledge_index import index_knowledge
from processors.relate.features import Features
from processors.relate.members import Member, member_of
from processors.relate.relate import relate, relate_member
from processors.relate.room import Room
from processors.relate.signals import Weights

# What is tried, in this order; the lead's weight is the measure of the others.
TRIED: Mapping[str, Sequence[float]] = {
    "bias": (-0.16, -0.18, -0.2, -0.22, -0.24),
    "speakers": (0.0, 0.05, 0.1, 0.15),
    "names": (0.0, 0.05, 0.1, 0.15),
    "other_event_day": (0.0, -0.05, -0.1),
    "days_apart": (0.0, -0.05),
}
BEGIN = Weights(-0.2, {"lead": 1.0, "speakers": 0.1})
# A signal must earn this much to be taken, so that chance is not learnt.
EARNS = 0.002
SHIFTS = (-0.02, 0.0, 0.02)


@dataclass(frozen=True)
class Labelled:
    """An article with the event that a reader put it under, and its topic."""

    features: Features
    member: Member | None
    event: str
    topic: str


@dataclass(frozen=True)
class Score:
    """B-cubed (Bagga and Baldwin 1998), each 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Validated:
    """What weights are worth: of each topic, by weights that never saw it; and those that saw all."""

    by_topic: Mapping[str, Score]
    together: Score
    folds: Mapping[str, Weights]
    final: Weights
    final_scores: Mapping[str, Score]
    across_topics: int
    """Articles on a topic, by the final weights, that share a story with one of another topic."""


def read_labelled(folder: Path, config: Path) -> Sequence[Labelled]:
    """Of a folder with `articles.jsonl` and `labels.jsonl`, in the order in which they are related."""
    index = index_knowledge(load_knowledge(config / "knowledge"))
    lines = (folder / "labels.jsonl").read_text("utf-8").splitlines()
    labels = {label["id"]: label for label in map(json.loads, lines)}
    articles = in_order([read_features(each, index) for each in read_articles(folder / "articles.jsonl")])
    return [
        Labelled(
            each,
            member_of(each, each.published) if each.published else None,
            labels[each.id]["event"],
            labels[each.id]["topic"],
        )
        for each in articles
    ]


def stories(labelled: Sequence[Labelled], weights: Weights) -> Mapping[str, str]:
    """The story of each article once all have come."""
    room, ended = Room(), {}
    for each in labelled:
        found = relate_member(room, each.member, weights) if each.member else relate(room, each.features, weights)
        for event in found.events:
            ended.update(dict.fromkeys(event.articles, event.story))
    return {article: room.resolve(story) for article, story in ended.items()}


def b_cubed(labelled: Sequence[Labelled], found: Mapping[str, str]) -> Score:
    events = Counter(each.event for each in labelled)
    told = Counter(found[each.features.id] for each in labelled)
    both = Counter((each.event, found[each.features.id]) for each in labelled)
    precision = sum(count * count / told[story] for (_, story), count in both.items())
    recall = sum(count * count / events[event] for (event, _), count in both.items())
    return Score(precision / len(labelled), recall / len(labelled))


class Learner:
    """All articles are related in one run; only the labels of some topics are looked at."""

    def __init__(self, labelled: Sequence[Labelled]) -> None:
        self._labelled = labelled
        self._runs: dict[str, Mapping[str, str]] = {}

    def found(self, weights: Weights) -> Mapping[str, str]:
        key = f"{weights.bias} {sorted(weights.signals.items())}"
        if key not in self._runs:
            self._runs[key] = stories(self._labelled, weights)
        return self._runs[key]

    def learn(self, topics: Collection[str]) -> Weights:
        """Coordinate search for the best mean B-cubed F1 of these topics."""
        best, score = BEGIN, self._mean(BEGIN, topics)
        for name, values in TRIED.items():
            for value in values:
                tried = _with(best, name, value)
                reached = self._mean(tried, topics)
                if reached > score + EARNS:
                    best, score = tried, reached
        return best

    def _mean(self, weights: Weights, topics: Collection[str]) -> float:
        """Each topic counts by the root of its size: a large one does not decide alone.

        A bias a little lower and a little higher counts too, so that no lucky threshold is learnt.
        """
        runs = [self.found(_with(weights, "bias", round(weights.bias + shift, 3))) for shift in SHIFTS]
        parts = [_on(self._labelled, topic) for topic in sorted(topics)]
        shares = [math.sqrt(len(part)) for part in parts]
        scored = [share * b_cubed(part, found).f1 for found in runs for share, part in zip(shares, parts, strict=True)]
        return sum(scored) / sum(shares) / len(runs)


def cross_validate(labelled: Sequence[Labelled]) -> Validated:
    """Learns from the labels of all topics but one and scores that one, for each; then learns from all."""
    learner, topics = Learner(labelled), sorted({each.topic for each in labelled})
    folds = {topic: learner.learn(set(topics) - {topic}) for topic in topics}
    found: dict[str, str] = {}
    for topic in topics:
        ended = learner.found(folds[topic])
        # Stories of two runs are two, whatever their ids.
        found |= {each.features.id: f"{topic} {ended[each.features.id]}" for each in _on(labelled, topic)}
    final = learner.learn(topics)
    ended = learner.found(final)
    return Validated(
        {topic: b_cubed(_on(labelled, topic), found) for topic in topics},
        b_cubed(labelled, found),
        folds,
        final,
        scores(labelled, ended),
        across_topics(labelled, ended),
    )


def scores(labelled: Sequence[Labelled], found: Mapping[str, str]) -> Mapping[str, Score]:
    """Of each topic, and of all."""
    topics = sorted({each.topic for each in labelled})
    return {topic: b_cubed(_on(labelled, topic), found) for topic in topics} | {"all": b_cubed(labelled, found)}


def across_topics(labelled: Sequence[Labelled], found: Mapping[str, str]) -> int:
    topics: dict[str, set[str]] = {}
    for each in labelled:
        topics.setdefault(found[each.features.id], set()).add(each.topic)
    return sum(len(topics[found[each.features.id]]) > 1 for each in labelled)


def _on(labelled: Sequence[Labelled], topic: str) -> Sequence[Labelled]:
    return [each for each in labelled if each.topic == topic]


def _with(weights: Weights, name: str, value: float) -> Weights:
    if name == "bias":
        return Weights(value, weights.signals)
    return Weights(weights.bias, {**weights.signals, name: value})
