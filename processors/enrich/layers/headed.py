"""Phrases whose first word says what they name: `Dinas Pariwisata …`, `Gunung …`, `Operasi …`, `… Open 2026`."""

from collections.abc import Sequence
from functools import lru_cache

from processors.enrich.layers.finding import MAX_PHRASE_TOKENS, FoundPhrase, PhraseContext, lows, word_set
from processors.enrich.layers.headed_places import event, place, quarter, tournament
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import Sentence, Token
from processors.enrich.layers.words import is_common, is_given
from schemas.knowledge import EntityType

MAX_PAPER_WORDS, MIN_SHORT_FORM = 4, 3
ENGLISH_JOINS = frozenset(("of", "for", "the", "and", "on"))


def headed_phrase(finder: PhraseContext, at: int, sentence: Sentence) -> FoundPhrase | None:
    """The phrase that begins at a capital; None where its first word is no head."""
    low = finder.tokens[at].low
    if found := tournament(finder, at, sentence) or quarter(finder, at, sentence):
        return found
    if low in word_set("names.event-heads") and (found := event(finder, at, sentence)):
        return found
    if found := _paper(finder, at, sentence):
        return found
    opens = low in word_set("names.organisation-heads") or low in _first_words_of_heads()
    if opens and (found := _organisation(finder, at, sentence)):
        return found
    if low in word_set("names.place-heads") and (found := place(finder, at, sentence)):
        return found
    return None


def _paper(finder: PhraseContext, at: int, sentence: Sentence) -> FoundPhrase | None:
    """`The New York Times`, `Kyiv Independent`: a place or `The`, and what English papers are called."""
    tokens, last = finder.tokens, at + 1
    if tokens[at].low != "the":
        hit = finder.index.match(tokens, at, sentence.last)
        if hit is None or hit.known.type is not EntityType.GPE:
            return None
        last = hit.last
    limit = min(sentence.last, last + MAX_PAPER_WORDS)
    while last < limit and tokens[last].is_word and tokens[last].is_capital:
        if tokens[last].low in word_set("names.paper-tails"):
            return FoundPhrase(at, last + 1, EntityType.ORG, "names.paper-tails")
        last += 1
    return None


@lru_cache(maxsize=1)
def _first_words_of_heads() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in load_rules("names").values("names.short-heads"))


def _organisation(finder: PhraseContext, at: int, sentence: Sentence) -> FoundPhrase | None:
    tokens, before = finder.tokens, finder.before(at)
    low, number = tokens[at].low, before.is_number
    if before.low in word_set("names.no-head-after"):
        return None
    if low not in word_set("names.organisation-heads") and not _heads_phrase(finder, at):
        return None
    in_phrase = before.is_word and before.is_capital and not finder.has_role() and is_common(before.low)
    joined = in_phrase and not finder.starts_sentence(at - 1, sentence) and before.end + 1 == tokens[at].start
    if number or (joined and low not in word_set("names.sure-heads")):
        return None
    if low in word_set("names.open-heads") and _holds_known(finder, at, sentence):
        return None
    last = _organisation_end(finder, at, sentence)
    alone = last == at + 1
    short = low in _short_heads()
    if alone and before.text == "(" and finder.index.match(tokens, at, last) is None:
        return FoundPhrase(at, last, None, "names.short-heads")  # `Pemerintah Provinsi (Pemprov) Jawa Barat`
    if alone:
        return FoundPhrase(at, last, EntityType.ORG, "names.short-heads") if short else None
    if (
        low in word_set("names.generic-heads")
        and (hit := finder.index.match(tokens, at + 1, last))
        and hit.last == last
    ):
        return None  # `Pemerintah Rusia`: the country is named, not a body
    words = [token.low for token in tokens[at + 1 : last] if token.is_word]
    if (
        low in word_set("names.open-heads")
        and all(is_common(word) for word in words)
        and not _ends_in_place(finder, at, last)
    ):
        # `Bank Umum Syariah` is a kind of bank; in brackets after it stands its short form if it is a name.
        opened = last + 2 < sentence.last and tokens[last].text == "(" and tokens[last + 1].text.isupper()
        if not opened:
            return None
    return FoundPhrase(at, last, EntityType.ORG, "names.organisation-heads")


def _heads_phrase(finder: PhraseContext, at: int) -> bool:
    """Whether a long head such as `Konservasi Sumber Daya Alam` begins here."""
    phrase_lows = lows(finder, at, at + 6)
    return any(phrase_lows.startswith(phrase + " ") for phrase in load_rules("names").values("names.short-heads"))


