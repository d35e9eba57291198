"""The subject in front of a verb of telling: in its own piece of the sentence, else at the sentence's head."""

from collections.abc import Sequence
from itertools import pairwise

from processors.enrich.layers.finding import word_set
from processors.enrich.layers.phrases import Phrases, SpeakerPhrase, cue_words
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import Sentence
from processors.enrich.layers.values import Mention, Speaker
from schemas.knowledge import EntityType
from schemas.layers import TextSpan

MAX_BACK = 60
PASSIVE_REACH = 4
BREAKS = frozenset(
    ("bahwa", "karena", "tetapi", "namun", "sedangkan", "sementara", "jika", "agar", "sehingga", "setelah", "ketika")
)


class Subjects:
    """Finds subjects by the phrases of one text."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases, self.tokens = phrases, phrases.tokens
        self.rules = load_rules("cues")

    def before(self, cue: int, sentence: Sentence, quoted: frozenset[int]) -> tuple[SpeakerPhrase | None, int]:
        """Who is the subject of the verb at token `cue`, and the subject's first token; None where nobody is."""
        first = max(sentence.first, cue - MAX_BACK)
        pieces = self._pieces(first, cue, quoted if cue not in quoted else frozenset())
        if not pieces:
            return (SpeakerPhrase((), cue, back=True), -1) if cue == sentence.first else (None, -1)
        own = self._in_piece(*pieces[-1])
        if own[0] is not None or len(pieces) == 1:
            return self._explained_body(own[0], *pieces[-2]) or own if len(pieces) > 1 else own
        apposition = self._whole_person(*pieces[-2])
        if apposition:
            return apposition
        for piece, following in pairwise(pieces):
            # `Kepala Dinas X, Eka, saat dihubungi, mengatakan`: the person behind the role.
            opens = self.phrases.mention_of.get(following[0])
            role = any(self.tokens[at].low in word_set("names.roles") for at in range(*piece) if at - piece[0] < 3)
            if role and opens and opens.type is EntityType.PER:
                return SpeakerPhrase((self._speaker(opens),), following[1]), piece[0]
        for piece in pieces:
            found = self._in_piece(*piece)
            if found[0] is not None:
                return found
        return None, -1

    def _explained_body(self, told: SpeakerPhrase | None, first: int, last: int) -> tuple[SpeakerPhrase, int] | None:
        """`NIS, badan intelijen X, membenarkan`: the body between whose name and the verb a role explains it."""
        mention = self.phrases.mention_of.get(first)
        whole = mention is not None and self.phrases.last_of(mention) == last
        if mention is None or not whole or mention.type is not EntityType.ORG:
            return None
        role = told is not None and told.speakers != () and not told.speakers[0].entity
        return (SpeakerPhrase((self._speaker(mention),), last), first) if role else None

    def _pieces(self, first: int, cue: int, quoted: frozenset[int]) -> Sequence[tuple[int, int]]:
        """Spans between commas and conjunctions, up to the cue; quotes are left out."""
        pieces: list[tuple[int, int]] = []
        start = first
        for at in range(first, cue + 1):
            token = self.tokens[at]
            named = at in self.phrases.mention_of
            if at == cue or at in quoted or (not named and (token.text in ',;:"\u201c\u201d' or token.low in BREAKS)):
                if at > start:
                    pieces.append((start, at))
                start = at + 1
        if start == cue and pieces and self.tokens[cue - 1].text in '"\u201d':
            return pieces
        if start == cue:
            pieces.append((cue, cue))
        return pieces

    def _whole_person(self, first: int, last: int) -> tuple[SpeakerPhrase | None, int] | None:
        """`Direktur X, Nyimas Rohmah, mengatakan`: the person between the commas."""
        mention = next(
            (
                self.phrases.mention_of[at]
                for at in range(first, last)
                if at in self.phrases.mention_of and self.phrases.mention_of[at].type is EntityType.PER
            ),
            None,
        )
        if mention is None or any(self.tokens[at].low == "yang" for at in range(first, last)):
            return None
        return SpeakerPhrase((self._speaker(mention),), last), first

    def _in_piece(self, first: int, last: int) -> tuple[SpeakerPhrase | None, int]:
        at = self._over_adverbs(first, last)
        end = self._end_of_subject(at, last)
        if at >= end:
            return None, -1
        if self.tokens[at].low in cue_words("cue.not-subject"):
            return None, -1
        person = next(
            (
                mention
                for each in range(at, end)
                if (mention := self.phrases.mention_of.get(each)) and mention.type is EntityType.PER
            ),
            None,
        )
        if person and not self._governed(self.phrases.text.token_at(person.start), at):
            return SpeakerPhrase((self._speaker(person),), last), at
        pronoun = next((each for each in range(at, end) if self.tokens[each].low in cue_words("cue.by-pronoun")), None)
        if pronoun is not None:
            return SpeakerPhrase((), last, back=True), pronoun
        told = self.phrases.read(at, end, prefer_person=False)
        if told is None or (told.speakers and self._is_event(told)):
            return None, -1
        return told, at

    def _is_event(self, told: SpeakerPhrase) -> bool:
        return not told.speakers[0].name

    def _speaker(self, mention: Mention) -> Speaker:
        return Speaker(mention.canonical, TextSpan(mention.start, mention.end))

    def _governed(self, at: int, first: int) -> bool:
        return at > first and self.tokens[at - 1].low in cue_words("cue.not-subject")

    def _over_adverbs(self, at: int, last: int) -> int:
        while (
            at < last
            and at not in self.phrases.mention_of
            and (
                self.tokens[at].low in cue_words("cue.adverbs")
                or self.tokens[at].low in ("dan", "sementara", "selain", "adapun")
                or not self.tokens[at].is_word
            )
        ):
            at += 1
        return at

    def _end_of_subject(self, at: int, last: int) -> int:
        """Where a relative clause or another verb ends the subject's phrase."""
        for each in range(at, last):
            if each in self.phrases.mention_of:
                continue
            low = self.tokens[each].low
            if low in ("yang", "saat", "ketika", "usai"):
                return each
        return last

    def _is_passive(self, at: int, sentence: Sentence) -> bool:
        """Whether the verb behind a subject is passive: `Darto dilaporkan` tells nothing of what he says."""
        for token in self.tokens[at : min(at + PASSIVE_REACH, sentence.last)]:
            if self.rules.pattern("cue.verbs").match(token.low):
                return token.low.startswith("di")
        return False

    def person(self, sentence: Sentence, quoted: frozenset[int]) -> Speaker | None:
        """The person at the head of a sentence that tells nothing: `Usman melihat celah`."""
        for at in range(sentence.first, sentence.last):
            mention = self.phrases.mention_of.get(at)
            if at in quoted:
                return None
            if mention and mention.type is EntityType.PER:
                governed = at > sentence.first and self.tokens[at - 1].low in cue_words("cue.not-subject")
                governed = governed or self._is_passive(self.phrases.last_of(mention), sentence)
                return None if governed else self._speaker(mention)
            low = self.tokens[at].low
            if mention is None and at > sentence.first + 1 and self.rules.pattern("cue.verbs").match(low):
                return None
        return None
