"""Makes `clean`: clean, then normalise, two cheap pure functions in one stage."""

from collections.abc import Callable, Sequence

from catalogue.outlets import load_outlets
from pipeline.cleaning_rules import rules_of
from pipeline.settings import Settings
from processors.clean.clean import clean
from processors.normalise import normalise
from schemas.article import CleanedArticle
from schemas.page import Page


def make(settings: Settings) -> Callable[[Page], Sequence[CleanedArticle]]:
    outlets = {outlet.id: outlet for outlet in load_outlets(settings.config_dir / "sources")}
    rules = rules_of(settings.config_dir)

    def process(page: Page) -> Sequence[CleanedArticle]:
        return [normalise(article) for article in clean(page, outlet=outlets.get(page.source), rules=rules)]

    return process
