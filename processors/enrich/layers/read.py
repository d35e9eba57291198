"""Reads what one article says: all layers over one text model. Pure; the step `enrich` and the command call it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from processors.enrich.layers import citations, dates, entities, events, figures, frames, keywords, quotes
from processors.enrich.layers import text as model
from processors.enrich.layers.attribution import Vouching, attribute_figures, pass_quotes
from processors.enrich.layers.knowledge_index import KnowledgeIndex
from processors.enrich.layers.numbers import MAX_DIGITS
from processors.enrich.layers.rules import layer_names, load_rules
from schemas.layers import Layers

READERS = (model, dates, figures, entities, frames, quotes, citations, events, keywords)


@dataclass(frozen=True)
class Reported:
    """The parts of an article that its layers are read from."""

    paragraphs: tuple[str, ...]
    published: date
    title: str = ""
    outlet: str = ""


def read_article(article: Reported, index: KnowledgeIndex) -> Layers:
    """All layers of one article, in time that grows with its length. Raises nothing for any text."""
    text = model.read_text(article.paragraphs)
    mentions = entities.read_mentions(text, index)
    named = entities.group_entities(text, mentions)
    dated = dates.read_dates(text, article.published)
    framed, focus_after = frames.read_frames(text, mentions)
    quoted = quotes.read_quotes(text, framed, focus_after)
    cited = citations.read_citations(text, mentions, framed, article.outlet)
    counted = figures.read_figures(text, mentions, dated)
    vouching = Vouching(text, framed, quoted, cited)
    words = keywords.read_keywords(text, named, article.title)
    return Layers(
        entities=tuple(named),
        quotes=tuple(pass_quotes(quoted, vouching)),
        statements=tuple(quotes.read_statements(text, framed)),
        citations=tuple(cited),
        figures=tuple(attribute_figures(counted, vouching)),
        dates=tuple(dated),
        event_date=events.read_event_date(text, dated, article.published),
        keywords=tuple(words),
        gist=keywords.read_gist(text, words),
        gave_up=tuple(_gave_up(text)),
        version=layers_version(index),
    )


def _gave_up(text: model.TokenizedText) -> Sequence[str]:
    """Why a layer read less than the whole text."""
    long_number = any(len(token.text) > 2 * MAX_DIGITS and token.is_number for token in text.tokens)
    reasons = (("text_too_long", text.cut), ("no_case", not text.has_case), ("number_too_long", long_number))
    return [reason for reason, given in reasons if given]


def layers_version(index: KnowledgeIndex) -> str:
    """Changes with the code of a layer, its rules and the knowledge."""
    return f"{_rules_version()}+{index.version}"


@lru_cache(maxsize=1)
def _rules_version() -> str:
    code = "".join(reader.VERSION for reader in READERS)
    return code + "." + ".".join(load_rules(layer).version for layer in layer_names())
