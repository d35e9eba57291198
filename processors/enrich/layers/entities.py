"""Layer `entities`: people, bodies, places and events that a text names, each mention under one canonical name."""

import re
from collections.abc import Sequence

from processors.enrich.layers.bodies import Bodies
from processors.enrich.layers.canonical import People, bare_place, name_words, organisation
from processors.enrich.layers.finding import word_set
from processors.enrich.layers.knowledge_index import KnowledgeIndex
from processors.enrich.layers.names import Name, NameFinder
from processors.enrich.layers.short_forms import ShortForms, find_short_forms
from processors.enrich.layers.text import TokenizedText
from processors.enrich.layers.values import Mention
from processors.enrich.layers.words import is_common
from schemas.ids import slug
from schemas.knowledge import EntityType
from schemas.layers import Entity, TextSpan

VERSION = "3"
# A mention in the first paragraphs says more of what the article is about.
LEAD_WEIGHT, LEAD_PARAGRAPHS = 2.0, 2
MAX_ROLE_CHARS = 120
MAX_PARTS = 12


def read_mentions(text: TokenizedText, index: KnowledgeIndex) -> Sequence[Mention]:
    """Mentions in order, none within another."""
    names = NameFinder(text, index, known_only=not text.has_case).read()
    short_forms = find_short_forms(text, names, index)
    return EntityResolver(text, index, short_forms, names).resolve()


class EntityResolver:
    """Gives each name its type and canonical name, with the help of the article's other names."""

    def __init__(
        self, text: TokenizedText, index: KnowledgeIndex, short_forms: ShortForms, names: Sequence[Name]
    ) -> None:
        self.text, self.index, self.short_forms = text, index, short_forms
        self.names = sorted([*names, *short_forms.names], key=lambda name: name.first)
        self.people = People()
        self.bodies = Bodies(text, self.names)
        self.typed: dict[str, tuple[EntityType, str]] = {}
        self.longer: dict[tuple[EntityType, str], str] = {}

    def resolve(self) -> Sequence[Mention]:
        for name in self.names:
            self._learn(name)
        found: list[Mention] = []
        end = 0
        for name in self.names:
            mention = self._mention(name) if name.first >= end else None
            if mention:
                found.append(mention)
                end = name.last
        return found

    def _surface(self, name: Name) -> str:
        tokens = self.text.tokens
        return self.text.text[tokens[name.first].start : tokens[name.last - 1].end]

    def _learn(self, name: Name) -> None:
        surface = self._surface(name)
        if name.type is EntityType.PER:
            full = name.known.name if name.known else self._person_known(surface)
            if len(name_words(full)) > 1:
                self.people.add(name.first, full)
        if self._is_body(name):
            self.typed[surface.lower()] = EntityType.ORG, surface
            return
        if name.type is not None and not name.known and name.rule != "part":
            self.typed.setdefault(surface.lower(), (name.type, surface))
            self._learn_parts(name.type, surface)

    def _learn_parts(self, kind: EntityType, surface: str) -> None:
        """The shorter forms that an event's or place's name may take later."""
        words = surface.split()[:MAX_PARTS]
        for at in range(1, len(words)):
            part = " ".join(words[:at] if kind is EntityType.EVENT else words[at:])
            self.longer.setdefault((kind, part), surface)
        place = bare_place(surface)
        if kind is EntityType.LOC and not any(letter.isdigit() for letter in place):
            for at in (match.start() for match in re.finditer(r"(?<=\w)[ -](?=\w)", place)):
                if not all(is_common(word) for word in name_words(place[:at])):
                    self.longer.setdefault((kind, place[:at]), place)  # `Gunung Sewu` of `Gunung Sewu-Karang`

    def _person_known(self, surface: str) -> str:
        known = self.index.people.get(name_words(surface))
        return known.name if known else surface

    def _mention(self, name: Name) -> Mention | None:
        surface = self._surface(name)
        settled = self._settle(name, surface)
        if settled is None:
            return None
        kind, canonical = settled
        tokens = self.text.tokens
        code = name.known.code if name.known and kind is name.known.type else ""
        return Mention(tokens[name.first].start, tokens[name.last - 1].end, surface, kind, canonical, code, name.rule)

    def _settle(self, name: Name, surface: str) -> tuple[EntityType, str] | None:
        short = self.short_forms.meaning.get(surface)
        if short and (name.known is None or name.rule == "acronym"):
            return short
        if name.known:
            return self._known(name, surface)
        words = name_words(surface)
        told = self.typed.get(surface.lower())
        seat = name.rule == "names.place-cues" and told is not None and told[0] is EntityType.ORG
        if seat or self._is_body(name):
            return EntityType.ORG, surface
        if name.type is EntityType.PER:
            owner = self.people.owner(name.first, words) if words else None
            return name.type, owner or self._person_known(surface)
        if name.type is EntityType.ORG:
            return self._organisation(name, surface)
        if name.type is EntityType.EVENT:
            return self._event(name, surface)
        comma = name.first > 0 and self.text.tokens[name.first - 1].text == ","
        towards = name.first > 0 and self.text.tokens[name.first - 1].low in ("ke", "dari", "antara")
        unsure = name.rule == "names.place-roles" or (name.rule == "names.place-cues" and (comma or towards))
        if unsure and (owner := self.people.owner(name.first, words)):
            return EntityType.PER, owner  # `di Garut, Emil …`, `Bupati Endah`
        if name.type is not None:
            return name.type, self._place(name, surface) if name.type is EntityType.LOC else surface
        return self._untyped(name, surface, words)

    def _known(self, name: Name, surface: str) -> tuple[EntityType, str] | None:
        assert name.known is not None
        assert name.type is not None
        if name.rule == "names.directions":
            direction = self.text.tokens[name.last - 1].text.capitalize()
            return name.type, f"{name.known.name} {direction}"
        if name.type is EntityType.PER and name.last - name.first == 1:
            # In this article the surname may be another's.
            owner = self.people.owner(name.first, name_words(surface))
            return name.type, owner or name.known.name
        return name.type, name.known.name

    def _organisation(self, name: Name, surface: str) -> tuple[EntityType, str]:
        if name.rule == "names.paper-tails":
            return EntityType.ORG, surface  # `The Moscow Times` is no paper of `Moskow`
        tokens = self.text.tokens[name.first : name.last]
        canonical = organisation(tokens, self.text.text, self.index)
        return EntityType.ORG, self.short_forms.completed(canonical, name.last)

    def _event(self, name: Name, surface: str) -> tuple[EntityType, str] | None:
        """`Operasi Patuh` where the article names `Operasi Patuh Krakatau 2025`."""
        longer = self.longer.get((EntityType.EVENT, surface))
        return (EntityType.EVENT, longer or surface) if longer or name.rule != "part" else None

    def _place(self, name: Name, surface: str) -> str:
        """`Gunung Sewu` where the article names `Geopark Gunung Sewu`."""
        longer = self.longer.get((EntityType.LOC, surface)) if name.rule == "names.place-heads" else None
        return bare_place(longer or surface)

    def _untyped(self, name: Name, surface: str, words: Sequence[str]) -> tuple[EntityType, str] | None:
        if name.rule == "acronym":
            return self.typed.get(surface.lower())
        before = self.text.tokens[name.first - 1].low if name.first else ""
        placed = before in ("di", "ke", "dari")
        owner = self.people.owner(name.first, words) if words and not placed else None
        if owner:
            return EntityType.PER, owner
        return self.typed.get(surface.lower())

    def _is_body(self, name: Name) -> bool:
        """Whether a word that nothing else tells speaks, or is spoken to, as a body does."""
        if name.known or name.last - name.first > 1:
            return False
        if name.type is None and name.rule == "acronym":
            return self.bodies.tells(name)
        if self.text.tokens[name.first].low in self.bodies.introduced or name.role >= 0:
            return False
        return self.bodies.is_seat(name) or (name.type is None and self.bodies.is_addressed(name))


