"""Single words that no list and no head tells: what stands around them says that they are bodies, and not people.

A person is introduced: by a full name, a role, an honorific. A body speaks without.
"""

from collections.abc import Sequence

from processors.enrich.layers.finding import word_set
from processors.enrich.layers.names import Name
from processors.enrich.layers.phrases import WEEKDAYS, cue_words
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import Sentence, Token, TokenizedText

# How far behind `kepada` its verb may stand, and between two commas how much may: `X, Senin lalu, menyebut`.
TELLING_REACH, BRACKETED = 18, 7


class Bodies:
    """What one text says of its single words."""

    def __init__(self, text: TokenizedText, names: Sequence[Name]) -> None:
        self.text, self.tokens = text, text.tokens
        self.introduced = self._introduced(names)
        self.seats = frozenset(
            self.tokens[name.first].text
            for name in names
            if name.last - name.first == 1 and self._before(name.first).low == "di"
        )

    def _introduced(self, names: Sequence[Name]) -> frozenset[str]:
        """Words of people's names in full, and of those with a role or an honorific."""
        people = [name for name in names if name.type == "PER"]
        titled = word_set("names.honorifics") | word_set("names.roles")
        return frozenset(
            token.low
            for name in people
            for token in self.tokens[name.first : name.last]
            if name.last - name.first > 1 or name.role >= 0 or self._before(name.first).low in titled
        )

    def _before(self, at: int) -> Token:
        return self.tokens[at - 1] if at > 0 else Token(0, 0, " ", " ")

    def tells(self, name: Name) -> bool:
        """Whether a short form in capitals tells something, or is told something, as a body is."""
        before, after = self._before(name.first).low, self.tokens[name.last : name.last + 2]
        cues = cue_words("cue.after") | load_rules("citations").words("citation.citing")
        told = word_set("names.acronym-cues") | word_set("names.generic-heads")
        if before in cues or before in told:
            return True
        subject = any(token.low in cue_words("cue.subject") for token in after)
        return subject or self.is_addressed(name) or self._speaks_behind_comma(name)

    def is_addressed(self, name: Name) -> bool:
        """`kata Darto kepada X`, `kanal X`, `X, lembaga riset`."""
        sentence = self.text.sentences[self.text.sentence_at(self.tokens[name.first].start)]
        before = self._before(name.first).low
        if before == "kepada":
            told = cue_words("cue.after") | load_rules("citations").words("citation.telling")
            return self._stands(told, max(sentence.first, name.first - TELLING_REACH), name.first)
        return before in word_set("names.channels") or self._is_apposed(name, sentence)

    def _stands(self, words: frozenset[str], first: int, last: int) -> bool:
        return any(token.low in words for token in self.tokens[first:last])

    def _is_apposed(self, name: Name, sentence: Sentence) -> bool:
        after = [token.low for token in self.tokens[name.last : min(name.last + BRACKETED, sentence.last)]]
        if after[:1] != [","] or len(after) < 2:
            return False
        kinds = word_set("names.organisation-heads") - word_set("names.no-kinds")
        return self.tokens[name.last + 1].text.islower() and after[1] in kinds

    def _speaks_behind_comma(self, name: Name) -> bool:
        """`X, yang memberitakan`, `X, mengutip Y, melaporkan`, `X, Senin lalu, menyebut`."""
        last = self.text.sentences[self.text.sentence_at(self.tokens[name.first].start)].last
        after = [token.low for token in self.tokens[name.last : min(name.last + BRACKETED, last)]]
        passes = load_rules("citations").words("citation.citing") | cue_words("cue.subject")
        if after[:1] != [","] or len(after) < 2:
            return False
        if after[1] in passes - {"memuat"} or (after[1] == "yang" and after[2:3] != [] and after[2] in passes):
            return True
        closed = after.index(",", 2) if "," in after[2:] else 0
        dated = after[1] in WEEKDAYS or after[1] == "pada"
        return bool(dated and closed) and any(low in passes for low in after[closed + 1 :])

    def is_seat(self, name: Name) -> bool:
        """Whether a word tells, though one can also be in it: `di Wirakraton`, `Wirakraton menyebut`."""
        after = self.tokens[name.last : name.last + 1]
        tells = bool(after) and after[0].low in cue_words("cue.subject")
        return tells and name.role < 0 and self.tokens[name.first].text in self.seats
