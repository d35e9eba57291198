"""Acts that are done with words and tell nothing: thanks, greetings, praise, an answer that is refused."""

from processors.enrich.layers.phrases import cue_words
from processors.enrich.layers.text import TokenizedText
from processors.enrich.layers.values import Frame

# So many words may stand between a verb and what is given: `menyampaikan juga ucapan terima kasih`.
REACH = 6


def is_act(text: TokenizedText, frame: Frame) -> bool:
    """Whether what stands behind a subject's verb is what the act is done to, and not what is told."""
    cue, *behind = _words(text, frame)
    praises = frame.form == "subject" and cue in cue_words("cue.acts") and behind[:1] != ["bahwa"]
    return praises or gives(text, frame)


def gives(text: TokenizedText, frame: Frame) -> bool:
    """Whether a subject thanks, greets, condoles: such words are no source of anything."""
    if frame.form != "subject":
        return False
    words = _words(text, frame)
    while words[1:] and words[1] in cue_words("cue.act-fillers"):
        del words[1]
    given = (words[:2], words[1:2], words[1:3])
    return any(" ".join(each).removesuffix("nya") in cue_words("cue.given") for each in given)


def _words(text: TokenizedText, frame: Frame) -> list[str]:
    """The cue and the words behind it."""
    at = text.token_at(frame.cue.start)
    return [token.low for token in text.tokens[at : at + 1 + REACH]]
