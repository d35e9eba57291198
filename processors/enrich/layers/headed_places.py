"""Phrases that begin with the head of a place, or name an event: `Gunung …`, `Operasi …`, `… Open 2026`."""

from processors.enrich.layers.finding import MAX_PHRASE_TOKENS, FoundPhrase, PhraseContext, lows, word_set
from processors.enrich.layers.text import Sentence
from processors.enrich.layers.words import is_common
from schemas.knowledge import EntityType

YEAR_DIGITS = 4
ROMAN = frozenset(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"))
OPENERS = frozenset(("indonesia", "world", "super", "grand", "european", "national", "international"))


def tournament(finder: PhraseContext, at: int, sentence: Sentence) -> FoundPhrase | None:
    """`Sentosa Open 2026`: capitals that end in a tournament's word, and its year."""
    tokens, last = finder.tokens, at + 1
    while last < min(sentence.last, at + 5) and tokens[last].is_word and tokens[last].is_capital:
        last += 1
    tail = tokens[last - 1].low
    if (
        last - at < 2
        or tail not in word_set("names.event-tails")
        or is_common(tokens[at].low) != (tokens[at].low in OPENERS)
    ):
        return None
    dated = last < sentence.last and tokens[last].is_number and len(tokens[last].text) == YEAR_DIGITS
    return FoundPhrase(at, last + dated, EntityType.EVENT, "names.event-tails")


def event(finder: PhraseContext, at: int, sentence: Sentence) -> FoundPhrase | None:
    last = at + 1
    limit = min(sentence.last, at + MAX_PHRASE_TOKENS)
    while last < limit:
        token = finder.tokens[last]
        if token.is_word and token.is_capital and token.low not in word_set("names.roles"):
            last += 1
        elif token.is_number and len(token.text) == YEAR_DIGITS and last > at + 1:
            last += 1
            break
        else:
            break
    phrase = lows(finder, at, last)
    numbered = finder.tokens[last - 1].text in ROMAN and lows(finder, at, last - 1) in word_set("names.generic-events")
    generic = not numbered and any(phrase.startswith(each) for each in word_set("names.generic-events"))
    if last == at + 1 or generic:
        return None
    dated = finder.tokens[last - 1].is_number
    named = numbered or any(not is_common(token.low) for token in finder.tokens[at + 1 : last])
    whole = dated or named or last > at + 2
    # `Operasi Patuh` names something only if the article names it in full.
    return FoundPhrase(at, last, EntityType.EVENT, "names.event-heads" if whole else "part")


def place(finder: PhraseContext, at: int, sentence: Sentence) -> FoundPhrase | None:
    tokens, last = finder.tokens, at + 1
    limit = min(sentence.last, at + MAX_PHRASE_TOKENS)
    if finder.before(at).is_number:
        return None
    while last < limit:
        token = tokens[last]
        follows = last + 1 < limit and tokens[last + 1].is_word and tokens[last + 1].is_capital
        if (
            token.is_word
            and token.is_capital
            and token.low not in word_set("names.roles") - word_set("names.roles-in-names")
        ):
            last += 1
        elif (token.text in "-/" and (follows or tokens[last + 1].is_number)) and last > at + 1:
            last += 2
        elif token.is_number and tokens[at].low.startswith(("sd", "sm", "mts", "man", "tk")):
            last += 1
        else:
            break
    phrase = lows(finder, at, last)
    if last == at + 1 or phrase in word_set("names.no-place-by-itself"):
        return None
    return FoundPhrase(at, last, EntityType.LOC, "names.place-heads")


def quarter(finder: PhraseContext, at: int, sentence: Sentence) -> FoundPhrase | None:
    """`Barat` by itself is a bloc, `Timur Tengah` a region: directions that are large and belong to no name."""
    tokens, before, directions = finder.tokens, finder.before(at), word_set("names.directions")
    if tokens[at].low not in directions or (before.is_word and before.is_capital):
        return None
    following = tokens[at + 1] if at + 1 < sentence.last else None
    joined = following is not None and following.is_word and following.is_capital
    if joined and following is not None and following.low in directions:
        return FoundPhrase(at, at + 2, EntityType.LOC, "names.directions-alone")
    side = before.low in word_set("names.sides") or finder.starts_sentence(at, sentence) or joined
    bloc = tokens[at].low in word_set("names.blocs") and not side
    return FoundPhrase(at, at + 1, EntityType.LOC, "names.blocs") if bloc else None
