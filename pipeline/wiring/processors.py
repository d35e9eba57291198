"""Makes stages of the processors' functions: rules, watches and models are loaded once a process."""

from collections.abc import Callable, Sequence

from catalogue.outlets import load_outlets
from catalogue.watches import load_watches
from pipeline.settings import Settings
from pipeline.topology import Step
from processors.clean.clean import clean
from processors.clean.rules import load_rules
from processors.enrich.enrich import enrich
from processors.enrich.language import language_of
from processors.enrich.stem import stem_text
from processors.enrich.watch import compile_watch
from processors.normalise import normalise
from processors.revise import RevisionState, revise
from runtime.stage import KeyedStage, Limits, Stage
from schemas.article import Article, CleanedArticle, EnrichedArticle
from schemas.page import Page


def stemmer() -> Callable[[str], str]:
    """What `search_text` is made with, and every query."""
    return stem_text


def clean_function(settings: Settings) -> Callable[[Page], Sequence[CleanedArticle]]:
    """Clean, then normalise: two cheap pure steps in one stage."""
    outlets = {outlet.id: outlet for outlet in load_outlets(settings.config_dir / "sources")}
    rules = load_rules()

    def process(page: Page) -> Sequence[CleanedArticle]:
        return [normalise(article) for article in clean(page, outlet=outlets.get(page.source), rules=rules)]

    return process


def clean_stage(step: Step, settings: Settings) -> Stage[Page]:
    assert step.reads is not None
    # A page that takes a minute hangs; a batch of pages is bounded by time anyway.
    limits = Limits(batch_records=20, gather_s=0.2, record_s=60.0)
    return Stage(name=step.name, reads=step.reads, writes=step.writes, process=clean_function(settings), limits=limits)


def revise_function(article: CleanedArticle, previous: RevisionState | None) -> tuple[RevisionState, Sequence[Article]]:
    return revise(article, previous)


def revise_stage(step: Step, settings: Settings) -> KeyedStage[CleanedArticle, RevisionState]:
    assert step.reads is not None
    return KeyedStage(
        name=step.name,
        reads=step.reads,
        writes=step.writes,
        process=revise_function,
        encode=RevisionState.encode,
        decode=RevisionState.decode,
    )


def enrich_function(settings: Settings) -> Callable[[Article], Sequence[EnrichedArticle]]:
    watches = [compile_watch(watch) for watch in load_watches(settings.config_dir / "watches")]

    def process(article: Article) -> Sequence[EnrichedArticle]:
        return enrich(article, watches=watches, language=language_of, stem=stem_text)

    return process


def enrich_stage(step: Step, settings: Settings) -> Stage[Article]:
    assert step.reads is not None
    return Stage(name=step.name, reads=step.reads, writes=step.writes, process=enrich_function(settings))
