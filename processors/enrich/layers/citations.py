"""Layer `citations`: the sources that a text names for what it reports, with what passed them on."""

from collections.abc import Sequence
from dataclasses import replace

from processors.enrich.layers.acts import gives
from processors.enrich.layers.phrases import Phrases
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import Sentence, TokenizedText
from processors.enrich.layers.values import Frame, Mention
from schemas.knowledge import EntityType
from schemas.layers import Citation, TextSpan

VERSION = "3"
BODIES = (EntityType.ORG, EntityType.GPE)
ORIGIN_VERBS = ("mengutip", "merujuk", "mengacu", "menukil", "bersumber")
MAX_JOINS = 7
TELLING_REACH = 18
PLATFORMS = frozenset(
    ("telegram", "facebook", "instagram", "youtube", "tiktok", "twitter", "x", "whatsapp", "truth social")
)


def read_citations(
    text: TokenizedText, mentions: Sequence[Mention], frames: Sequence[Frame], outlet: str = ""
) -> Sequence[Citation]:
    """Citations in order; the outlet itself is none."""
    reader = CitationReader(text, mentions)
    for frame in frames:
        reader.of_frame(frame)
    for sentence in text.sentences:
        reader.of_sentence(sentence)
    own = "".join(letter for letter in outlet.lower().split(".")[0] if letter.isalnum())
    found = [
        each
        for each in sorted(reader.found, key=lambda each: (each.start, each.end))
        if not own or _key(each.source) != own
    ]
    return _chained(text, found)


def _key(source: str) -> str:
    return "".join(letter for letter in source.lower().split(".")[0] if letter.isalnum())


