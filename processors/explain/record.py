"""A stored article explained: its text, its fields as facts, dates with their candidates, and its figures."""

from collections.abc import Iterator, Mapping, Sequence

from processors.clean.metadata.choice import Candidate
from processors.clean.rules import Rules
from processors.explain.explanation import Explanation, Fact, TextRun
from processors.explain.layout import lay_out
from processors.explain.took import what_took
from schemas.article import DateCandidate, Instant, Text

ORDER = (
    *("title", "subtitle", "published", "modified", "authors", "editors", "byline", "dateline", "end code", "section"),
    *("tags", "image", "canonical url", "publisher", "language", "flags"),
)
# Fields that a reader knows by another name.
SHOWN_AS = {"images": "image", "canonical_url": "canonical url", "end_code": "end code"}
Candidates = Sequence[Candidate]


def explain_record(article: Text, rules: Rules, *, candidates: Mapping[str, Candidates] | None = None) -> Explanation:
    """`candidates` of fields are at hand where the page is; a record keeps those of dates alone."""
    facts = {fact.name: fact for fact in _facts(article, candidates or {})}
    return Explanation(
        title=article.title,
        url=article.url,
        blocks=lay_out(article.paragraphs, article.removed, article.dateline),
        unplaced=tuple(
            TextRun(text=piece.text, rule=piece.rule) for piece in article.removed if piece.paragraph is None
        ),
        took=what_took(article.removed, rules),
        facts=tuple(facts[name] for name in ORDER),
        figures=_figures(article),
    )


def _facts(article: Text, candidates: Mapping[str, Candidates]) -> Iterator[Fact]:
    sources = {source.field: source for source in article.provenance}
    yield _date("published", article.published, [c for c in article.date_candidates if not c.modified])
    yield _date("modified", article.modified, [c for c in article.date_candidates if c.modified])
    for field, value in _plain(article).items():
        source = sources.get(field)
        yield Fact(
            name=SHOWN_AS.get(field, field),
            value=value,
            provenance=source.source if source else "",
            confidence=source.confidence if source else None,
            candidates=tuple(sorted(candidates.get(field, ()), key=lambda candidate: bool(candidate.lost))),
        )
    for field, value, raw in _of_text(article):
        told = (Candidate(value=raw, where="text"),) if raw else ()
        yield Fact(name=SHOWN_AS.get(field, field), value=value, provenance="text" if raw else "", candidates=told)


def _plain(article: Text) -> dict[str, str]:
    """Every field that has a source, as one line."""
    return {
        "title": article.title,
        "subtitle": article.subtitle,
        "authors": ", ".join(article.authors),
        "editors": ", ".join(article.editors),
        "section": article.section,
        "tags": ", ".join(article.tags),
        "images": article.images[0].url if article.images else "",
        "canonical_url": article.canonical_url,
        "publisher": article.publisher,
        "language": article.language,
        "flags": ", ".join(article.flags),
    }


def _of_text(article: Text) -> Iterator[tuple[str, str, str]]:
    """Field, value, and the words of the text that it was read from."""
    byline, dateline, end_code = article.byline, article.dateline, article.end_code
    parts = (", ".join(byline.reporters), byline.place, byline.outlet) if byline else ()
    yield "byline", _parts(*parts), byline.raw if byline else ""
    yield "dateline", _parts(dateline.place, dateline.outlet) if dateline else "", dateline.raw if dateline else ""
    yield "end_code", _parts(*end_code.codes) if end_code else "", end_code.raw if end_code else ""


def _date(name: str, instant: Instant | None, candidates: Sequence[DateCandidate]) -> Fact:
    value = ""
    if instant is not None:
        zone = "" if instant.zone_stated else ", zone assumed"
        value = (
            f"{instant.at.isoformat(timespec='minutes')}{zone}" if instant.precision == "minute" else f"{instant.at:%F}"
        )
    return Fact(
        name=name,
        value=value,
        provenance=instant.provenance if instant else "",
        confidence=instant.confidence if instant else None,
        candidates=tuple(
            Candidate(
                value=c.raw, where=f"{c.provenance}: {c.at.isoformat(timespec='minutes')}" if c.at else c.provenance,
                lost=c.lost,
            )
            for c in candidates
        ),
    )  # fmt: skip


def _parts(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _figures(article: Text) -> tuple[tuple[str, str], ...]:
    quality = article.quality
    share = quality.removed_chars / max(1, quality.removed_chars + quality.chars)
    named = (
        ("paragraphs", str(quality.paragraphs)),
        ("characters kept", f"{quality.chars:,}"),
        ("characters removed", f"{quality.removed_chars:,} ({share:.0%})"),
        ("charset", f"{quality.charset}{_undecoded(quality.undecoded)}" if quality.charset else ""),
        ("pages joined", str(article.pages_joined) if article.pages_joined > 1 else ""),
        ("second opinion", f"{quality.second_opinion} won" if quality.second_opinion else "none taken"),
        ("cleaned by", article.cleaner),
    )
    return tuple((name, value) for name, value in named if value)


def _undecoded(count: int) -> str:
    return f", {count:,} undecoded" if count else ""
