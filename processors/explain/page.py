"""A fetched page, or a text, cleaned and explained at once, with the candidates that only the page can tell."""

from datetime import datetime

from processors.clean.clean import clean_and_tell
from processors.clean.plain_text import clean_text
from processors.clean.rules import Rules
from processors.clean.steps import Done
from processors.explain.explanation import Explanation
from processors.explain.record import explain_record
from processors.normalise import normalise
from schemas.outlet import Outlet
from schemas.page import Page


def explain_page(page: Page, *, outlet: Outlet | None, rules: Rules, done: Done) -> Explanation:
    """The article as the pipeline stores it. `done` is told of each step as it ends. Raises as `clean`."""
    cleaned, choices = clean_and_tell(page, outlet=outlet, rules=rules, done=done)
    article = normalise(cleaned)
    done("normalise")
    return explain_record(article, rules, candidates={field: choice.candidates for field, choice in choices.items()})


def explain_text(text: str, *, name: str, now: datetime, rules: Rules, done: Done) -> Explanation:
    """Raises as `clean_text`."""
    article = normalise(clean_text(text, name=name, now=now, rules=rules, done=done))
    done("normalise")
    return explain_record(article, rules)
