"""Short forms that an article explains in brackets, and regional bodies whose place stands elsewhere in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from processors.enrich.layers.canonical import bare_place, organisation
from processors.enrich.layers.finding import word_set
from processors.enrich.layers.knowledge_index import KnowledgeIndex
from processors.enrich.layers.names import Name
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import TokenizedText
from schemas.knowledge import EntityType

# How far before a bracket the first word of a body in small letters may stand: `dinas intelijen militer X (DIM)`.
HEAD_REACH = 7
MAX_SHORT_CHARS = 12
MAX_REGIONAL = 20
MAX_HEAD_WORDS = 4


@dataclass
class ShortForms:
    """`meaning`: short form -> type and canonical name. `names`: the short forms where they are explained."""

    meaning: dict[str, tuple[EntityType, str]] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    places: dict[int, str] = field(default_factory=dict)
    """Token after a body's name -> the place that a bracket split off: `Badan … Daerah (BPBD) DKI Jakarta`."""
    regional: dict[str, list[str]] = field(default_factory=dict)
    """Short head -> full canonical names in the article: `Pemkot` -> `Pemkot Bandar Lampung`."""

    def completed(self, canonical: str, after: int) -> str:
        """The name with the place that belongs to it."""
        if after in self.places:
            return f"{canonical} {self.places[after]}"
        full = self.regional.get(canonical)
        if full:
            return full[0]
        head = canonical.split(" ")[0]
        starts = (name for name in self.regional.get(head, ())[:MAX_REGIONAL] if name.startswith(canonical + " "))
        return next(starts, canonical) if " " in canonical else canonical


def find_short_forms(text: TokenizedText, names: Sequence[Name], index: KnowledgeIndex) -> ShortForms:
    found = ShortForms()
    ending = {name.last: name for name in names}
    starting = {name.first: name for name in names}
    heads = _short_heads()
    for name in names:
        tokens = text.tokens[name.first : name.last]
        if name.type is EntityType.ORG and not name.known:
            canonical = organisation(tokens, text.text, index)
            head = canonical.split(" ")[0]
            if head.lower() in heads and " " in canonical:
                found.regional.setdefault(head, []).append(canonical)
    tokens = text.tokens
    for at in range(1, len(tokens) - 2):
        if tokens[at].text == "(" and tokens[at + 2].text == ")" and tokens[at + 1].is_word:
            _read_bracket(text, at, found, ending.get(at), starting, index)
    return found


def _short_heads() -> frozenset[str]:
    return frozenset(str(value).lower() for value in load_rules("names").values("names.short-heads").values())


def _read_bracket(
    text: TokenizedText,
    at: int,
    found: ShortForms,
    named: Name | None,
    starting: dict[int, Name],
    index: KnowledgeIndex,
) -> None:
    """`Name (ABC)`: the short form means what stands before, unless it is known as something of its own."""
    short = text.tokens[at + 1]
    if len(short.text) > MAX_SHORT_CHARS or not any(letter.isupper() for letter in short.text[:2]):
        return
    if short.low in word_set("names.no-names"):
        return
    hit = index.match(text.tokens, at + 1, at + 2)
    place = _place_after(text, at + 3, starting)
    if short.low in word_set("names.roles"):
        # `Kepala Dinas Pariwisata (Kadispar) Jabar`: the short form is the role's.
        if place and named is not None:
            found.places[named.last] = place
        return
    if named is not None and named.type in (EntityType.ORG, EntityType.LOC, EntityType.EVENT):
        canonical = _full_name(text, named, hit.known.name if hit else "", short.text, index)
        if place and named.type is EntityType.ORG and not named.known and not canonical.endswith(place):
            found.places[named.last] = place
            found.regional.setdefault(canonical.split(" ")[0], []).append(f"{canonical} {place}")
            canonical = f"{canonical} {place}"
        kind: EntityType = named.type
    elif named is None and _lower_head(text, at) and short.text.isupper():
        kind, canonical = EntityType.ORG, hit.known.name if hit else short.text
    else:
        return
    found.meaning.setdefault(short.text, (kind, canonical))
    _add_mixed(found, _written(text, named) if named else "", short.text, (kind, canonical))
    if at + 1 not in starting:
        found.names.append(Name(at + 1, at + 2, kind, "short-form"))


def _add_mixed(found: ShortForms, written: str, short: str, meaning: tuple[EntityType, str]) -> None:
    """`Badan Pengelola XQ` is `Badan Pengelola Xena Qarta (XQ)`; `Kantor Berita Xena (XQ)` is XQ."""
    kind, canonical = meaning
    words = written.split()[:MAX_HEAD_WORDS] if kind is EntityType.ORG else []
    for length in range(1, len(words)):
        found.meaning.setdefault(" ".join([*words[:length], short]), meaning)
    if canonical == short and words[:2] == ["Kantor", "Berita"]:
        found.meaning.setdefault(written, meaning)


def _written(text: TokenizedText, named: Name) -> str:
    return text.text[text.tokens[named.first].start : text.tokens[named.last - 1].end]


def _full_name(text: TokenizedText, named: Name, known: str, short: str, index: KnowledgeIndex) -> str:
    if named.known:
        return named.known.name
    if known:
        return known
    tokens = text.tokens[named.first : named.last]
    if named.type is EntityType.ORG:
        agency = [token.low for token in tokens[:2]] == ["kantor", "berita"]
        return short if agency else organisation(tokens, text.text, index)  # agencies are called by their short form
    written = _written(text, named)
    return bare_place(written) if named.type is EntityType.LOC else written


def _place_after(text: TokenizedText, at: int, starting: dict[int, Name]) -> str:
    """The place behind a bracket that belongs to the body before it."""
    while at < len(text.tokens) and text.tokens[at].low in word_set("names.admin-heads"):
        at += 1
    name = starting.get(at)
    if not (name and name.known and name.type is EntityType.GPE):
        return ""
    written = text.text[text.tokens[name.first].start : text.tokens[name.last - 1].end]
    return written if name.known.name in written else name.known.name


def _lower_head(text: TokenizedText, at: int) -> bool:
    heads = word_set("names.organisation-heads") - word_set("names.open-heads")
    return any(token.text in heads for token in text.tokens[max(0, at - HEAD_REACH) : at])
