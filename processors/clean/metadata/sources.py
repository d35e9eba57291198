"""Every choice that an article was made of under the name of its field, and what its record keeps of them."""

from collections.abc import Mapping
from typing import Any

from processors.clean.metadata.authors import BylineChoice
from processors.clean.metadata.choice import Candidate, Choice
from processors.clean.metadata.facts import Facts
from schemas.article import FieldSource, Flag

Choices = Mapping[str, Choice[Any]]


def language_of(facts: Facts, *, indonesian: bool) -> Choice[str]:
    """What the text is written in; what the page claims is told and not believed."""
    value, where = "id" if indonesian else "", "words of the text"
    told = Candidate(value=value or "not Indonesian", where=where)
    return Choice(value, where if value else "", candidates=(told, *facts.languages))


def choices_of(
    facts: Facts, *, byline: BylineChoice, language: Choice[str], flags: Choice[tuple[Flag, ...]]
) -> Choices:
    """Fields in the record's order; what the text itself tells (byline, end code) stands in the record as it is."""
    chosen = facts.chosen
    return {
        "canonical_url": chosen.canonical_url,
        "publisher": chosen.publisher,
        "title": chosen.title,
        "subtitle": chosen.subtitle,
        "authors": byline.authors,
        "editors": byline.editors,
        "section": chosen.section,
        "tags": chosen.tags,
        "images": chosen.images,
        "language": language,
        "flags": flags,
    }


def sources_of(choices: Choices) -> tuple[FieldSource, ...]:
    return tuple(
        FieldSource(field=field, source=choice.provenance, confidence=choice.confidence)
        for field, choice in choices.items()
        if choice.provenance
    )
