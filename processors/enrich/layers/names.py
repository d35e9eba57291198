"""Names as they stand: known ones, and those that no list knows, told by heads, roles and the words around them."""

from collections.abc import Sequence
from typing import NamedTuple

from processors.enrich.layers.finding import FoundPhrase, word_set
from processors.enrich.layers.headed import headed_phrase
from processors.enrich.layers.knowledge_index import KnowledgeIndex, KnownSpan, words_of
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.runs import NameRun, run_at, type_of_run
from processors.enrich.layers.text import Sentence, Token, TokenizedText
from processors.enrich.layers.words import is_common, proper_words
from schemas.knowledge import EntityType, Known

# A role may be this many small words away from the name: `tokoh masyarakat setempat Darto`.
ROLE_REACH = 3
SPOKEN_FOR = frozenset(("bicara", "jubir"))
NO_SUBSIDIARY = frozenset(
    ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu", "rate", "nomor", "no", "tahun", "channel")
)


class Name(NamedTuple):
    """Tokens `first` up to `last`, not included. `type` is None where the article's other names must tell."""

    first: int
    last: int
    type: EntityType | None
    rule: str
    known: Known | None = None
    role: int = -1
    """Where the role before it begins, as a token; -1: none."""


class NameFinder:
    """Reads the names of a text in order. With `known_only`, capitals tell nothing."""

    def __init__(self, text: TokenizedText, index: KnowledgeIndex, *, known_only: bool) -> None:
        self.tokens: Sequence[Token] = text.tokens
        self.sentences = text.sentences
        self.index = index
        self.known_only = known_only
        self.names: list[Name] = []
        self._role = -1
        self._reach = 0
        self._skipped = -1
        self._listing: EntityType | None = None
        self.designations = _designations()
        self.proper = proper_words(text)

    def read(self) -> Sequence[Name]:
        for sentence in self.sentences:
            self._role, self._listing = -1, None
            at = sentence.first
            while at < sentence.last:
                at = self._step(at, sentence)
        return self.names

    def _step(self, at: int, sentence: Sentence) -> int:
        token = self.tokens[at]
        if not token.is_word:
            return self._mark(at)
        hit = self.index.match(self.tokens, at, sentence.last)
        blocked = self._designation(at, sentence.last)
        if blocked and (hit is None or hit.last <= blocked):
            return blocked
        if hit and (self._before(at).low in word_set("names.no-name-after") or self._in_bracket_of_skipped(at)):
            self._skipped = hit.last
            return hit.last
        if self.known_only or not token.is_capital:
            return self._hit(hit, sentence) if hit and self._fits(hit, sentence) else self._small(at)
        phrase = headed_phrase(self, at, sentence)
        if phrase and (hit is None or phrase.last > hit.last):
            return self._phrase(phrase)
        if hit and self._fits(hit, sentence):
            return self._hit(hit, sentence)
        if token.low in word_set("names.roles") or token.low in word_set("names.honorifics"):
            return self._open_role(at)
        if token.low in word_set("names.region-nouns"):
            return self._small(at)
        if token.low in word_set("names.admin-heads"):
            return self._admin(at, sentence)
        return self._run(run_at(self, at, sentence), sentence)

    def has_role(self) -> bool:
        return self._role >= 0

    def starts_sentence(self, at: int, sentence: Sentence) -> bool:
        return all(not token.is_word for token in self.tokens[sentence.first : at])

    def before(self, at: int) -> Token:
        return self._before(at)

    def _before(self, at: int) -> Token:
        return self.tokens[at - 1] if at else Token(0, 0, " ", " ")

    def _designation(self, at: int, last: int) -> int:
        for words in self.designations.get(self.tokens[at].low, ()):
            found = [
                each for each in self.tokens[at : min(last, at + len(words) * 2)] if each.is_word or each.is_number
            ]
            if tuple(each.low for each in found[: len(words)]) == words:
                return self.tokens.index(found[len(words) - 1], at) + 1
        return 0

    def _mark(self, at: int) -> int:
        mark = self.tokens[at].text
        if mark not in ",()&-/" and not (mark == "." and self._before(at).end == self.tokens[at].start):
            self._role = -1
        if mark not in ",&":
            self._listing = None
        return at + 1

    def _in_bracket_of_skipped(self, at: int) -> bool:
        """`dolar Amerika Serikat (AS)`: what is a currency there is one in the bracket."""
        return self._before(at).text == "(" and self._skipped == at - 1

    def _small(self, at: int) -> int:
        """A word in small letters: a role opens, goes on, or ends here."""
        low = self.tokens[at].low
        if low in word_set("names.roles") or low in word_set("names.honorifics") or low == "bernama":
            return self._open_role(at)
        listing = word_set("names.admin-heads") | word_set("names.region-nouns")
        if low in listing or low in word_set("names.site-cues"):
            self._listing = EntityType.GPE if low in listing else EntityType.LOC
            return at + 1
        self._reach += 1
        if (
            self._reach > ROLE_REACH
            or load_rules("cues").pattern("cue.verbs").match(low)
            or low in word_set("names.place-cues")
        ):
            self._role = -1
        if low not in ("dan", "serta", "hingga"):
            self._listing = EntityType.GPE if low in ("di", "ke") else None
        return at + 1

    def _open_role(self, at: int) -> int:
        if self._role < 0:
            self._role = at
        self._reach = 0
        self._listing = None
        return at + 1

    def _admin(self, at: int, sentence: Sentence) -> int:
        self._listing = EntityType.GPE
        following = self.tokens[at + 1] if at + 1 < sentence.last else None
        if following and following.text == "." and following.start == self.tokens[at].end:
            return at + 2
        return at + 1

    def _fits(self, hit: KnownSpan, sentence: Sentence) -> bool:
        """Whether a known name means here what it is known for: one-word names may be part of another."""
        if hit.last - hit.first > 1 or hit.known.code:
            return True
        low, before = self.tokens[hit.first].low, self._before(hit.first)
        if hit.known.type is EntityType.PER:
            beside = self.tokens[hit.last] if hit.last < sentence.last else None
            joined = beside is not None and beside.is_word and beside.is_capital and not is_common(beside.low)
            return not joined
        if low == "barat" and before.is_word and before.is_capital:
            return False  # `Sektor Barat`
        if low in word_set("names.ambiguous"):
            cues = word_set("names.place-cues") | word_set("names.roles") | word_set("names.admin-heads")
            titled = self.has_role() and hit.last < sentence.last and self.tokens[hit.last].is_capital
            return before.low in cues or self._listing is not None or titled
        return True

    def _hit(self, hit: KnownSpan, sentence: Sentence) -> int:
        first, last, kind, known = hit.first, hit.last, hit.known.type, hit.known
        if last - first == 2 and self.tokens[first].low in word_set("names.honorifics"):
            first += 1  # `Kang Emil`, but not `Pak Thae Song`
        beside = self.tokens[last] if last < sentence.last else None
        administers = self._before(first).low in word_set("names.admin-heads")
        if (
            kind is EntityType.GPE
            and beside
            and not known.code
            and not administers
            and beside.low in word_set("names.directions")
        ):
            self._add(Name(first, last + 1, EntityType.LOC, "names.directions", known, self._role))
            return last + 1
        if kind is EntityType.ORG and (longer := self._subsidiary(last, sentence)) > last:
            self._add(Name(first, longer, kind, "names.subsidiary", None, self._role))
            return longer
        self._add(Name(first, last, kind, "knowledge", known, self._role))
        return last

    def _subsidiary(self, last: int, sentence: Sentence) -> int:
        """The end of `BCA Syariah`: a known body's name goes on in common words with capitals."""
        while last < sentence.last and not self.has_role():
            token = self.tokens[last]
            if not (token.is_word and token.text.istitle() and is_common(token.low)) or token.low in NO_SUBSIDIARY:
                break
            if token.low in word_set("names.roles") | word_set("names.admin-heads") | word_set(
                "names.organisation-heads"
            ):
                break
            if self.index.match(self.tokens, last, sentence.last):
                break
            last += 1
        return last

    def _add(self, name: Name) -> None:
        self.names.append(name)
        if name.type is EntityType.PER:
            self._role = -1
        self._reach = 0
        if name.type not in (EntityType.GPE, EntityType.LOC):
            self._listing = None

    def _phrase(self, phrase: FoundPhrase) -> int:
        if phrase.type is not None:
            self._add(Name(phrase.first, phrase.last, phrase.type, phrase.rule, None, self._role))
        return phrase.last

    def _run(self, run: NameRun, sentence: Sentence) -> int:
        before = self._before(run.first).low
        words = sum(self.tokens[at].is_word for at in range(run.first, run.last))
        if before in word_set("names.place-roles") and words != 2 and words:
            # `Camat Pancoran Harry Gunara`: the first word is the place.
            self._add(Name(run.first, run.first + 1, EntityType.GPE, "names.place-roles", None, self._role))
            return self._run(NameRun(run.first + 1, run.last, run.end), sentence) if words > 1 else run.end
        if words > 2 and before in SPOKEN_FOR and run.first + 1 < run.last:
            # `Juru bicara Kremlin Dmitry Peskov`: the first word is the body.
            self._add(Name(run.first, run.first + 1, EntityType.ORG, "names.spoken-for", None, self._role))
            return self._run(NameRun(run.first + 1, run.last, run.end), sentence)
        kind, rule = type_of_run(self, run, sentence, self._listing)
        if rule:
            self._add(Name(run.first, run.last, kind, rule, None, self._role))
        elif not self.has_role():
            self._listing = None
        return max(run.end, run.first + 1)


def _designations() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in word_set("names.designations"):
        words = words_of(phrase)
        found.setdefault(words[0], []).append(words)
    return found
