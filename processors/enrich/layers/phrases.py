"""Whom a phrase beside a cue names: a person, bodies joined by `dan`, a pronoun, a role, a document."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from processors.enrich.layers.finding import word_set
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import Token, TokenizedText
from processors.enrich.layers.values import Mention, Speaker
from schemas.knowledge import EntityType
from schemas.layers import TextSpan

MAX_PHRASE_TOKENS = 40
DEMONSTRATIVES = frozenset(("itu", "ini", "tersebut"))
WEEKDAYS = frozenset(["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"])


@lru_cache(maxsize=64)
def cue_words(rule_id: str) -> frozenset[str]:
    return load_rules("cues").words(rule_id)


class SpeakerPhrase(NamedTuple):
    """The speakers of a phrase in tokens up to `last`, not included; `back` if the phrase points to one before."""

    speakers: tuple[Speaker, ...]
    last: int
    back: bool = False
    document: bool = False


class Phrases:
    """Reads the phrases of one text; every token knows the mention it lies in."""

    def __init__(self, text: TokenizedText, mentions: Sequence[Mention]) -> None:
        self.text, self.tokens = text, text.tokens
        self.mention_of: Mapping[int, Mention] = {
            at: mention
            for mention in mentions
            for at in range(text.token_at(mention.start), text.token_at(mention.end - 1) + 1)
        }

    def last_of(self, mention: Mention) -> int:
        return self.text.token_at(mention.end - 1) + 1

    def read(self, at: int, limit: int, *, prefer_person: bool = True) -> SpeakerPhrase | None:
        """The phrase that begins at a token; None where it names nobody."""
        if at >= limit:
            return None
        limit = min(limit, at + MAX_PHRASE_TOKENS)
        first = self.tokens[at]
        if first.low in cue_words("cue.by-pronoun"):
            return SpeakerPhrase((), at + 1, back=True)
        person = self._person(at, limit) if prefer_person else None
        if person:
            return SpeakerPhrase((self._speaker(person),), self.last_of(person))
        return self._body(at, limit)

    def _speaker(self, mention: Mention) -> Speaker:
        return Speaker(mention.canonical, TextSpan(mention.start, mention.end))

    def _person(self, at: int, limit: int) -> Mention | None:
        """The first person named before the phrase ends."""
        commas = 0
        while at < limit:
            mention, token = self.mention_of.get(at), self.tokens[at]
            if mention and mention.type is EntityType.PER:
                return mention
            if mention:
                at = self.last_of(mention)
                continue
            commas += token.text == ","
            if token.low == "untuk" and at + 1 in self.mention_of:
                at += 1  # `Duta Besar Rusia untuk Pyongyang`
                continue
            if self._stops(token) or commas > 2 or (token.text == "," and self._clause_follows(at, limit)):
                return None
            at += 1
        return None

    def _clause_follows(self, comma: int, limit: int) -> bool:
        """Whether after a comma comes no name: a weekday, a small word."""
        if comma + 1 >= limit:
            return True
        following = self.tokens[comma + 1]
        named = self.mention_of.get(comma + 1)
        if named:
            return named.type is not EntityType.PER and following.low not in word_set("names.roles")
        return following.low in WEEKDAYS or not (following.is_capital or following.low == "dan")

    def _stops(self, token: Token) -> bool:
        if token.text in ",()-&./":
            return False
        if not token.is_word:
            return True
        if token.low == "dan":
            return False
        return token.low in cue_words("cue.stops")

    def _body(self, at: int, limit: int) -> SpeakerPhrase | None:
        """Bodies or places at the head of the phrase, else a role."""
        start = at
        document = self.tokens[at].low in cue_words("cue.documents")
        while (
            at < limit
            and self.tokens[at].low in cue_words("cue.describes") | cue_words("cue.dropped")
            and at not in self.mention_of
        ):
            at += 1
        mention = self.mention_of.get(at)
        if mention and mention.type in (EntityType.ORG, EntityType.GPE, EntityType.LOC):
            follows_role = (
                at > start and self.tokens[start].low in ("seorang", "para", "pihak") and mention.type is EntityType.GPE
            )
            official = at > start and mention.type is EntityType.GPE
            if not (follows_role or official):
                return self._bodies(mention, limit)
        if document:
            return self._document(start, limit)
        return self._role(start, limit)

    def _bodies(self, mention: Mention, limit: int) -> SpeakerPhrase:
        """`Kyiv dan Seoul`: all bodies that `dan` joins."""
        speakers, at = [self._speaker(mention)], self.last_of(mention)
        at = self._over_bracket(at, limit)
        while at + 1 < limit and self.tokens[at].low in ("dan", "&"):
            other = self.mention_of.get(at + 1)
            if other is None or other.type is not mention.type:
                break
            speakers.append(self._speaker(other))
            at = self._over_bracket(self.last_of(other), limit)
        return SpeakerPhrase(tuple(speakers), at)

    def _over_bracket(self, at: int, limit: int) -> int:
        if at + 2 < limit and self.tokens[at].text == "(" and self.tokens[at + 2].text == ")":
            return at + 3
        return at

    def _document(self, at: int, limit: int) -> SpeakerPhrase:
        end, found = at, None
        while end < limit:
            mention = self.mention_of.get(end)
            if mention and mention.type in (EntityType.ORG, EntityType.PER):
                found = mention
                break
            if self.tokens[end].low in DEMONSTRATIVES:
                return SpeakerPhrase((), end + 1, back=True, document=True)
            if (not self.tokens[end].is_word and not self.tokens[end].is_number) or end > at + 7:
                break
            end += 1
        if found is None:
            return self._role(at, limit) or SpeakerPhrase((), end, back=True, document=True)
        told = self._bodies(found, limit)
        return SpeakerPhrase(told.speakers, told.last, document=True)

    def _role(self, at: int, limit: int) -> SpeakerPhrase | None:
        """A role with its body or country: `seorang pejabat Kementerian Luar Negeri Korea Utara`."""
        while at < limit and self.tokens[at].low in cue_words("cue.dropped") | cue_words("cue.estimates"):
            at += 1
        if at >= limit or not (
            self.tokens[at].low in cue_words("cue.role-heads") | word_set("names.roles")
            or self._two(at) in cue_words("cue.role-heads")
        ):
            return None
        end = self._end_of_role(at, limit)
        if end < limit and self.tokens[end].low in DEMONSTRATIVES:
            return SpeakerPhrase((), end + 1, back=True)
        if end == at:
            return None
        named = self.mention_of.get(end + 1) if end + 2 < len(self.tokens) and self.tokens[end].text == "(" else None
        if named and named.type is EntityType.ORG:
            return SpeakerPhrase((self._speaker(named),), end + 3)  # `dinas intelijen militer Ukraina (HUR)`
        span = TextSpan(self.tokens[at].start, self.tokens[end - 1].end)
        told = Speaker(self._role_name(at, end), span, entity=False)
        return self._joined(told, at, end, limit)

    def _joined(self, told: Speaker, at: int, end: int, limit: int) -> SpeakerPhrase:
        """`badan intelijen Korea Selatan dan Barat`: one role in two countries."""
        after = self._over_bracket(end, limit)
        other = self.mention_of.get(after + 1) if after + 1 < limit and self.tokens[after].low == "dan" else None
        place = self.mention_of.get(end - 1)
        if other is None or place is None or not {place.type, other.type} <= {EntityType.GPE, EntityType.LOC}:
            return SpeakerPhrase((told,), end)
        head = told.name.removesuffix(place.canonical)
        second = Speaker(head + other.canonical, told.mention, entity=False)
        return SpeakerPhrase((told, second), self.last_of(other))

    def _end_of_role(self, at: int, limit: int) -> int:
        """The token where a role ends: a verb, a stop, an adverb, a mark."""
        end = at
        while end < limit:
            token, mention = self.tokens[end], self.mention_of.get(end)
            if mention:
                end = self.last_of(mention)
                continue
            place = self.mention_of.get(end + 1)
            joins = place is not None and (token.low == "untuk" or (token.low == "di" and place.type is EntityType.GPE))
            stops = self._stops(token) or token.low in ("di", "dan") or token.low in DEMONSTRATIVES
            if not token.is_word or (stops and not joins) or token.low in cue_words("cue.adverbs"):
                break
            if end > at and self._is_verb(token):
                break
            end += 1
        return end

    def _is_verb(self, token: Token) -> bool:
        noun = token.low in word_set("names.roles") or token.low in cue_words("cue.nouns")
        return not noun and load_rules("cues").pattern("cue.verbs").match(token.low) is not None

    def _two(self, at: int) -> str:
        return " ".join(token.low for token in self.tokens[at : at + 2])

    def _role_name(self, at: int, end: int) -> str:
        pieces: list[str] = []
        while at < end:
            mention = self.mention_of.get(at)
            if mention:
                pieces.append(mention.canonical)
                at = self.last_of(mention)
            else:
                pieces.append(self.tokens[at].text)
                at += 1
        if pieces and pieces[-1].endswith("nya") and (country := self._country_before(end)):
            pieces = [*pieces[:-1], pieces[-1].removesuffix("nya"), country]
        body = load_rules("citations").values("citation.bodies").get(pieces[0].lower()) if len(pieces) > 1 else None
        name = " ".join([str(body), *pieces[1:]] if body else pieces)  # `intelijen X` is X's body of that kind
        return name[:1].upper() + name[1:]

    def _country_before(self, at: int) -> str:
        """The country named last, whose `-nya` it is: `media pemerintahnya`."""
        for each in range(at - 1, max(0, at - 2 * MAX_PHRASE_TOKENS), -1):
            mention = self.mention_of.get(each)
            if mention and mention.code:
                return mention.canonical
        return ""
