"""Who wrote an article and who edited it: labels before JSON-LD before meta; publishers and accounts are nobody."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from processors.clean.metadata.json_ld import Node, names_at
from processors.clean.metadata.page_texts import PageText
from processors.dateline import PLACES

AUTHOR_LABEL = (
    r"penulis|pewarta|reporter|jurnalis|laporan(?: oleh| wartawan| kontributor| reporter| jurnalis)?|wartawan|"
    r"ditulis oleh|oleh|author|written by|by|rep"
)
EDITOR_LABEL = r"editor|redaktur|penyunting|penyelaras bahasa|disunting oleh|red"
OTHER_LABEL = r"sumber|source|foto|fotografer|uploader|publisher|penerjemah|videografer|tags?|kategori|tanggal|rubrik"
LABEL = re.compile(
    rf"(?<![\w-])(?P<both>(?:redaktur|editor|penulis|reporter) ?(?:&|dan|/) ?(?:reporter|penulis|editor|redaktur))\s*:|"
    rf"(?<![\w-])(?:(?P<author>{AUTHOR_LABEL})|(?P<editor>{EDITOR_LABEL})|(?P<other>{OTHER_LABEL}))\s*:",
    re.IGNORECASE,
)
BARE_LABEL = re.compile(
    rf"\W*(?:(?P<author>{AUTHOR_LABEL})|(?P<editor>{EDITOR_LABEL})|(?P<other>{OTHER_LABEL}))\W*", re.IGNORECASE
)
_NAME = r"(?P<name>(?:[A-Z][\w.'’-]*[ ,]*(?:dan |bin )?){1,6})"
# A name with its label before it, or after it: `Oleh Rina Saputri`, `Rina Saputri, Jurnalis`.
NAMED = (
    re.compile(rf"\W*(?:[Oo]leh|OLEH|[Bb]y|Laporan [Ww]artawan [\w.]+,?)\s+{_NAME}\W*"),
    re.compile(r"\W*(?P<name>(?:[A-Z][\w.'’-]* ?){1,5}) ?[,|-] ?(?:Jurnalis|Wartawan|Reporter|Kontributor)\b.{0,60}"),
)
# `Rina Saputri • 15 Agustus 2025`: a name right beside the date, under the title.
_WEEKDAY = r"(?:(?:Senin|Selasa|Rabu|Kamis|Jum.?at|Sabtu|Minggu|Ahad)\b.{0,3})?"
_DAY = rf"{_WEEKDAY}\d{{1,2}}[ /-]\w{{2,9}}[ /-]\d{{4}}"
DATED = (
    re.compile(rf"{_NAME}\W{{1,3}}{_DAY}.{{0,30}}"),
    re.compile(rf"{_DAY}[^a-z]{{0,20}}(?:WIB|WITA|WIT)? ?[|•·–-] ?{_NAME}"),
)
BYLINE_CLASS = re.compile(r"(?<![a-z])(?:author|byline|penulis|reporter|jurnalis|pewarta)(?![a-z])")
# `Rina Saputri - detikNews`: what follows the name is where it was printed.
AFTER_NAME = re.compile(r"\s+[-–—|]\s+.*$")
DASH_AFTER = re.compile(r"(?<=\w)\s+[-–—]\s+.*$")
OUTLET_AFTER = re.compile(r"\s*(?:[,|]|\s[-–—]\s)\s*")
SPLIT = re.compile(r"\s*(?:[;|/&•·]|\bdan\b|\band\b|,)\s*", re.IGNORECASE)
ROLE = re.compile(
    r"^(?:(?i:kontributor|wartawan|koresponden)(?: (?:di )?[A-Z][\w.]+){1,2}\s*[,:]\s*|"
    r"(?i:kontributor|wartawan|reporter|jurnalis|koresponden|penulis|editor|pewarta|oleh|by)\b\s*[,:]?\s*)|"
    r"\s*\([^()]*\)|\s*[<\[].*$"
)
DEGREE = re.compile(
    r"(?:[SM]\.? ?(?:Pd|Kom|Sos|E|H|IP|Si|M|T|I\.?Kom|Ag|Hum)\.?|Ph\.? ?D|ST|SE|SH|MM|MSi)\.?", re.IGNORECASE
)
WEEKDAY = re.compile(r"senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad", re.IGNORECASE)
PARTICLES = frozenset(("bin", "binti", "al", "de", "van", "von", "el"))
NOBODY = re.compile(
    r"\b(?:redaksi|redaktur|admin\w*|tim|team|editor|author|newsroom|media|news|network|group|grup|online|"
    r"com|co\.id|web|webmaster|user|kontributor|reporter|penulis|staff?|desk|digital|portal|biro|super|root|publisher|"
    r"facebook|twitter|pt|lihat|foto|baca|share|bagikan|ikuti|komentar|views?|dibaca|wib|wita|wit|https?|www|anonim|"
    r"unknown|null|undefined|none|tentang|kami|hubungi|kontak|pedoman|karier|karir|iklan|privasi|kebijakan|indeks|beranda|"
    r"home|nasional|internasional|berita|artikel|terkait|terbaru|terpopuler|lainnya|selengkapnya|salin|tautan|copy|link)\b|[@/<>{}=]|\d{2,}|\.(?:com|id|co|net|org|tv|news)\b",
    re.IGNORECASE,
)
MAX_LABEL_TEXT = 160
MAX_NAME_CHARS = 60


class Byline(NamedTuple):
    authors: tuple[str, ...]
    editors: tuple[str, ...]


def find_byline(
    texts: Sequence[PageText], article: Node, meta: Mapping[str, str], *, site_names: Iterable[str], signed: str = "",
    header: range = range(0),
) -> Byline:  # fmt: skip
    """`signed` is a line of capitals that ended the text; it counts where nothing else names an author.

    `header` says which texts stand between the title and the first prose.
    """
    sites = {_key(name) for name in site_names if name}
    labelled, edited = _labelled(texts)
    stated = [name for name, _ in names_at(article, "editor")]
    editors = _people([*edited, *stated, meta.get("content_editor", "")], sites)
    persons = [name for name, kind in names_at(article, "author") if kind in ("Person", "")]
    if set(map(_key, _people(labelled, sites))) < set(map(_key, _people(persons, sites))):
        # The label names the first of several, each in an element of its own.
        labelled = persons
    for names in _by_trust(texts, meta, header, sites, first=(labelled, persons), last=signed):
        authors = [name for name in _people(names, sites) if _key(name) not in {_key(editor) for editor in editors}]
        if authors:
            return Byline(tuple(authors), tuple(editors))
    return Byline((), tuple(editors))


def _by_trust(
    texts: Sequence[PageText], meta: Mapping[str, str], header: range, sites: set[str], *,
    first: Iterable[Sequence[str]], last: str,
) -> Iterator[Sequence[str]]:  # fmt: skip
    """Names by where they stand, the most trusted first; the later are read only where the earlier name nobody."""
    yield from first
    yield _classed(texts, header)
    yield _beside_site(texts, header, sites)
    yield _dated(texts, header)
    for key in ("content_author", "dable:author", "article:author_name", "author", "dc.creator"):
        yield [meta.get(key, "")]
    yield [last]


def _labelled(texts: Sequence[PageText]) -> tuple[list[str], list[str]]:
    """Names under author labels and under editor labels; the first place that names each counts."""
    found: dict[str, list[str]] = {"author": [], "editor": []}
    for index, text in enumerate(texts):
        if len(text.text) > MAX_LABEL_TEXT:
            continue
        for role, name in _roles(text.text, [later.text for later in texts[index + 1 : index + 4]]):
            if role in found and not found[role] and _people([name], set()):
                found[role].append(name)
            elif role == "both" and not found["author"]:
                found["author"].append(name)
    return found["author"], found["editor"]


def _roles(text: str, later: Sequence[str]) -> list[tuple[str, str]]:
    """(role, name) pairs of a text; where the label stands alone, the name is in the text after it."""
    labels = list(LABEL.finditer(text))
    bare = BARE_LABEL.fullmatch(text)
    if bare:
        name = next((piece.lstrip(": |-") for piece in later if piece.strip(": |-")), "")
        return [(_role(bare), name)] if len(name) <= MAX_LABEL_TEXT else []
    if labels and labels[0].start() <= 40:
        ends = [*(label.start() for label in labels[1:]), len(text)]
        spans = zip(labels, ends, strict=True)
        pairs = [(_role(label), text[label.end() : end].strip(" |,-–—/")) for label, end in spans]
        return [(role, name or next(iter(later), "").strip(": ")) for role, name in pairs]
    named = next((found for form in NAMED if (found := form.fullmatch(text))), None)
    return [("author", named["name"])] if named else []


def _beside_site(texts: Sequence[PageText], header: range, sites: set[str]) -> list[str]:
    """`Rina Saputri, Kabar Utara` or `Rina Saputri - Kabar Utara` under the title, in one element or in several."""
    for index in header:
        pieces = [text.text[:MAX_LABEL_TEXT] for text in texts[index : index + 3]]
        for line in (pieces[0], " ".join(pieces[:2]), " ".join(pieces)):
            name, _, outlet = (part.strip() for part in OUTLET_AFTER.sub("\n", line).partition("\n"))
            if _key(outlet) in sites and len(name.split()) > 1 and is_person(name):
                return [name]
    return []


def _dated(texts: Sequence[PageText], header: range) -> list[str]:
    found = (form.fullmatch(texts[index].text) for index in header for form in DATED)
    return next(([match["name"]] for match in found if match and len(match["name"].split()) > 1), [])


def _classed(texts: Sequence[PageText], header: range) -> list[str]:
    """The first name that stands under a class of bylines without a label."""
    for index, text in enumerate(texts):
        placed = not text.card or index in header
        if len(text.text) <= MAX_NAME_CHARS + 20 and placed and BYLINE_CLASS.search(text.classes):
            name = AFTER_NAME.sub("", text.text).strip(" ,|-")
            if len(name.split()) > 1 and is_person(name):
                return [name]
    return []


def _role(match: re.Match[str]) -> str:
    return next(name for name, value in match.groupdict().items() if value)


def _people(names: Iterable[str], sites: set[str]) -> list[str]:
    people: dict[str, str] = {}
    for name in names:
        for piece in SPLIT.split(DASH_AFTER.sub("", _bare(name))):
            person = _bare(piece).strip(" .-–—:|\"'“”")
            if is_person(person) and _key(person) not in sites and person.casefold() not in PLACES:
                people.setdefault(_key(person), person)
    return list(people.values())


def _bare(name: str) -> str:
    """The name without role, place and account: `Kontributor Kupang, Rina Saputri (Magang)` is Rina Saputri."""
    return ROLE.sub("", name.strip()).strip()


def is_person(name: str) -> bool:
    """Whether a text can be a person's name: one to six words, capitalised, no outlet, role or account."""
    words = name.split()
    if not 0 < len(words) <= 6 or not 2 < len(name) <= MAX_NAME_CHARS or NOBODY.search(name):
        return False
    if DEGREE.fullmatch(name) or WEEKDAY.fullmatch(name):
        return False
    return words[0][0].isupper() and all(word[0].isupper() or word in PARTICLES for word in words)


def _key(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
