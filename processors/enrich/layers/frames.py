"""Who tells what: every act of telling in a text, with its speakers, resolved, and the words that they vouch for."""

from collections.abc import Sequence

from processors.enrich.layers.bearers import bearer_of, role_bearers
from processors.enrich.layers.phrases import DEMONSTRATIVES, Phrases, SpeakerPhrase, cue_words
from processors.enrich.layers.subjects import Subjects
from processors.enrich.layers.text import Sentence, TokenizedText
from processors.enrich.layers.values import Frame, Mention, Speaker
from schemas.knowledge import EntityType
from schemas.layers import TextSpan

VERSION = "2"
# A body that spoke since is meant only if the last person is further back than this, in sentences.
PERSON_REACH = 4
CLOSING = frozenset('"\u201d')
NEGATIONS = frozenset(("tidak", "tak", "belum", "enggan", "tanpa", "jangan"))
OPEN_MARKS = frozenset(",\"'\u201c\u201d\u2019.!?;:()\u2014\u2013-")


def read_frames(text: TokenizedText, mentions: Sequence[Mention]) -> tuple[Sequence[Frame], Sequence[Speaker | None]]:
    """Frames in order, and for each sentence the speaker whom `dia` or `-nya` behind it would mean."""
    reader = FrameReader(text, mentions)
    for number, sentence in enumerate(text.sentences):
        reader.read(number, sentence)
    return reader.frames, reader.focus_after


