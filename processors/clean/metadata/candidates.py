"""What a page says of its article in each field, which was taken, and why the others were not: for explaining."""

from collections.abc import Callable, Iterable, Sequence

from lxml.html import HtmlElement

from processors.clean.explain import Candidate, Fact
from processors.clean.metadata.address import canonical_url
from processors.clean.metadata.authors import find_byline
from processors.clean.metadata.facts import Facts
from processors.clean.metadata.json_ld import names_at, text_at
from processors.clean.metadata.title import without_site
from schemas.article import CleanedArticle, Flag

MAX_HEADINGS = 6
AUTHOR_META = ("content_author", "dable:author", "article:author_name", "author", "dc.creator")
SECTION_META = ("article:section", "content_category")
NO_PERSON = "no person's name: a team, an account or the outlet"
# How far each kind of source is trusted: an order, not a measurement.
TITLE_CONFIDENCE = {"heading, as in the metadata": 0.95, "metadata": 0.8, "heading alone": 0.7}
PEOPLE_CONFIDENCE = {"label": 0.95, "json-ld": 0.9, "class of a byline": 0.8, "meta": 0.7, "signature": 0.6}
FLAG_SIGNS = {
    Flag.PAYWALLED: "JSON-LD or meta say it is not free, or a line offers a subscription",
    Flag.TRUNCATED: "the last paragraph ends in dots",
    Flag.VIDEO_STUB: "little text on a page of a video",
    Flag.PHOTO_GALLERY: "little text on a page of pictures",
    Flag.LIVE_BLOG: "JSON-LD or the title call it live",
    Flag.PARTIAL: "the page leads to a next page of the article",
}


def facts_of_page(tree: HtmlElement, facts: Facts, article: CleanedArticle, *, final_url: str) -> tuple[Fact, ...]:
    """The fields whose candidates stand on the page; dates carry theirs in the record. `tree` as first parsed."""
    return (
        _title(facts),
        *_people(facts, article),
        _section(facts),
        _image(facts, article),
        _address(facts, final_url),
        _language(tree, facts, article),
        _flags(article),
    )


def _title(facts: Facts) -> Fact:
    heads = [(h.tag, h.text) for h in facts.texts.headings if h.tag in ("h1", "h2") or h.text == facts.title]
    heads = sorted(dict.fromkeys(heads), key=lambda head: head[1] != facts.title)[:MAX_HEADINGS]
    stated = [(key, facts.meta.get(key, "")) for key in ("og:title", "title", "twitter:title")]
    stated.append(("json-ld headline", text_at(facts.article, "headline")))
    shown = any(text == facts.title for _, text in heads)
    named = any(facts.title and facts.title in value for _, value in stated)
    provenance = "metadata" if not shown else "heading, as in the metadata" if named else "heading alone"

    def why(where: str, value: str) -> str:
        if where.startswith("h") and len(where) == 2:
            return "not what the page calls itself" if named else "another heading comes first"
        if without_site(value, facts.site_names) == facts.title or facts.title in value:
            return "carries more than the title, such as the site's name"
        return "a heading of the page comes first" if shown else "another comes first"

    found = [(where, value) for where, value in (*heads, *stated) if value]
    return _fact("title", facts.title, provenance, TITLE_CONFIDENCE[provenance], _judged(found, facts.title, why))


def _people(facts: Facts, article: CleanedArticle) -> tuple[Fact, Fact]:
    """Asks the same function that chose, one source at a time."""
    sites, texts = facts.site_names, facts.texts.texts
    sources = {
        "label": find_byline([text._replace(classes="") for text in texts], {}, {}, site_names=sites),
        "json-ld": find_byline((), facts.article, {}, site_names=sites),
        "class of a byline": find_byline(texts, {}, {}, site_names=sites),
        "meta": find_byline((), {}, facts.meta, site_names=sites),
        "signature": find_byline((), {}, {}, site_names=sites, signed=_signed(article)),
    }
    stated = [("json-ld", name) for name, _ in names_at(facts.article, "author")]
    stated += [("meta", facts.meta[key]) for key in AUTHOR_META if facts.meta.get(key)]
    authors = [(where, ", ".join(byline.authors)) for where, byline in sources.items() if byline.authors]
    editors = [(where, ", ".join(byline.editors)) for where, byline in sources.items() if byline.editors]
    refused = [
        Candidate(value=value, where=where, lost="is the editor" if value in article.editors else NO_PERSON)
        for where, value in dict.fromkeys(stated)
        if not any(where == source and set(names.split(", ")) & set(value.split(", ")) for source, names in authors)
    ]
    return (
        _chosen("authors", ", ".join(article.authors), article, authors, refused),
        _chosen("editors", ", ".join(article.editors), article, editors, []),
    )


