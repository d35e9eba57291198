"""Scores the layers over a folder of gold: with all knowledge, by topic, without the names it knows, without a rule.

    python -m tests.processors.score_layers GOLD SCORER [--unseen] [--ablate] [--thirds]

`--unseen` leaves people, bodies, other places and events out of the knowledge, so that rules alone find them.
`--ablate` empties one word list or table after another and prints those that change a figure.
`--thirds` prints the articles' thirds by topic beside all of them.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.score import layers
from bench.score.layers import Gold, load_gold, load_scorer, thirds, unlisted
from catalogue.knowledge import load_knowledge
from commands.enrich import row
from processors.enrich.layers import rules
from processors.enrich.layers.knowledge_index import KnowledgeIndex, index_knowledge

KNOWLEDGE = Path(__file__).parents[2] / "config" / "knowledge"


def index(*, unseen: bool = False) -> KnowledgeIndex:
    known = load_knowledge(KNOWLEDGE)
    return index_knowledge(unlisted(known) if unseen else known)


def figures_of(scorer: ModuleType, gold: Sequence[Gold], known: KnowledgeIndex) -> Mapping[str, float]:
    return {name: value or 0.0 for name, value in layers.figures_of(scorer, gold, known, row).items()}


def ablated(
    scorer: ModuleType, gold: Sequence[Gold], known: KnowledgeIndex
) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Figures without one rule of words; tables and patterns are what a layer is made of."""
    whole = {name: rules.load_rules(name) for name in rules.layer_names()}
    for layer, loaded in whole.items():
        for rule_id, rule in loaded.rules.items():
            if not rule.words:
                continue
            bare = rule.model_copy(update={"words": ""})
            changed = rules.LayerRules({**loaded.rules, rule_id: bare}, loaded.version)
            yield f"{layer}: {rule_id}", with_rules(layer, changed, lambda: figures_of(scorer, gold, known))


def with_rules(layer: str, changed: rules.LayerRules, work: Any) -> Any:
    """Runs the work with other rules of a layer; everything that was looked up is forgotten before and after."""
    loaded = rules.load_rules(layer)
    kept = dict(loaded.rules)
    try:
        loaded.rules.clear()  # type: ignore[attr-defined]
        loaded.rules.update(changed.rules)  # type: ignore[attr-defined]
        forget()
        return work()
    finally:
        loaded.rules.clear()  # type: ignore[attr-defined]
        loaded.rules.update(kept)  # type: ignore[attr-defined]
        forget()


def forget() -> None:
    from processors.enrich.layers import date_patterns, dates, figure_parts, figures, finding, headed, phrases, words

    cached = (
        *(date_patterns.patterns, dates._forms, figure_parts._unit_phrases, figures._openers, finding.word_set),
        *(headed._short_heads, headed._first_words_of_heads, phrases.cue_words, words.is_common, words.is_given),
    )
    for function in cached:
        function.cache_clear()


def show(name: str, values: Mapping[str, float]) -> None:
    print(f"{name[:60]:<60} " + "  ".join(f"{key} {value:.3f}" for key, value in values.items()))  # noqa: T201


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", type=Path)
    options.add_argument("scorer", type=Path)
    for name in ("--unseen", "--ablate", "--thirds"):
        options.add_argument(name, action="store_true")
    given = options.parse_args()
    scorer, gold = load_scorer(given.scorer), load_gold(given.gold)
    known = index(unseen=given.unseen)
    here = figures_of(scorer, gold, known)
    show(f"all {len(gold)} articles", here)
    for name, part in thirds(gold) if given.thirds else ():
        show(name, figures_of(scorer, part, known))
    for name, values in ablated(scorer, gold, known) if given.ablate else ():
        lost = {key: here[key] - value for key, value in values.items() if abs(here[key] - value) > 0.0005}
        show(f"without {name} loses", lost)


if __name__ == "__main__":
    main()
