"""The fields of a stored article as facts to show: what the record tells of them, dates with their candidates."""

from collections.abc import Sequence

from processors.clean.explain import Candidate, Explanation, Fact, explain
from processors.clean.rules import Rules
from schemas.article import DateCandidate, Instant, Text

ORDER = (
    *("title", "subtitle", "published", "modified", "authors", "editors", "byline", "dateline", "end code", "section"),
    *("tags", "image", "canonical url", "publisher", "language", "flags"),
)


def explain_record(article: Text, rules: Rules, *, found: Sequence[Fact] = ()) -> Explanation:
    """`found` are facts with candidates from the page, where it is at hand; they replace the record's own."""
    facts = {fact.name: fact for fact in (*_facts(article), *found)}
    return explain(article, rules, facts=[facts[name] for name in ORDER], figures=_figures(article))


def _facts(article: Text) -> tuple[Fact, ...]:
    dateline, byline = article.dateline, article.byline
    lead = article.images[0] if article.images else None
    plain = {
        "title": article.title,
        "subtitle": article.subtitle,
        "authors": ", ".join(article.authors),
        "editors": ", ".join(article.editors),
        "byline": _parts(", ".join(byline.reporters), byline.place, byline.outlet) if byline else "",
        "dateline": _parts(dateline.place, dateline.outlet) if dateline else "",
        "end code": _parts(*article.end_code.codes) if article.end_code else "",
        "section": article.section,
        "tags": ", ".join(article.tags),
        "image": lead.url if lead else "",
        "canonical url": article.canonical_url,
        "publisher": article.publisher,
        "language": article.language,
        "flags": ", ".join(article.flags),
    }
    raw = {"byline": byline, "dateline": dateline, "end code": article.end_code}
    return (
        _date("published", article.published, [c for c in article.date_candidates if not c.modified]),
        _date("modified", article.modified, [c for c in article.date_candidates if c.modified]),
        *(
            Fact(
                name=name,
                value=value,
                provenance="text" if raw.get(name) else "",
                candidates=(Candidate(value=told.raw, where="text"),) if (told := raw.get(name)) else (),
            )
            for name, value in plain.items()
        ),
    )


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
