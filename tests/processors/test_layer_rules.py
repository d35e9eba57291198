"""Every rule of a layer takes what it says it takes and leaves what it says it leaves."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from catalogue.knowledge import load_knowledge
from processors.enrich.layers.dates import read_dates
from processors.enrich.layers.entities import read_mentions
from processors.enrich.layers.figures import read_figures
from processors.enrich.layers.knowledge_index import KnowledgeIndex, index_knowledge
from processors.enrich.layers.read import Reported, read_article
from processors.enrich.layers.rules import ARROW, BadLayerRulesError, LayerRule, compile_rules, layer_names, load_rules
from processors.enrich.layers.text import read_text
from schemas.knowledge import EntityType, Known

PUBLISHED = date(2025, 5, 5)
FEW = index_knowledge(
    [
        Known(name="Indonesia", type=EntityType.GPE, code="ID"),
        Known(name="Rusia", type=EntityType.GPE, code="RU"),
        Known(name="Jakarta", type=EntityType.GPE),
        Known(name="Sukabumi", type=EntityType.GPE),
        Known(name="Perserikatan Bangsa-Bangsa", type=EntityType.ORG, aliases=("PBB",)),
    ]
)


def sentences(text: str) -> Sequence[str]:
    read = read_text([text])
    return [text[sentence.start : sentence.end] for sentence in read.sentences]


def dates(text: str) -> Sequence[str]:
    return [found.text for found in read_dates(read_text([text]), PUBLISHED)]


def figures(text: str) -> Sequence[str]:
    read = read_text([text])
    return [found.text for found in read_figures(read, read_mentions(read, FEW), read_dates(read, PUBLISHED))]


def names(text: str) -> Sequence[str]:
    return [found.text for found in read_mentions(read_text([text]), FEW)]


def telling(text: str) -> Sequence[str]:
    """Speakers of quotes, the quotes and statements that were kept, and sources."""
    read = read_article(Reported((text,), PUBLISHED), FEW)
    speakers = [quote.speaker or "" for quote in read.quotes]
    spoken = [quote.text for quote in read.quotes] + [statement.text for statement in read.statements]
    return [*speakers, *spoken, *sources(text)]


def sources(text: str) -> Sequence[str]:
    found = read_article(Reported((text,), PUBLISHED), FEW).citations
    return ["PBB" if each.source == "Perserikatan Bangsa-Bangsa" else each.source for each in found]


FINDS: Mapping[str, Callable[[str], Sequence[str]]] = {
    "text": sentences,
    "dates": dates,
    "figures": figures,
    "names": names,
    "cues": telling,
    "citations": sources,
}


def examples(*, taken: bool) -> list[object]:
    return [
        pytest.param(layer, rule, example, id=f"{rule.id}: {example[:60]}")
        for layer in layer_names()
        for rule in load_rules(layer).rules.values()
        for example in (rule.takes if taken else rule.leaves)
    ]


@pytest.mark.parametrize(("layer", "rule", "example"), examples(taken=True))
def test_a_rule_takes_its_example(layer: str, rule: LayerRule, example: str) -> None:
    text, _, item = example.partition(ARROW)

    assert item in FINDS[layer](text)


@pytest.mark.parametrize(("layer", "rule", "example"), examples(taken=False))
def test_a_rule_leaves_its_example(layer: str, rule: LayerRule, example: str) -> None:
    text, _, item = example.partition(ARROW)

    assert item not in FINDS[layer](text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("[[rule]]\nid = 'a'\ntakes = ['x => y']\n", "one of them", id="no words"),
        pytest.param("[[rule]]\nid = 'a'\nwords = 'b'\ntakes = ['x']\n", "an example is", id="an example without item"),
        pytest.param("[[rule]]\nid = 'a'\npattern = '('\ntakes = ['x => y']\n", "'a'", id="no pattern"),
        pytest.param("[[rule]\n", "names.toml", id="no TOML"),
    ],
)
def test_a_broken_rule_file_names_file_and_rule(text: str, problem: str) -> None:
    with pytest.raises(BadLayerRulesError, match=r"names\.toml") as error:
        compile_rules("names", text)

    assert problem in str(error.value)


@cache
def all_knowledge() -> KnowledgeIndex:
    return index_knowledge(load_knowledge(Path(__file__).parents[2] / "config" / "knowledge"))


@pytest.mark.parametrize(
    ("text", "surface", "kind", "canonical"),
    [
        pytest.param("Pasukan Korut tiba.", "Korut", "GPE", "Korea Utara", id="a short name of a country"),
        pytest.param("Warga Jabar resah.", "Jabar", "GPE", "Jawa Barat", id="a short name of a province"),
        pytest.param("Kata Valdimir Putin.", "Valdimir Putin", "PER", "Vladimir Putin", id="a misspelling"),
        pytest.param("Laporan KCN itu dibantah.", "KCN", "ORG", "KCNA", id="a misspelt agency"),
        pytest.param("Menteri AS tiba.", "AS", "GPE", "Amerika Serikat", id="a short form in capitals"),
    ],
)
def test_known_names_are_found_under_their_aliases(text: str, surface: str, kind: str, canonical: str) -> None:
    found = read_mentions(read_text([text]), all_knowledge())

    assert [(each.text, str(each.type), each.canonical) for each in found] == [(surface, kind, canonical)]
