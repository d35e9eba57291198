"""The table of the layers: seeds lose the names that they hold, and a page of scores gains the section."""

import json
from pathlib import Path

import pytest

from bench.score import run
from bench.score.figures import Score
from bench.score.layer_figures import LayerCost, LayersScore
from bench.score.layers import figures_of, load_gold, load_scorer, score_articles, table_of, thirds
from bench.score.layers_page import layers_section
from bench.score.report import scores_page
from bench.score.seeds import annotated, score_seeds, without
from commands.enrich import row
from pipeline.errors import CommandError, UsageError
from processors.enrich.layers.knowledge_index import index_knowledge
from schemas.knowledge import EntityType, Known

KNOWN = [
    Known(name="Darto Wiyono", type=EntityType.PER, aliases=("Pak Darto",)),
    Known(name="Badan Konservasi Ketam", type=EntityType.ORG, aliases=("BKK",)),
    Known(name="Badan Wirakarsa Nasional", type=EntityType.ORG, aliases=("BWN",)),
    Known(name="Rusia", type=EntityType.GPE, code="RU"),
]
SEED = {
    "body": ["Ribuan warga tiba di Rusia, Senin (28/4/2025), kata BKK.", '"Kami siap berangkat," kata Darto Wiyono.'],
    "title": None,
    "outlet": None,
    "dates_anchor": "2025-04-28",
    "entities": [
        {"text": "Rusia", "type": "GPE", "canonical": "Rusia"},
        {"text": "BKK", "type": "ORG", "canonical": "Badan Konservasi Ketam"},
        {"text": "Darto Wiyono", "type": "PER", "canonical": "Darto Wiyono"},
    ],
}
SCORER = """
def score(pairs):
    found = {"f1": len(pairs), "type_acc": None, "canonical_acc": 0.5, "speaker_acc": 1, "attribution_acc": 1}
    names = "entities.exact entities.overlap quotes citations figures dates event_date"
    return dict.fromkeys(names.split(), found)
"""


def test_a_seed_loses_the_names_that_it_holds_and_keeps_its_places() -> None:
    assert [each.name for each in without(SEED, KNOWN)] == ["Badan Wirakarsa Nasional", "Rusia"]


def test_a_seed_is_read_in_the_shape_of_its_gold() -> None:
    read = annotated(SEED, index_knowledge(KNOWN))

    assert {(each["text"], each["canonical"]) for each in read["entities"]} == {
        ("Rusia", "Rusia"),
        ("BKK", "Badan Konservasi Ketam"),
        ("Darto Wiyono", "Darto Wiyono"),
    }
    assert [each["speaker"] for each in read["quotes"]] == ["Darto Wiyono"]
    assert read["figures"] == [{"value": None, "modifier": "thousands", "unit": "warga"}]
    assert [each["iso"] for each in read["dates"]] == ["2025-04-28"]


def test_articles_are_scored_whole_without_listed_names_and_by_thirds(tmp_path: Path) -> None:
    (tmp_path / "scorer.py").write_text(SCORER)
    for number, topic in enumerate(("a", "a", "b", "c", "d")):
        article = {"id": str(number), "topic": topic, "published": "2025-04-28", "paragraphs": SEED["body"]}
        (tmp_path / f"{number}.json").write_text(json.dumps(article))
    scorer, gold = load_scorer(tmp_path / "scorer.py"), load_gold(tmp_path)

    table = score_articles(scorer, gold, KNOWN, row)

    assert table.columns == ("all", "no listed names", "a", "b, d", "c")
    assert (table.rows[0].name, table.rows[0].values) == ("entities.exact f1", (5, 5, 2, 2, 1))
    assert table.rows[1].values == (None,) * 5
    assert [len(part) for _, part in thirds(gold)] == [2, 2, 1]
    assert figures_of(scorer, gold, index_knowledge(KNOWN), row)["quotes speaker_acc"] == 1


def test_a_folder_without_gold_or_a_scorer_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no annotated article"):
        load_gold(tmp_path)
    with pytest.raises(UsageError, match="no scorer"):
        load_scorer(tmp_path / "scorer.py")


def test_a_page_of_scores_gains_the_section(tmp_path: Path) -> None:
    cost = LayerCost(pages=2, rounds=1, layers_ms=6.0, cleaning_ms=24.0, ratio=0.25, memory_mb=99.6)
    layers = LayersScore(articles=table_of(5, {"all": {"quotes f1": 0.98765, "dates f1": None}}), cost=cost)
    doc = tmp_path / "scores.md"
    with pytest.raises(CommandError, match="no figures"):
        run.add_layers(layers, doc)
    before = Score(date="2025-04-28", versions={}, sets=(), notes=())
    (tmp_path / run.FIGURES).write_text(before.model_dump_json())

    run.add_layers(layers, doc)

    after = Score.model_validate_json((tmp_path / run.FIGURES).read_text())
    assert after == before.model_copy(update={"layers": layers})
    assert doc.read_text() == scores_page(after)
    section = layers_section(layers)
    assert section in doc.read_text()
    assert "| quotes f1 | 0.988 |" in section
    assert "0.25 of the processor time" in section
    assert "100 MB" in section


def test_seeds_are_scored_with_all_names_and_without_theirs() -> None:
    class Scorer:
        @staticmethod
        def score(pairs: list[tuple[object, dict[str, list[dict[str, str]]]]]) -> dict[str, dict[str, float]]:
            named = sum(each["canonical"] == "Badan Konservasi Ketam" for _, read in pairs for each in read["entities"])
            keys = ("f1", "speaker_accuracy", "recall")
            names = ("entities.canonical", "entities.surface", "quotes", "citations", "figures", "dates")
            return {name: dict.fromkeys(keys, named) for name in names}

    table = score_seeds(Scorer, [SEED], KNOWN)  # type: ignore[arg-type]

    assert table.columns == ("all", "its names left out")
    assert table.rows[0].values == (1, 0)
