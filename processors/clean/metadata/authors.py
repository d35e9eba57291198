"""Who wrote an article and who edited it: labels before JSON-LD before meta; publishers and accounts are nobody."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from processors.clean.metadata.choice import Candidate, Choice
from processors.clean.metadata.json_ld import Node, names_at
from processors.clean.metadata.labels import labelled
from processors.clean.metadata.names import MAX_NAME_CHARS, is_person, people_in
from processors.clean.metadata.page_texts import PageText
from processors.text.words import key_of
from schemas.zones import ZONE_NAMES

Names = tuple[str, ...]
# `Rina Saputri • 15 Agustus 2025`: a name right beside the date, under the title.
_NAME = r"(?P<name>(?:[A-Z][\w.'’-]*[ ,]*(?:dan |bin )?){1,6})"
_WEEKDAY = r"(?:(?:Senin|Selasa|Rabu|Kamis|Jum.?at|Sabtu|Minggu|Ahad)\b.{0,3})?"
_DAY = rf"{_WEEKDAY}\d{{1,2}}[ /-]\w{{2,9}}[ /-]\d{{4}}"
DATED = (
    re.compile(rf"{_NAME}\W{{1,3}}{_DAY}.{{0,30}}"),
    re.compile(rf"{_DAY}[^a-z]{{0,20}}(?:{ZONE_NAMES.upper()})? ?[|•·–-] ?{_NAME}"),
)
BYLINE_CLASS = re.compile(r"(?<![a-z])(?:author|byline|penulis|reporter|jurnalis|pewarta|creator)(?![a-z])")
# `Rina Saputri - detikNews`: what follows the name is where it was printed.
AFTER_NAME = re.compile(r"\s+[-–—|]\s+.*$")
OUTLET_AFTER = re.compile(r" ?[,|/]| [-–—] ")
AUTHOR_META = (
    "content_author", "dable:author", "article:author_name", "author", "article:author", "parsely-author",
    "sailthru.author", "creator", "dc.creator", "dcterms.creator", "citation_author", "shareaholic:article_author_name",
    "cxenseparse:author", "author_name", "byl", "twitter:data1",
)  # fmt: skip
AUTHOR_LABEL = re.compile(r"(?:di)?tulis(?: oleh)?|penulis|oleh|written by|by|author", re.IGNORECASE)
LABEL, JSON_LD, MARKUP, BESIDE, META, SIGNATURE = (
    *("label", "json-ld", "byline markup", "beside the date or the outlet", "meta", "signature"),
)
CONFIDENCE = {LABEL: 0.95, JSON_LD: 0.9, MARKUP: 0.8, BESIDE: 0.75, META: 0.7, SIGNATURE: 0.6}
NO_PERSON = "no person's name: a team, an account or the outlet"
MAX_AUTHORS = 12


class BylineChoice(NamedTuple):
    authors: Choice[Names]
    editors: Choice[Names]


class NameSource(NamedTuple):
    """Where names stand, who of them are persons, and the names as they stand where nobody is."""

    where: str
    people: Names
    raw: str


def find_byline(
    texts: Sequence[PageText], article: Node, meta: Mapping[str, str], *, site_names: Iterable[str],
    header: range = range(0), above: range = range(0),
) -> BylineChoice:  # fmt: skip
    """`header` says which texts stand between the title and the first prose, `above` which right before the title."""
    sites = frozenset(key_of(name) for name in site_names if name)
    named, edited = labelled(texts, sites, header)
    editors = _editors(edited, article, meta, sites)
    sources = list(_sources(texts, article, meta, header, above, sites, named))
    return BylineChoice(_choose(sources, editors.value), editors)


def signed_by(byline: BylineChoice, signature: str, site_names: Iterable[str]) -> BylineChoice:
    """`signature` are names that the text itself tells; they count where nothing else names an author."""
    edited = set(map(key_of, byline.editors.value))
    named = people_in([signature], map(key_of, filter(None, site_names)))
    people = [name for name in named if key_of(name) not in edited]
    if not people:
        return byline
    authors = byline.authors
    where = authors.provenance or SIGNATURE
    told = Candidate(value=", ".join(people), where=SIGNATURE, lost=f"{where} comes first" if authors.value else "")
    value = authors.value or tuple(people)
    return BylineChoice(Choice(value, where, CONFIDENCE[where], (*authors.candidates, told)), byline.editors)


def _sources(
    texts: Sequence[PageText], article: Node, meta: Mapping[str, str], header: range, above: range,
    sites: frozenset[str], named: Sequence[str],
) -> Iterator[NameSource]:  # fmt: skip
    """Every place that may name the authors, the most trusted first."""
    persons = _persons(article, sites)
    # The label may name the first of several, each in an element of its own.
    whole = set(map(key_of, named)) < set(map(key_of, persons))
    yield NameSource(LABEL, () if whole else tuple(named), "")
    yield NameSource(JSON_LD, persons, ", ".join(name for name, _ in names_at(article, "author")))
    yield NameSource(MARKUP, tuple(_marked(texts, header, above, sites, alone=not (named or persons))), "")
    beside = _beside_site(texts, header, sites) or _dated(texts, header)
    yield NameSource(BESIDE, tuple(people_in(beside, sites)), "")
    for key in AUTHOR_META:
        value = meta.get(key, "")
        if value and (key != "twitter:data1" or AUTHOR_LABEL.fullmatch(meta.get("twitter:label1", ""))):
            yield NameSource(META, tuple(people_in([value], sites)), value.replace("\n", ", "))


def _choose(sources: Sequence[NameSource], editors: Names) -> Choice[Names]:
    edited = set(map(key_of, editors))
    value: Names = ()
    taken = ""
    candidates: dict[Candidate, None] = {}
    for source in sources:
        people = tuple(name for name in source.people if key_of(name) not in edited)
        shown = ", ".join(source.people) or source.raw
        if people and not value:
            value, taken, lost = people, source.where, ""
        else:
            lost = (
                ("is the editor" if source.people else NO_PERSON)
                if not people
                else "says the same"
                if people == value
                else f"{taken} comes first"
            )
        if shown:
            candidates[Candidate(value=shown, where=source.where, lost=lost)] = None
    return Choice(value, taken, CONFIDENCE.get(taken), tuple(candidates))


def _editors(edited: Sequence[str], article: Node, meta: Mapping[str, str], sites: frozenset[str]) -> Choice[Names]:
    stated = [name for name, _ in names_at(article, "editor")]
    sources = (
        NameSource(LABEL, tuple(edited), ""),
        NameSource(JSON_LD, tuple(people_in(stated, sites)), ", ".join(stated)),
        NameSource(META, tuple(people_in([meta.get("content_editor", "")], sites)), meta.get("content_editor", "")),
    )
    return _choose(sources, ())


def _persons(article: Node, sites: frozenset[str]) -> Names:
    """JSON-LD's authors; `creator` where no author is stated. A person may be written in lower case."""
    named = names_at(article, "author") or names_at(article, "creator")
    people: dict[str, None] = {}
    for name, kind in named:
        if kind in ("Person", ""):
            whole = kind == "Person" and len(name.split()) > 1
            people.update(dict.fromkeys(people_in([name], sites, lower=whole)))
    return tuple(people)


