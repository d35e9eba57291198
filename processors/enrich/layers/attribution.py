"""Who vouches for a figure, and through which media a quote came."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from processors.enrich.layers.acts import is_act
from processors.enrich.layers.citations import ORIGIN_VERBS
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import TokenizedText
from processors.enrich.layers.values import Frame
from schemas.layers import Citation, Figure, Quote

POINTING_BACK = (
    "angka itu",
    "angka tersebut",
    "temuan itu",
    "temuan tersebut",
    "data itu",
    "data tersebut",
    "taksiran",
    "kabar itu",
    "hal itu",
    "demikian",
    "pernyataan itu",
    "laporan itu",
)
PASSING = (
    "di",
    "air",
    "dikutip",
    "dilansir",
    "disiarkan",
    "dimuat",
    "diberitakan",
    "kepada",
    "menurut",
    "tulis",
    "on",
    "wawancara",
    "kcna",
)
# A cue further away than this vouches for nothing, in characters.
MAX_DISTANCE = 400
# A second quote came as the first did, if it stands this near behind it, in sentences.
REACH_BACK = 3
# So many acts of telling of one sentence are asked for a figure.
MAX_FRAMES = 40


class Vouching:
    """Frames, quotes and citations of a text by the sentence that they touch."""

    def __init__(
        self, text: TokenizedText, frames: Sequence[Frame], quotes: Sequence[Quote], citations: Sequence[Citation]
    ) -> None:
        self.text, self.quotes = text, quotes
        self.quote_starts = [quote.start for quote in quotes]
        self.frames: dict[int, list[Frame]] = {}
        self.citations: dict[int, list[Citation]] = {}
        for frame in frames:
            for number in {text.sentence_at(frame.scope.start), text.sentence_at(frame.cue.start)}:
                self.frames.setdefault(number, []).append(frame)
        for citation in citations:
            self.citations.setdefault(text.sentence_at(citation.start), []).append(citation)

    def quote_at(self, offset: int) -> Quote | None:
        at = bisect_right(self.quote_starts, offset) - 1
        return self.quotes[at] if at >= 0 and offset < self.quotes[at].end else None

    def of(self, figure: Figure) -> tuple[str, ...]:
        """The origin in a chain, the speaker in a quote, else whose words the figure stands in."""
        if figure.group == "age":
            return ()
        number = self.text.sentence_at(figure.start)
        covering = [
            frame
            for frame in self.frames.get(number, ())[:MAX_FRAMES]
            if frame.scope.start <= figure.start < frame.scope.end
            and self.text.text[frame.cue.start : frame.cue.end].lower() not in load_rules("cues").words("cue.denials")
            and not (frame.clause.start <= figure.start < frame.clause.end or is_act(self.text, frame))
        ]
        if quote := self.quote_at(figure.start):
            inner = [frame for frame in covering if quote.start <= frame.cue.start < quote.end]
            return _names(inner) if inner else ((quote.speaker,) if quote.speaker else ())
        near = self.citations.get(number, ())[:MAX_FRAMES]
        origin = [each for each in near if each.text.split(" ")[0].lower() in ORIGIN_VERBS]
        if origin:
            return (origin[0].source,)
        outside = [frame for frame in covering if not self.quote_at(frame.cue.start)]
        if outside:
            return _names(sorted(outside, key=lambda frame: _distance(frame, figure)))
        return _from_next(self.text, number, self.citations)


def attribute_figures(figures: Sequence[Figure], vouching: Vouching) -> Sequence[Figure]:
    """Figures with who vouches for them."""
    return [replace(figure, attributed_to=vouching.of(figure)) for figure in figures]


def _distance(frame: Frame, figure: Figure) -> int:
    away = figure.start - frame.cue.end if frame.cue.end <= figure.start else frame.cue.start - figure.end
    return away + (MAX_DISTANCE if frame.form == "pointed" else 0)


def _names(frames: Sequence[Frame]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(speaker.name for speaker in frames[0].speakers))


def _from_next(text: TokenizedText, number: int, citations: Mapping[int, Sequence[Citation]]) -> tuple[str, ...]:
    """`Angka itu dimuat dalam laporan X` in the next sentence."""
    if number + 1 >= len(text.sentences):
        return ()
    following = text.sentences[number + 1]
    if not text.text[following.start : following.end].lower().startswith(POINTING_BACK):
        return ()
    return tuple(dict.fromkeys(each.source for each in citations.get(number + 1, ())))


def pass_quotes(quotes: Sequence[Quote], vouching: Vouching) -> Sequence[Quote]:
    """Quotes with the media named in their sentence, or in the next one if it points back."""
    found: list[Quote] = []
    text, citations = vouching.text, vouching.citations
    for quote in quotes:
        number = text.sentence_at(quote.end - 1)
        via = _media(number, quote, citations)
        if not via and number + 1 < len(text.sentences):
            following = text.sentences[number + 1]
            if text.text[following.start : following.end].lower().startswith(POINTING_BACK):
                via = _media(number + 1, quote, citations)
        previous = found[-1] if found else None
        goes_on = (quote.cue or "nya").endswith("nya") and previous is not None and previous.speaker == quote.speaker
        if not via and goes_on and previous is not None and text.sentence_at(previous.end - 1) >= number - REACH_BACK:
            via = previous.via
        found.append(replace(quote, via=via))
    return found


def _media(number: int, quote: Quote, citations: Mapping[int, Sequence[Citation]]) -> tuple[str, ...]:
    near = [each for each in citations.get(number, ())[:MAX_FRAMES] if each.source != quote.speaker]
    return tuple(dict.fromkeys(each.source for each in near if _is_medium(each)))


def _is_medium(citation: Citation) -> bool:
    words = citation.text.lower().split(" ")
    return any(word in PASSING for word in words[:2])
