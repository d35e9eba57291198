"""A fetched page, or a text, cleaned and explained at once, with the candidates that only the page can tell."""

from datetime import datetime

from processors.clean.clean import clean
from processors.clean.explain import Explanation
from processors.clean.explain_record import explain_record
from processors.clean.metadata.candidates import facts_of_page
from processors.clean.metadata.facts import read_facts
from processors.clean.parse import parse
from processors.clean.plain_text import clean_text
from processors.clean.reading import Done
from processors.clean.rules import Rules
from processors.normalise import normalise
from schemas.outlet import Outlet
from schemas.page import Page


def explain_page(page: Page, *, outlet: Outlet | None, rules: Rules, done: Done) -> Explanation:
    """The article as the pipeline stores it. `done` is told of each step as it ends. Raises as `clean`."""
    cleaned = clean(page, outlet=outlet, rules=rules, done=done)[0]
    article = normalise(cleaned)
    done("normalise")
    # The cleaning consumed its tree; the candidates stand in the page as it came.
    tree = parse(page.body, content_type=page.headers.get("content-type", ""))
    facts = read_facts(tree, page, outlet=outlet)
    found = facts_of_page(tree, facts, cleaned, final_url=page.final_url)
    return explain_record(article, rules, found=found)


def explain_text(text: str, *, name: str, now: datetime, rules: Rules, done: Done) -> Explanation:
    """Raises as `clean_text`."""
    article = normalise(clean_text(text, name=name, now=now, rules=rules, done=done))
    done("normalise")
    return explain_record(article, rules)