def _beside_site(texts: Sequence[PageText], header: range, sites: frozenset[str]) -> list[str]:
    """`Rina Saputri, Kabar Utara` or `Rina Saputri - Kabar Utara` under the title, in one element or in several."""
    for index in header:
        if texts[index].in_heading:
            continue
        pieces = [text.text[: MAX_NAME_CHARS * 2] for text in texts[index : index + 3]]
        for line in (pieces[0], " ".join(pieces[:2]), " ".join(pieces)):
            name, *outlet = OUTLET_AFTER.split(line, maxsplit=1)
            if outlet and len(name.split()) > 1 and key_of(outlet[0]) in sites and is_person(name.strip()):
                return [name.strip()]
    return []


def _dated(texts: Sequence[PageText], header: range) -> list[str]:
    found = (form.fullmatch(texts[index].text) for index in header for form in DATED)
    return next(([match["name"]] for match in found if match and len(match["name"].split()) > 1), [])


def _marked(texts: Sequence[PageText], header: range, above: range, sites: frozenset[str], *, alone: bool) -> list[str]:
    """Persons under microdata, a link to an author's page or a class of bylines: those under the title.

    Where nobody else is named (`alone`) a single name further down counts too: several are the authors of teasers.
    """
    under = list(dict.fromkeys(_marked_at(texts, header, sites)) or dict.fromkeys(_marked_at(texts, above, sites)))
    if under or not alone:
        return under[:MAX_AUTHORS]
    after = (index for index in range(header.stop, len(texts)) if not texts[index].card)
    others = dict.fromkeys(name for name in _marked_at(texts, after, sites) if " " in name)
    return list(others) if len(others) == 1 else []


def _marked_at(texts: Sequence[PageText], places: Iterable[int], sites: frozenset[str]) -> Iterator[str]:
    for index in places:
        text = texts[index]
        if len(text.text) <= MAX_NAME_CHARS + 20 and (text.names_author or BYLINE_CLASS.search(text.classes)):
            yield from people_in([AFTER_NAME.sub("", text.text).strip(" ,|-")], sites)