class FrameReader:
    """Reads a text once and remembers who spoke last."""

    def __init__(self, text: TokenizedText, mentions: Sequence[Mention]) -> None:
        self.text, self.tokens = text, text.tokens
        self.phrases = Phrases(text, mentions)
        self.subjects = Subjects(self.phrases)
        self.frames: list[Frame] = []
        self.focus: Speaker | None = None
        self.person: Speaker | None = None
        self.person_at = self.number = 0
        self.focus_after: list[Speaker | None] = []
        self.documents: tuple[Speaker, ...] = ()
        self.quoted = text.quoted
        self.bearers = role_bearers(text, mentions)

    def read(self, number: int, sentence: Sentence) -> None:
        before = len(self.frames)
        self.number = number
        at = sentence.first
        while at < sentence.last:
            frame = self._frame(at, sentence)
            if frame:
                self.frames.append(frame)
                if at not in self.quoted and frame.form != "pointing":
                    self._remember(frame, number)
            at += 1
        if len(self.frames) == before and (subject := self.subjects.person(sentence, self.quoted)):
            self.focus = self.person = subject
            self.person_at = number
        self._learn_document(sentence)
        last = self._last()
        self.focus_after.append(last[0] if last else None)

    def _remember(self, frame: Frame, number: int) -> None:
        self.focus = frame.speakers[-1]
        if self._is_person(self.focus):
            self.person, self.person_at = self.focus, number

    def _is_person(self, speaker: Speaker) -> bool:
        """Whether `dia` may mean a speaker: a person or a role, no body or country."""
        if not speaker.entity or speaker.mention is None:
            return not speaker.entity or (self.person is not None and self.person.name == speaker.name)
        mention = self.phrases.mention_of.get(self.text.token_at(speaker.mention.start))
        return mention is not None and mention.type is EntityType.PER

    def _frame(self, at: int, sentence: Sentence) -> Frame | None:
        if at in self.phrases.mention_of or not self.tokens[at].is_word:
            return None
        low = self.tokens[at].low
        if at in self.quoted:
            return self._subject(at, sentence) if low in cue_words("cue.subject") else None
        if low == "menurut" or low == "menurutnya":
            return self._according(at, sentence)
        stem = low[:-3] if low.endswith("nya") else ""
        if low in cue_words("cue.after") or stem in cue_words("cue.after"):
            return self._after(at, sentence, of_last=bool(stem) and low not in cue_words("cue.after"))
        if (
            low.endswith("nya")
            and at > sentence.first
            and self.tokens[at - 1].text in CLOSING
            and at - 2 in self.quoted
        ):
            return self._after(at, sentence, of_last=True)
        if self._tells_by_place(at, sentence):
            return self._after(at, sentence, of_last=False)
        if low in cue_words("cue.passive"):
            return self._passive(at, sentence)
        return self._subject(at, sentence) if low in cue_words("cue.subject") else None

    def _tells_by_place(self, at: int, sentence: Sentence) -> bool:
        """Whether a word between a closing mark and a person is a cue that no list has: `" sanggah Darto`."""
        if at - 2 not in self.quoted or at <= sentence.first or self.tokens[at - 1].text not in CLOSING:
            return False
        following = self.phrases.mention_of.get(at + 1) if at + 1 < sentence.last else None
        pronoun = at + 1 < sentence.last and self.tokens[at + 1].low in ("dia", "ia", "beliau")
        named = following is not None and following.type is EntityType.PER
        return (
            self.tokens[at].text.islower() and (pronoun or named) and self.tokens[at].low not in cue_words("cue.stops")
        )

    def _made(self, at: int, told: SpeakerPhrase, sentence: Sentence, form: str) -> Frame | None:
        speakers = self._resolved(told)
        if not speakers:
            return None
        cue, tokens = TextSpan(self.tokens[at].start, self.tokens[at].end), self.tokens
        clause = TextSpan(cue.start, tokens[max(told.last, at + 1) - 1].end)
        end = sentence.end
        if (
            form == "after" and not (told.last < sentence.last and tokens[told.last].text == ",")
        ) or self._closes_quote(at, sentence):
            end = clause.end  # what comes behind the speaker is the writer's
        scope = TextSpan(cue.end if form == "subject" else sentence.start, end)
        return Frame(cue, speakers, scope, form, clause)

    def _closes_quote(self, at: int, sentence: Sentence) -> bool:
        """Whether a quote ends right before the cue."""
        return at - 2 >= sentence.first and at - 2 in self.quoted

    def _resolved(self, told: SpeakerPhrase) -> tuple[Speaker, ...]:
        if told.document and told.back:
            return self.documents or self._last()
        if told.back:
            return self._last()
        return tuple(bearer_of(speaker, self.bearers) for speaker in told.speakers)

    def _last(self) -> tuple[Speaker, ...]:
        near = self.person is not None and self.number - self.person_at <= PERSON_REACH
        meant = self.person if near else self.focus
        return (Speaker(meant.name, None, meant.entity),) if meant else ()

    def _after(self, at: int, sentence: Sentence, *, of_last: bool) -> Frame | None:
        """`kata X`, `katanya`: behind a mark, or at the head of a sentence."""
        before = self.tokens[at - 1] if at > sentence.first else None
        if before is not None and before.text not in OPEN_MARKS and before.low not in ("demikian", "seperti", "begitu"):
            return self._pronoun_before(at, sentence)
        low = self.tokens[at].low
        if before is not None and before.text in CLOSING and low.endswith("nya") and low not in cue_words("cue.after"):
            of_last = True
        if of_last:
            return self._made(at, SpeakerPhrase((), at + 1, back=True), sentence, "after")
        start = at + 1
        while start < sentence.last and self.tokens[start].low in (
            "bunyi",
            "isi",
            "pernyataan",
            "laporan",
            "juga",
            "pula",
            "lagi",
        ):
            if (
                self.tokens[start].low == "laporan"
                and self.tokens[start + 1 : start + 2]
                and self.tokens[start + 1].low in DEMONSTRATIVES
            ):
                break
            start += 1
        told = self.phrases.read(start, sentence.last)
        return self._made(at, told, sentence, "after") if told else None

    def _pronoun_before(self, at: int, sentence: Sentence) -> Frame | None:
        """`dia ungkap`, `tambah dia` are told by the pronoun beside the cue."""
        if self.tokens[at - 1].low in cue_words("cue.by-pronoun"):
            return self._made(at, SpeakerPhrase((), at, back=True), sentence, "after")
        return None

    def _according(self, at: int, sentence: Sentence) -> Frame | None:
        if self.tokens[at].low == "menurutnya":
            return self._made(at, SpeakerPhrase((), at + 1, back=True), sentence, "according")
        told = self.phrases.read(at + 1, sentence.last)
        return self._made(at, told, sentence, "according") if told else None

    def _passive(self, at: int, sentence: Sentence) -> Frame | None:
        """`Janji itu diucapkan X`: about the sentence before, if the subject points there."""
        low = self.tokens[at].low
        start = at + 1
        while start < sentence.last and self.tokens[start].low in ("oleh", "pula", "juga", "langsung", "kembali"):
            start += 1
        told = SpeakerPhrase((), at + 1, back=True) if low.endswith("nya") else self.phrases.read(start, sentence.last)
        if told is None or not (told.back or told.speakers[0].entity or low.startswith("dikata")):
            return None
        head = [token.low for token in self.tokens[sentence.first : sentence.first + 4]]
        points = (
            head[:1] and head[0] in cue_words("cue.pointing") and (set(head) & DEMONSTRATIVES or head[0] == "demikian")
        )
        frame = self._made(at, told, sentence, "passive")
        if frame and points and sentence.first:
            previous = self.text.sentences[self.text.sentence_at(sentence.start - 1)]
            return Frame(frame.cue, frame.speakers, TextSpan(previous.start, sentence.end), "pointed", frame.clause)
        return frame

    def _subject(self, at: int, sentence: Sentence) -> Frame | None:
        if any(token.low in NEGATIONS for token in self.tokens[max(sentence.first, at - 2) : at]):
            return None
        told, first = self.subjects.before(at, sentence, self.quoted)
        if told is None:
            return None
        if at in self.quoted and (told.back or not told.speakers[0].entity):
            return None
        if told.back and not told.document and self._coordinates(at, sentence):
            return None
        frame = self._made(at, told, sentence, "subject")
        if frame is None:
            return None
        start = self.tokens[first].start if first >= 0 else frame.cue.start
        return Frame(frame.cue, frame.speakers, frame.scope, frame.form, TextSpan(start, frame.cue.end))

    def _coordinates(self, at: int, sentence: Sentence) -> bool:
        return at == sentence.first

    def _learn_document(self, sentence: Sentence) -> None:
        """The bodies behind `laporan`, which `laporan itu` means later."""
        for at in range(sentence.first, sentence.last):
            if (
                self.tokens[at].low in cue_words("cue.documents")
                and at not in self.phrases.mention_of
                and at not in self.quoted
            ):
                told = self.phrases.read(at, sentence.last, prefer_person=False)
                if told and told.speakers and told.speakers[0].entity:
                    self.documents = told.speakers
                    return
        for frame in self.frames[-1:]:
            if frame.cue.start >= sentence.start and self._is_body(frame.speakers[0]):
                self.documents = frame.speakers

    def _is_body(self, speaker: Speaker) -> bool:
        mention = self.phrases.mention_of.get(self.text.token_at(speaker.mention.start)) if speaker.mention else None
        return mention is not None and mention.type is EntityType.ORG