def group_entities(text: TokenizedText, mentions: Sequence[Mention]) -> Sequence[Entity]:
    """One entity a canonical name and type, the most salient first."""
    by_name: dict[tuple[EntityType, str], list[Mention]] = {}
    for mention in mentions:
        by_name.setdefault((mention.type, mention.canonical), []).append(mention)
    weights = {key: sum(_weight(text, each) for each in found) for key, found in by_name.items()}
    heaviest = max(weights.values(), default=1.0)
    entities = [
        Entity(
            id=entity_id(kind, canonical),
            canonical=canonical,
            type=kind,
            code=next((each.code for each in found if each.code), ""),
            mentions=tuple(TextSpan(each.start, each.end) for each in found),
            salience=round(weights[kind, canonical] / heaviest, 3),
            roles=tuple(dict.fromkeys(role for each in found if (role := role_before(text, each)))),
        )
        for (kind, canonical), found in by_name.items()
    ]
    return sorted(entities, key=lambda each: (-each.salience, each.mentions[0].start))


def _weight(text: TokenizedText, mention: Mention) -> float:
    paragraph = text.sentences[text.sentence_at(mention.start)].paragraph
    return LEAD_WEIGHT if paragraph < LEAD_PARAGRAPHS else 1.0


def role_before(text: TokenizedText, mention: Mention) -> str:
    """The role in front of a person: `Bupati Sukabumi` before the name; empty where none stands."""
    if mention.type is not EntityType.PER:
        return ""
    at = text.token_at(mention.start)
    first = text.sentences[text.sentence_at(mention.start)].first
    opened = -1
    for position in range(at - 1, max(first, at - 14) - 1, -1):
        token = text.tokens[position]
        if token.low in word_set("names.roles"):
            opened = position
        elif not (token.is_capital or token.text in ",()" or token.low in ("dan", "bidang", "untuk", "bicara")):
            break
    if opened < 0:
        return ""
    return text.text[text.tokens[opened].start : mention.start].strip(" ,(")[:MAX_ROLE_CHARS]


def entity_id(kind: EntityType, canonical: str) -> str:
    """`per:marwan-hamami`: the same for every article, for known and unknown names alike."""
    return f"{kind.lower()}:{slug(canonical)}"
