"""An article that came as text alone: the line rules, and what its lines say of title, date and people."""

from datetime import datetime
from zoneinfo import ZoneInfo

from processors.clean.code_rules import CodeRule
from processors.clean.credits import read_credits
from processors.clean.dom import squeeze
from processors.clean.lines import clean_lines
from processors.clean.metadata.authors import find_byline
from processors.clean.metadata.choice import Choice
from processors.clean.metadata.facts import DEFAULT_ZONE
from processors.clean.metadata.page_texts import PageText, PageTexts
from processors.clean.metadata.published import PageContext, date_article
from processors.clean.metadata.sources import sources_of
from processors.clean.place import place
from processors.clean.rules import Rules
from processors.clean.steps import Done, say_nothing
from processors.text.markers import looks_indonesian
from schemas.article import CleanedArticle, Quality
from schemas.outcomes import Drop, Reason


def clean_text(text: str, *, name: str, now: datetime, rules: Rules, done: Done = say_nothing) -> CleanedArticle:
    """One line a paragraph. The title is the line that the rules know as it, empty where none is.

    Raises Drop(NO_ARTICLE).
    """
    lines = [squeeze(line) for line in text.splitlines() if line.strip()]
    indonesian = looks_indonesian(text)
    rules = rules.of_outlet("")
    cleaned = clean_lines(lines, rules, indonesian=indonesian)
    done("lines")
    if not cleaned.kept:
        raise Drop(Reason.NO_ARTICLE, "no line of the text is an article's")
    removed = place(lines, cleaned)
    done("place")
    title = next((piece.text for piece in removed if piece.rule == CodeRule.TITLE), "")
    texts = tuple(map(PageText, lines))
    around = PageContext(url="", feed=None, now=now, zone=ZoneInfo(DEFAULT_ZONE))
    dating = date_article({}, {}, PageTexts(texts, ()), around, position=lines.index(title) if title else None)
    people, credits = find_byline(texts, {}, {}, site_names=()), read_credits(removed)
    done("facts")
    return CleanedArticle(
        id=name, page_id=name, url="", canonical_url="", url_key=name, source="text", requested=True, fetched_at=now,
        title=title, authors=people.authors.value, editors=people.editors.value, published=dating.published,
        modified=dating.modified, date_candidates=dating.candidates, byline=credits.byline, end_code=credits.end_code,
        paragraphs=cleaned.kept, language="id" if indonesian else "", removed=removed,
        quality=Quality(
            chars=sum(map(len, cleaned.kept)), paragraphs=len(cleaned.kept),
            removed_chars=sum(len(piece.text) for piece in removed),
        ),
        provenance=sources_of(
            {
                "title": Choice(title, "line of the text" if title else ""), "authors": people.authors,
                "editors": people.editors, "language": Choice("id", "words of the text" if indonesian else ""),
            }
        ),
        cleaner=rules.version,
    )  # fmt: skip