def _chosen(
    name: str, value: str, article: CleanedArticle, found: Sequence[tuple[str, str]], refused: Sequence[Candidate]
) -> Fact:
    where = next((source for source, names in found if names == value), "")
    candidates = _judged(found, value, lambda _, names: _why_not(names, name, article, where))
    return _fact(name, value, where, PEOPLE_CONFIDENCE.get(where), (*candidates, *refused))


def _why_not(names: str, field: str, article: CleanedArticle, taken: str) -> str:
    if field == "authors" and set(names.split(", ")) <= set(article.editors):
        return "is the editor"
    return f"{taken} comes first" if taken else "another comes first"


def _signed(article: CleanedArticle) -> str:
    lines = [piece.text for piece in article.removed if piece.rule == "line.byline-capitals"]
    return lines[-1].strip(" .()-").title() if lines and len(lines[-1].split()) > 1 else ""


def _section(facts: Facts) -> Fact:
    found = [(key, facts.meta.get(key, "")) for key in SECTION_META]
    found.insert(1, ("json-ld", text_at(facts.article, "articleSection")))
    return _first("section", facts.section, found)


def _image(facts: Facts, article: CleanedArticle) -> Fact:
    lead = facts.meta.get("og:image", "").strip()
    found = [("og:image" if lead and lead in image.url else "figure", image.url) for image in article.images]
    return _first("image", article.images[0].url if article.images else "", found)


def _address(facts: Facts, final_url: str) -> Fact:
    entity = facts.article.get("mainEntityOfPage")
    stated = entity.get("@id") if isinstance(entity, dict) else entity
    found = [("canonical link", facts.meta.get("link:canonical", "")), ("og:url", facts.meta.get("og:url", ""))]
    found += [("json-ld", stated if isinstance(stated, str) else ""), ("address fetched", final_url)]

    def why(where: str, value: str) -> str:
        if where == "address fetched" or canonical_url({"link:canonical": value}, {}, final_url=final_url) != final_url:
            return "another comes first"
        return "a front page, a foreign host or no address"

    judged = _judged([(where, value.split("#", 1)[0]) for where, value in found if value], facts.canonical, why)
    where = next((candidate.where for candidate in judged if not candidate.lost), "stated relative to the page")
    return _fact("canonical url", facts.canonical, where, 0.5 if where == "address fetched" else 0.95, judged)


def _language(tree: HtmlElement, facts: Facts, article: CleanedArticle) -> Fact:
    value = article.language or "not Indonesian"
    found = [("lang of the page", tree.get("lang") or ""), ("og:locale", facts.meta.get("og:locale", ""))]
    found.append(("json-ld", text_at(facts.article, "inLanguage")))
    told = [Candidate(value=article.language or "not Indonesian", where="words of the text")]
    told += [Candidate(value=v, where=where, lost="only the running text counts") for where, v in found if v]
    return _fact("language", value, "words of the text", None, told)


def _flags(article: CleanedArticle) -> Fact:
    signs = [
        Candidate(value=flag.value, where=FLAG_SIGNS[flag], lost="" if flag in article.flags else "no sign of it")
        for flag in Flag
    ]
    return _fact("flags", ", ".join(article.flags), "", None, signs)


def _first(name: str, value: str, found: Sequence[tuple[str, str]]) -> Fact:
    """A field whose first source counts."""
    judged = _judged([(where, v) for where, v in found if v], value, lambda where, _: "another comes first")
    where = next((candidate.where for candidate in judged if not candidate.lost), "")
    return _fact(name, value, where, 0.9 if where else None, judged)


def _judged(found: Iterable[tuple[str, str]], value: str, why: Callable[[str, str], str]) -> tuple[Candidate, ...]:
    """The first that says the value was taken, later ones say the same."""
    judged: list[Candidate] = []
    taken = False
    for where, candidate in found:
        lost = ("says the same" if taken else "") if candidate == value else why(where, candidate)
        taken = taken or not lost
        judged.append(Candidate(value=candidate, where=where, lost=lost))
    return tuple(judged)


def _fact(name: str, value: str, provenance: str, confidence: float | None, candidates: Sequence[Candidate]) -> Fact:
    return Fact(
        name=name, value=value, provenance=provenance if value else "", confidence=confidence if value else None,
        candidates=tuple(sorted(candidates, key=lambda candidate: bool(candidate.lost))),
    )  # fmt: skip
