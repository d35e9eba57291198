"""Layer `quotes`: words between marks with their speaker and cue, and indirect speech as statements."""

from bisect import bisect_left
from collections.abc import Sequence

from processors.enrich.layers.acts import is_act
from processors.enrich.layers.marks import Marked
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import TOKEN, TokenizedText
from processors.enrich.layers.values import Frame, Speaker
from schemas.layers import Quote, Statement

VERSION = "2"
MIN_CLAUSE_WORDS = 5
MIN_STATEMENT_CHARS = 25


def read_quotes(text: TokenizedText, frames: Sequence[Frame], focus_after: Sequence[Speaker | None]) -> Sequence[Quote]:
    """Quotes in order. What nobody says, as a motto or a name, is none."""
    by_sentence: dict[int, list[Frame]] = {}
    for frame in frames:
        if not text.mark_at(frame.cue.start):
            by_sentence.setdefault(text.sentence_at(frame.cue.start), []).append(frame)
    found: list[Quote] = []
    for mark in text.marked:
        quote = _quote(text, mark, by_sentence, focus_after, found)
        if quote:
            found.append(quote)
    return found


def _quote(
    text: TokenizedText,
    mark: Marked,
    by_sentence: dict[int, list[Frame]],
    focus_after: Sequence[Speaker | None],
    found: Sequence[Quote],
) -> Quote | None:
    words = text.text[mark.start : mark.end]
    first, last = text.sentence_at(mark.start), text.sentence_at(mark.end - 1)
    near = [frame for number in range(first, last + 1) for frame in by_sentence.get(number, ())]
    frame = _nearest(near, mark)
    kind = kind_of(text, mark, frame)
    goes_on = frame is None and kind == "partial" and _goes_on(text, first, by_sentence) and not _scare(text, mark)
    if goes_on and (spoke := focus_after[first - 1]):
        return Quote(mark.start, mark.end, words, kind, spoke.name, None, None)
    if kind == "partial" and (frame is None or _scare(text, mark)):
        return None
    if frame is None:
        frame = next((each for each in by_sentence.get(last + 1, ()) if each.form == "pointed"), None)
    if frame is not None:
        speaker = frame.speakers[0]
        cue = text.text[frame.cue.start : frame.cue.end]
        return Quote(mark.start, mark.end, words, kind, speaker.name, speaker.mention, cue)
    if _scare(text, mark):
        return None
    focus = focus_after[first - 1] if first else None
    previous = found[-1].speaker if found and text.sentence_at(found[-1].end) >= first - 1 else None
    return Quote(mark.start, mark.end, words, kind, previous or (focus.name if focus else None), None, None)


def _nearest(frames: Sequence[Frame], mark: Marked) -> Frame | None:
    """The frame whose cue stands closest behind the quote, or before it as its subject's verb."""
    best: tuple[int, Frame] | None = None
    for frame in frames:
        if frame.form == "pointed":
            continue
        behind = frame.cue.start - mark.end
        distance = behind if behind >= 0 else (mark.start - frame.cue.end) * 2 + 4
        if frame.form == "subject" and behind >= 0 and frame.clause.start < mark.start:
            distance += 40
        if best is None or distance < best[0]:
            best = (distance, frame)
    return best[1] if best else None


def kind_of(text: TokenizedText, mark: Marked, frame: Frame | None) -> str:
    """direct for words that stand by themselves, even after `bahwa`; partial for a fragment in a sentence."""
    words = text.text[mark.start : mark.end].strip()
    if not words:
        return "partial"
    before = text.text[max(0, mark.start - 3) : mark.start - 1].rstrip()
    head = not before or before[-1] in ",.:!?\n" or mark.start - 1 == text.sentences[text.sentence_at(mark.start)].start
    length = len(TOKEN.findall(words))
    if words[0].isupper() and (head or length >= MIN_CLAUSE_WORDS):
        return "direct"
    if head and length >= MIN_CLAUSE_WORDS:
        return "direct"
    told = frame is not None and 0 <= mark.start - frame.cue.end <= len(' bahwa "')
    return "direct" if told and length > MIN_CLAUSE_WORDS and words[-1] in ",.!?" else "partial"


def _goes_on(text: TokenizedText, number: int, by_sentence: dict[int, list[Frame]]) -> bool:
    """Whether a sentence goes on with what the one before tells: `Apalagi karena …`."""
    if not number or number - 1 not in by_sentence:
        return False
    return text.tokens[text.sentences[number].first].low in load_rules("cues").words("cue.goes-on")


def _scare(text: TokenizedText, mark: Marked) -> bool:
    """Whether the words before the mark say that it holds a title, a motto, a name."""
    at = text.token_at(mark.start - 1)
    before = [token.low for token in text.tokens[max(0, at - 2) : at]]
    return bool(before) and before[-1] in load_rules("cues").words("cue.scare")


def _starts_near(text: TokenizedText, offset: int) -> Sequence[int]:
    at = bisect_left(text.marked_starts, offset)
    return text.marked_starts[at : at + 1]


def read_statements(text: TokenizedText, frames: Sequence[Frame]) -> Sequence[Statement]:
    """Indirect speech: what a subject says after its verb, outside of quotes."""
    found: list[Statement] = []
    end = 0
    for frame in frames:
        scope = frame.scope
        last = text.mark_at(scope.end - 1)
        quoted = last is not None or any(scope.start <= start < scope.end for start in _starts_near(text, scope.start))
        if frame.form == "pointed" or quoted or scope.start < end or is_act(text, frame):
            continue
        words = text.text[scope.start : scope.end].strip(" ,")
        if len(words) >= MIN_STATEMENT_CHARS:
            start = text.text.index(words, scope.start)
            cue = text.text[frame.cue.start : frame.cue.end]
            found.append(Statement(start, start + len(words), words, frame.speakers[0].name, cue))
            end = scope.end
    return found
