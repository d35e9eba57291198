"""The layers on annotated articles, read in place; skipped where the shared folder is absent."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from bench.score.layers import load_gold, load_scorer
from bench.score.seeds import score_seeds
from catalogue.knowledge import load_knowledge
from tests.processors.score_layers import KNOWLEDGE, figures_of, index

SHARED = Path(__file__).parents[2].parent / "shared"
SEEDS, SEEDS_SCORER = SHARED / "data" / "seeds" / "gold", SHARED / "tools" / "score_annotations.py"
GOLD, SCORER = SHARED / "data" / "extraction", SHARED / "tools" / "score_extraction.py"

pytestmark = pytest.mark.skipif(not (GOLD.is_dir() and SCORER.is_file()), reason="the shared data folder is not here")


@cache
def scores(*, unseen: bool) -> Mapping[str, float]:
    return figures_of(load_scorer(SCORER), load_gold(GOLD), index(unseen=unseen))


@pytest.mark.parametrize(
    ("figure", "least", "unseen"),
    [
        ("entities.exact f1", 0.96, 0.9),
        ("entities.overlap type_acc", 0.97, 0.96),
        ("entities.overlap canonical_acc", 0.98, 0.92),
        ("quotes f1", 0.98, 0.98),
        ("quotes speaker_acc", 0.97, 0.95),
        ("citations f1", 0.97, 0.92),
        ("figures f1", 0.98, 0.98),
        ("figures attribution_acc", 0.95, 0.9),
        ("dates f1", 0.98, 0.98),
        ("event_date f1", 0.95, 0.95),
    ],
)
def test_every_layer_reads_annotated_articles_well(figure: str, least: float, unseen: float) -> None:
    assert scores(unseen=False)[figure] >= least
    assert scores(unseen=True)[figure] >= unseen


def test_the_seeds_are_read_as_well_without_the_names_that_they_hold() -> None:
    table = score_seeds(load_scorer(SEEDS_SCORER), load_gold(SEEDS), load_knowledge(KNOWLEDGE))

    least = {row.name: min(value for value in row.values if value is not None) for row in table.rows}
    assert {name: value for name, value in least.items() if value < 0.95} == {"entities.canonical f1": 0.908}
