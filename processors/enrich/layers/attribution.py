"""Who vouches for a figure, and through which media a quote came."""

from collections.abc import Sequence
from dataclasses import replace

from processors.enrich.layers.citations import ORIGIN_VERBS
from processors.enrich.layers.text import Text
from processors.enrich.layers.values import Citation, Figure, Frame, Quote

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


def attribute_figures(
    text: Text,
    figures: Sequence[Figure],
    frames: Sequence[Frame],
    quotes: Sequence[Quote],
    citations: Sequence[Citation],
) -> Sequence[Figure]:
    """Figures with who vouches for them: the origin in a chain, the speaker in a quote, else whose words they are."""
    return [replace(figure, attributed_to=_vouches(text, figure, frames, quotes, citations)) for figure in figures]


def _vouches(
    text: Text, figure: Figure, frames: Sequence[Frame], quotes: Sequence[Quote], citations: Sequence[Citation]
) -> tuple[str, ...]:
    if figure.group == "age":
        return ()
    quote = next((each for each in quotes if each.start <= figure.start < each.end), None)
    covering = [
        frame
        for frame in frames
        if frame.scope.start <= figure.start < frame.scope.end
        and not frame.clause.start <= figure.start < frame.clause.end
    ]
    if quote:
        inner = [frame for frame in covering if quote.start <= frame.cue.start < quote.end]
        return _names(inner) if inner else ((quote.speaker,) if quote.speaker else ())
    number = text.sentence_at(figure.start)
    sentence = text.sentences[number]
    origin = [
        each
        for each in citations
        if sentence.start <= each.start < sentence.end and each.text.split(" ")[0].lower() in ORIGIN_VERBS
    ]
    if origin:
        return (origin[0].source,)
    outside = [frame for frame in covering if not any(each.start <= frame.cue.start < each.end for each in quotes)]
    if outside:
        return _names(sorted(outside, key=lambda frame: _distance(frame, figure)))
    return _from_next(text, number, citations)


def _distance(frame: Frame, figure: Figure) -> int:
    away = figure.start - frame.cue.end if frame.cue.end <= figure.start else frame.cue.start - figure.end
    return away + (MAX_DISTANCE if frame.form == "pointed" else 0)


def _names(frames: Sequence[Frame]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(speaker.name for speaker in frames[0].speakers))


def _from_next(text: Text, number: int, citations: Sequence[Citation]) -> tuple[str, ...]:
    """`Angka itu dimuat dalam laporan X` in the next sentence."""
    if number + 1 >= len(text.sentences):
        return ()
    following = text.sentences[number + 1]
    if not text.text[following.start : following.end].lower().startswith(POINTING_BACK):
        return ()
    return tuple(dict.fromkeys(each.source for each in citations if following.start <= each.start < following.end))


def pass_quotes(text: Text, quotes: Sequence[Quote], citations: Sequence[Citation]) -> Sequence[Quote]:
    """Quotes with the media named in their sentence, or in the next one if it points back."""
    found: list[Quote] = []
    for quote in quotes:
        number = text.sentence_at(quote.end - 1)
        via = _media(text, number, quote, citations)
        if not via and number + 1 < len(text.sentences):
            following = text.sentences[number + 1]
            if text.text[following.start : following.end].lower().startswith(POINTING_BACK):
                via = _media(text, number + 1, quote, citations)
        previous = found[-1] if found else None
        goes_on = (quote.cue or "nya").endswith("nya") and previous is not None and previous.speaker == quote.speaker
        if not via and goes_on and previous is not None and text.sentence_at(previous.end - 1) >= number - REACH_BACK:
            via = previous.via
        found.append(replace(quote, via=via))
    return found


def _media(text: Text, number: int, quote: Quote, citations: Sequence[Citation]) -> tuple[str, ...]:
    sentence = text.sentences[number]
    near = [each for each in citations if sentence.start <= each.start < sentence.end and each.source != quote.speaker]
    return tuple(dict.fromkeys(each.source for each in near if _is_medium(each)))


def _is_medium(citation: Citation) -> bool:
    words = citation.text.lower().split(" ")
    return any(word in PASSING for word in words[:2])