def _holds_known(finder: PhraseContext, at: int, sentence: Sentence) -> bool:
    """`Tim UNESCO`, `Kantor Berita Yonhap`: the name is what comes after the common words."""
    at += 1
    while at < sentence.last and finder.tokens[at].low in ("berita", "resmi", "media"):
        at += 1
    if at >= sentence.last:
        return False
    hit, named = finder.index.match(finder.tokens, at, sentence.last), finder.tokens[at]
    following = finder.tokens[at + 1] if at + 1 < sentence.last else None
    alone = following is None or not (following.is_word and following.is_capital)
    if finder.tokens[at - 1].low == "berita" and hit is None and named.is_capital and alone:
        return True  # an agency that no list knows: `Kantor Berita Lentera`
    short = hit is None and alone and named.text.isupper() and len(named.text) > MIN_SHORT_FORM
    if short and finder.tokens[at - 1].low in word_set("names.generic-heads"):
        return True  # `Tim UNESCO`
    return hit is not None and hit.known.type is EntityType.ORG


def _ends_in_place(finder: PhraseContext, first: int, last: int) -> bool:
    return any(
        hit.known.type in (EntityType.GPE, EntityType.LOC, EntityType.ORG)
        for at in range(first + 1, last)
        if (hit := finder.index.match(finder.tokens, at, last))
    )


@lru_cache(maxsize=1)
def _short_heads() -> frozenset[str]:
    values = load_rules("names").values("names.short-heads")
    return frozenset(str(short).lower() for short in values.values() if " " not in str(short)) | {"polri", "damkar"}


def _organisation_end(finder: PhraseContext, at: int, sentence: Sentence) -> int:
    tokens, last = finder.tokens, at + 1
    limit = min(sentence.last, at + MAX_PHRASE_TOKENS)
    while last < limit:
        token = tokens[last]
        if hit := finder.index.match(tokens, last, sentence.last):
            if hit.known.type is EntityType.PER:
                break
            place = hit.known.type is EntityType.GPE and token.is_capital
            if place or (hit.known.type in (EntityType.ORG, EntityType.LOC) and token.is_capital):
                last = hit.last
                if place and (last >= limit or tokens[last].low not in word_set("names.directions")):
                    break
                continue
        step = _joins(finder, last, limit)
        if not step or _begins_person(finder, at, last, limit):
            break
        last += step
    return last


def _joins(finder: PhraseContext, last: int, limit: int) -> int:
    """How many tokens from here belong to an organisation's name; 0 where it ends."""
    tokens, token = finder.tokens, finder.tokens[last]
    following = tokens[last + 1] if last + 1 < limit else None
    if tokens[last - 1].low == "tbk":
        return 0
    if token.is_word and token.is_capital:
        role = token.low in word_set("names.roles") - word_set("names.roles-in-names")
        return 0 if role or token.low in word_set("names.numbered") else 1
    if (
        lows(finder, last, last + 2) in ("for the", "of the", "on the")
        and last + 2 < limit
        and tokens[last + 2].is_capital
    ):
        return 3  # `Institute for the Study of War`
    if following is None or not following.is_word or not following.is_capital:
        return 0
    if token.low in word_set("names.honorifics") or token.text in ("&", "-") or token.low in ENGLISH_JOINS:
        return 2
    head = following.low in word_set("names.organisation-heads")
    if (
        token.low in ("dan", "untuk", "atas")
        and not head
        and is_common(following.low)
        and not _is_place(finder, last + 1)
    ):
        return 2
    listed = is_common(following.low) or following.low in word_set("names.foreign-words")
    if token.text == "," and not head and listed and _lists(tokens, last, limit):
        return 2
    return 0


def _is_place(finder: PhraseContext, at: int) -> bool:
    hit = finder.index.match(finder.tokens, at, at + MAX_PHRASE_TOKENS)
    return hit is not None and hit.known.type in (EntityType.GPE, EntityType.PER)


def _lists(tokens: Sequence[Token], comma: int, limit: int) -> bool:
    """Whether `, Klimatologi, dan Geofisika` goes on: an `dan` with a capital after it within a few words."""
    for at in range(comma + 1, min(limit - 1, comma + 7)):
        if tokens[at].low in ("dan", "and"):
            return tokens[at + 1].is_capital
        if not (tokens[at].is_capital or tokens[at].text == ","):
            return False
    return False


def _begins_person(finder: PhraseContext, head: int, at: int, limit: int) -> bool:
    """Whether a person's name begins here: `Kepala Dinas Sosial Darto Wiyono`, where a role stands before the body."""
    own = finder.index.match(finder.tokens, head, head + 1)
    known = own is not None and own.known.type is EntityType.ORG and at == own.last
    if not known and (not finder.has_role() or at == head + 1):
        return False  # `RSUD Loekmono Hadi`, but `Juru bicara KPK Ali Fikri`
    run = []
    while at < limit and finder.tokens[at].is_word and finder.tokens[at].is_capital:
        run.append(finder.tokens[at].low)
        at += 1
    strange = [not is_common(word) or is_given(word) for word in run]
    return 1 < len(run) <= 5 and strange[0] and sum(strange) * 2 > len(run)