class CitationReader:
    """Collects the citations of a text."""

    def __init__(self, text: TokenizedText, mentions: Sequence[Mention]) -> None:
        self.text, self.tokens = text, text.tokens
        self.phrases = Phrases(text, mentions)
        self.rules = load_rules("citations")
        self.found: list[Citation] = []
        self.spans: dict[tuple[str, int], list[tuple[int, int]]] = {}

    def _add(self, start: int, end: int, source: str) -> None:
        spans = self.spans.setdefault((source, self.text.sentence_at(start)), [])
        if not any(first < end and start < last for first, last in spans[-MAX_JOINS:]):
            spans.append((start, end))
            self.found.append(Citation(start, end, self.text.text[start:end], source))

    def of_frame(self, frame: Frame) -> None:
        """Bodies that tell something; people and roles only after `menurut`."""
        if self.text.mark_at(frame.cue.start) or gives(self.text, frame):
            return
        quiet = load_rules("cues").words("cue.no-citation")
        for speaker in frame.speakers:
            mention = self._mention(speaker.mention)
            body = mention is not None and mention.type in BODIES
            pointed = speaker.mention is None and frame.form != "according"
            state = not speaker.entity and self._is_state_body(speaker.name)
            if frame.form == "subject" and self.text.text[frame.cue.start : frame.cue.end].lower() in quiet:
                continue
            if (body and not pointed) or frame.form == "according" or (state and not pointed):
                self._add(frame.clause.start, frame.clause.end, speaker.name)

    def _is_state_body(self, name: str) -> bool:
        """`Militer X`, `Badan intelijen X`, `Sumber intelijen`: a kind of body, or sources of that kind."""
        head, *rest = name.lower().split(" ")
        kinds = self.rules.words("citation.kinds")
        return head in kinds or (head == "sumber" and rest[:1] != [] and rest[0] in kinds)

    def _mention(self, span: TextSpan | None) -> Mention | None:
        return self.phrases.mention_of.get(self.text.token_at(span.start)) if span else None

    def of_sentence(self, sentence: Sentence) -> None:
        for at in range(sentence.first, sentence.last):
            low = self.tokens[at].low
            if low in self.rules.words("citation.citing"):
                self._citing(at, sentence)
            elif low in ("kepada", "wawancara", "air", "laporan", "di"):
                self._addressed(at, sentence)

    def _citing(self, at: int, sentence: Sentence) -> None:
        """`seperti dikutip dari kantor berita X`, `mengutip pejabat Amerika`."""
        low, start = self.tokens[at].low, at + 1
        while start < min(sentence.last, at + MAX_JOINS) and start not in self.phrases.mention_of:
            if self.tokens[start].low not in self.rules.words("citation.joins"):
                break
            start += 1
        told = self.phrases.read(start, sentence.last, prefer_person=False) if start < sentence.last else None
        if (told is None or not told.speakers) and low in ORIGIN_VERBS:
            told = self.phrases.read(at + 1, sentence.last, prefer_person=False)
        if told is None or not told.speakers:
            return
        owner = self.phrases.mention_of.get(told.last)
        if owner and owner.type is EntityType.ORG and told.speakers[0].name.lower() in PLATFORMS:
            told = (
                self.phrases.read(told.last, sentence.last, prefer_person=False) or told
            )  # `kanal YouTube Sekretariat Presiden`
        first = at - 1 if at > sentence.first and self.tokens[at - 1].low in self.rules.words("citation.heads") else at
        for speaker in told.speakers:
            mention = self._mention(speaker.mention)
            media = mention is not None and mention.type is EntityType.ORG
            if media or low in ORIGIN_VERBS or (low == "dilaporkan" and not speaker.entity):
                self._add(self.tokens[first].start, self.tokens[told.last - 1].end, speaker.name)
        origin = self.phrases.mention_of.get(told.last + 1) if self._is_from(told.last, sentence) else None
        if origin and origin.type is EntityType.ORG:
            self._add(self.tokens[told.last].start, origin.end, origin.canonical)  # `dikutip CNN dari KCNA`

    def _is_from(self, at: int, sentence: Sentence) -> bool:
        return at < sentence.last and self.tokens[at].low == "dari"

    def _addressed(self, at: int, sentence: Sentence) -> None:
        """`kepada AFP`, `wawancara dengan X`, `laporan bersama X dan Y`, `tulis Z di Telegram`."""
        low, start = self.tokens[at].low, at + 1
        if low == "wawancara" and start < sentence.last and self.tokens[start].low in ("dengan", "khusus", "bersama"):
            start += 1
        if low == "air":
            start += 1
        if low == "laporan" and start < sentence.last and self.tokens[start].low == "bersama":
            start += 1
        mention = self.phrases.mention_of.get(start) if start < sentence.last else None
        if mention is None or mention.type is not EntityType.ORG:
            return
        spoken = self._has_cue(at, sentence)
        platform = low == "di" and mention.text.lower() in PLATFORMS and spoken
        told = self.phrases.read(start, sentence.last, prefer_person=False)
        if (low == "kepada" and spoken) or low in ("wawancara", "laporan", "air") or platform:
            for speaker in told.speakers if told else ():
                self._add(self.tokens[at].start, self.tokens[told.last - 1].end if told else mention.end, speaker.name)

    def _has_cue(self, at: int, sentence: Sentence) -> bool:
        told = load_rules("cues").words("cue.after") | self.rules.words("citation.telling")
        return any(token.low in told for token in self.tokens[max(sentence.first, at - TELLING_REACH) : at])


def _chained(text: TokenizedText, found: Sequence[Citation]) -> Sequence[Citation]:
    """Each with what passed it on: `tulis KCNA seperti dilansir Reuters`, `lapor X mengutip Y`."""
    by_sentence: dict[int, list[Citation]] = {}
    for citation in found:
        by_sentence.setdefault(text.sentence_at(citation.start), []).append(citation)
    chained: list[Citation] = []
    for each in by_sentence.values():
        for citation in each:
            word = citation.text.split(" ")[0].lower()
            if word in ORIGIN_VERBS:
                via = [
                    other.source for other in each if other.start < citation.start and other.source != citation.source
                ][-1:]
            else:
                via = [other.source for other in each if other.start >= citation.end and _passes(other)]
            chained.append(replace(citation, via=tuple(via)))
    return chained


def _passes(citation: Citation) -> bool:
    words = citation.text.lower().split(" ")[:2]
    return any(word in ("dikutip", "dilansir", "dimuat", "disiarkan", "diberitakan", "kepada") for word in words)
