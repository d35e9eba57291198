"""Stage `clean`: a fetched page to its article, with what was taken out of it and where each fact comes from."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from lxml.html import HtmlElement

from processors.clean.credits import read_credits
from processors.clean.decode import Decoded, decode
from processors.clean.metadata.authors import signed_by
from processors.clean.metadata.choice import Choice
from processors.clean.metadata.facts import Facts, read_facts
from processors.clean.metadata.flags import CleanedPage, flags_of
from processors.clean.metadata.sources import Choices, choices_of, language_of, sources_of
from processors.clean.parse import parse, parse_text
from processors.clean.place import behind
from processors.clean.reading import Reading, read_text
from processors.clean.refuse import refuse_page, refuse_text
from processors.clean.rules import Rules
from processors.clean.steps import STEPS, ArticleHints, Done, Steps, say_nothing
from processors.text.controls import without_controls
from schemas.article import CleanedArticle, Flag, Quality
from schemas.ids import article_id, url_key
from schemas.outlet import Outlet
from schemas.page import Page

LINE_TAG = re.compile(r"</p>|<br[^>]*>|</h\d>|</li>", re.IGNORECASE)
TAG = re.compile(r"<[^>]{0,500}>")


class Cleaned(NamedTuple):
    """An article and the choices it was made of, with what else stood on its page."""

    article: CleanedArticle
    choices: Choices


def clean(
    page: Page, *, outlet: Outlet | None, rules: Rules, done: Done = say_nothing, steps: Steps = STEPS
) -> Sequence[CleanedArticle]:
    """Raises Drop(UNPARSABLE_HTML | TOO_COMPLEX), and as `refuse_page` and `refuse_text`."""
    return [clean_and_tell(page, outlet=outlet, rules=rules, done=done, steps=steps).article]


def clean_and_tell(
    page: Page, *, outlet: Outlet | None, rules: Rules, done: Done = say_nothing, steps: Steps = STEPS
) -> Cleaned:
    """The article with the choices it was made of. Raises as `clean`."""
    rules = rules.of_outlet(page.source)
    content_type = page.headers.get("content-type", "")
    first, *later = page.bodies()
    decoded = decode(first, content_type=content_type)
    tree = parse_text(decoded.text)
    done("parse")
    facts = read_facts(tree, page, outlet=outlet)
    done("facts")
    refuse_page(tree, facts, page)
    byline = facts.chosen.byline
    told = ArticleHints(
        facts.title, page.final_url, stated_body(facts), names=(*byline.authors.value, *byline.editors.value)
    )
    reading = read_text(tree, rules, told, reparse=lambda: parse_text(decoded.text), done=done, steps=steps)
    for body in later:
        reading = _join(reading, _read_part(body, content_type, rules, told))
    refuse_text(reading, facts)
    return _cleaned(page, facts, reading, decoded, rules=rules)


def clean_html(
    body: bytes, *, url: str, source: str, fetched_at: datetime, rules: Rules, outlet: Outlet | None = None,
    steps: Steps = STEPS,
) -> CleanedArticle:  # fmt: skip
    """One saved page to its article, for tools. Raises as `clean`, and BadUrlError."""
    page = Page(
        url=url, final_url=url, url_key=url_key(url), slot="file", source=source, requested=True,
        fetched_at=fetched_at, body=body,
    )  # fmt: skip
    return clean(page, outlet=outlet, rules=rules, steps=steps)[0]


def stated_body(facts: Facts) -> str:
    """JSON-LD's `articleBody` with its lines; some outlets put escaped HTML there."""
    body = facts.article.get("articleBody")
    text = without_controls(html.unescape(body)) if isinstance(body, str) else ""
    return TAG.sub(" ", LINE_TAG.sub("\n", text))


def _read_part(body: bytes, content_type: str, rules: Rules, told: ArticleHints) -> Reading:
    def parsed() -> HtmlElement:
        return parse(body, content_type=content_type)

    return read_text(parsed(), rules, ArticleHints(told.title, told.url), reparse=parsed)


def _join(one: Reading, other: Reading) -> Reading:
    """Later pages repeat the lead or the summary: a line that is there already does not come again."""
    fresh = tuple(line for line in other.paragraphs if line not in one.paragraphs)
    stays = [line in fresh for line in other.paragraphs]
    removed = one.removed + behind(other.removed, stays, after=len(one.paragraphs))
    return replace(one, paragraphs=one.paragraphs + fresh, removed=removed)


def _cleaned(page: Page, facts: Facts, reading: Reading, decoded: Decoded, *, rules: Rules) -> Cleaned:
    credits = read_credits(reading.removed)
    byline = signed_by(facts.chosen.byline, credits.signature, facts.site_names)
    language = language_of(facts, indonesian=reading.indonesian)
    flags = _flags(page, facts, reading)
    choices = choices_of(facts, byline=byline, language=language, flags=flags)
    article = CleanedArticle(
        id=article_id(facts.canonical),
        page_id=page.event_id(),
        url=page.final_url,
        canonical_url=facts.canonical,
        disbelieved=facts.disbelieved,
        url_key=page.url_key,
        source=page.source,
        lane=page.lane,
        requested=page.requested,
        fetched_at=page.fetched_at,
        publisher=facts.chosen.publisher.value,
        title=facts.title,
        subtitle=facts.chosen.subtitle.value,
        authors=byline.authors.value,
        editors=byline.editors.value,
        section=facts.chosen.section.value,
        tags=facts.chosen.tags.value,
        published=facts.dating.published,
        modified=facts.dating.modified,
        date_candidates=facts.dating.candidates,
        byline=credits.byline,
        end_code=credits.end_code,
        paragraphs=reading.paragraphs,
        images=facts.chosen.images.value,
        language=language.value,
        removed=reading.removed,
        flags=flags.value,
        provenance=sources_of(choices),
        pages_joined=1 + len(page.parts),
        quality=_quality(reading, decoded),
        cleaner=rules.version,
    )
    return Cleaned(article, choices)


def _flags(page: Page, facts: Facts, reading: Reading) -> Choice[tuple[Flag, ...]]:
    cleaned = CleanedPage(
        title=facts.title,
        url=facts.canonical,
        paragraphs=reading.paragraphs,
        removed=reading.removed,
        pages_joined=1 + len(page.parts),
        lacks_page=page.lacks_page is not None,
        leads_on=facts.leads_on,
        doubtful=reading.is_doubtful,
    )
    return flags_of(facts.nodes, facts.told, facts.meta, facts.texts, cleaned)


def _quality(reading: Reading, decoded: Decoded) -> Quality:
    return Quality(
        chars=reading.chars,
        paragraphs=len(reading.paragraphs),
        removed_chars=sum(len(piece.text) for piece in reading.removed),
        second_opinion=reading.second_opinion,
        charset=decoded.charset,
        undecoded=decoded.undecoded,
        lost=reading.verdict.lost,
        gained=reading.verdict.gained,
        readings=reading.readings,
    )
