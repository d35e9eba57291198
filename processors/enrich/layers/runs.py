"""Runs of capitals that no list and no head tells: whether they name a person, a place, or nothing."""

from collections.abc import Sequence
from typing import NamedTuple

from processors.enrich.layers.finding import PhraseContext, lows, word_set
from processors.enrich.layers.headed_places import ROMAN
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import Sentence, Token
from processors.enrich.layers.words import is_common, is_given
from schemas.knowledge import EntityType

MAX_RUN_TOKENS = 10
MAX_NAME_WORDS = 6
MIN_ACRONYM_CHARS = 2
# `Putin-pun` is Putin.
CLITICS = frozenset(("pun", "lah", "kah", "nya", "ku", "mu"))


class NameRun(NamedTuple):
    """The name in tokens `first` up to `last`; the run that holds it goes to `end`."""

    first: int
    last: int
    end: int


def run_at(finder: PhraseContext, at: int, sentence: Sentence) -> NameRun:
    """Capitals in a row from `at`, with initials, hyphens and `bin`; common words at its head are left out."""
    end = _end_of_run(finder, at, sentence)
    first, last = at, end
    titled = finder.before(at).low in word_set("names.honorifics")
    sure = (finder.has_role() and not titled) or finder.starts_sentence(at, sentence)
    while first < last - 1 and finder.tokens[first].text in ROMAN:
        first += 1
    while first < last - 1 and (not finder.tokens[first].is_word or (sure and _is_plain(finder, first))):
        first += 1
    tailed = finder.tokens[last - 1].low in word_set("names.place-tails")
    if last - first > 1 and not tailed and not _is_body(finder, first, last, sentence):
        shouted = [each for each in range(first, last - 1) if _is_shouted(finder, each, last)]
        first = shouted[-1] + 1 if shouted else first
    if first > at and finder.index.match(finder.tokens, first, sentence.last):
        return NameRun(at, at, first)  # `Respons Pyongyang`: the name is read by itself
    if first > at and not finder.tokens[first].is_capital:
        return NameRun(at, at, end)  # `Pertama-tama`
    while last - first > 1 and not finder.tokens[last - 1].is_word and finder.tokens[last - 1].text != ".":
        last -= 1
    return NameRun(first, last, end)


def _end_of_run(finder: PhraseContext, at: int, sentence: Sentence) -> int:
    tokens, end = finder.tokens, at + 1
    limit = min(sentence.last, at + MAX_RUN_TOKENS)
    while end < limit:
        token = tokens[end]
        following = tokens[end + 1] if end + 1 < limit else None
        capital = following is not None and following.is_word and following.is_capital
        touching = tokens[end - 1].end == token.start
        if (
            token.is_word
            and token.is_capital
            and token.low not in word_set("names.roles") - word_set("names.roles-in-names")
        ):
            if _breaks(finder, at, end, sentence):
                break
            end += 1
        elif token.text == "." and touching and len(tokens[end - 1].text) <= 3 and capital:
            end += 1
        elif (
            token.text == "-"
            and touching
            and following is not None
            and following.start == token.end
            and following.is_word
            and following.low not in CLITICS
        ):
            end += 2
        elif token.low in word_set("names.connectors") and capital:
            end += 1
        else:
            break
    return end


def _breaks(finder: PhraseContext, at: int, end: int, sentence: Sentence) -> bool:
    """Whether a known name or a headed one begins inside the run."""
    low = finder.tokens[end].low
    heads = word_set("names.organisation-heads") | word_set("names.admin-heads")
    following = finder.tokens[end + 1] if end + 1 < sentence.last else None
    goes_on = following is not None and following.is_word and following.is_capital
    if low == "the":
        return True  # `Laporan The Jakarta Herald`
    if any(lows(finder, end, end + 3).startswith(style) for style in word_set("names.place-styles")):
        return False
    if not goes_on and low in word_set("names.organisation-tails"):
        return False  # `Open Source Centre`
    if not goes_on and _is_agency(finder, end):
        return True  # `Kantor Berita Lentera`
    if (low in heads or (low in word_set("names.honorifics") and len(low) > 2)) and not is_given(low):
        return True
    hit = finder.index.match(finder.tokens, end, sentence.last)
    if hit is None:
        return False
    return hit.last - hit.first > 1 or bool(hit.known.code) or (not finder.has_role() and not is_given(low))


def _is_cited(finder: PhraseContext, at: int) -> bool:
    """Whether `dikutip` stands before a name, or `dilansir dari`."""
    citing, before = load_rules("citations").words("citation.citing"), finder.before(at).low
    return before in citing or (before in ("dari", "oleh") and finder.before(at - 1).low in citing)


def _is_agency(finder: PhraseContext, at: int) -> bool:
    """Whether `kantor berita` stands before a name."""
    words = [token.low for token in finder.tokens[max(0, at - 3) : at]]
    return words[-2:] == ["kantor", "berita"] or words == ["kantor", "berita", "resmi"]


def _is_body(finder: PhraseContext, first: int, last: int, sentence: Sentence) -> bool:
    """`TPN Ganjar-Mahfud`: a short form with names behind it is one body, unless a role makes them a person's."""
    head = finder.tokens[first]
    if not _is_shouted(finder, first, last) or head.low in word_set("names.no-names") or head.text in ROMAN:
        return False
    if all(is_common(token.low) for token in finder.tokens[first + 1 : last] if token.is_word):
        return False
    after = finder.tokens[last : min(last + 2, sentence.last)]
    named = len(after) > 1 and after[0].text == "," and after[1].is_capital and not is_common(after[1].low)
    return not finder.has_role() or named


def _is_shouted(finder: PhraseContext, at: int, last: int) -> bool:
    """Whether a short form in capitals stands before a name in small ones: `Ketua KSPJ Said Wiranto`."""
    if at + 1 == len(finder.tokens):
        # The text ends with it.
        return False
    token, following = finder.tokens[at], finder.tokens[at + 1]
    return len(token.text) > 1 and token.text.isupper() and following.is_word and not following.text.isupper()


def _is_plain(finder: PhraseContext, at: int) -> bool:
    token = finder.tokens[at]
    return token.is_word and _is_no_name(finder, token)


def _is_no_name(finder: PhraseContext, token: Token) -> bool:
    return is_common(token.low) and not is_given(token.low) and token.text not in finder.proper


def type_of_run(
    finder: PhraseContext, run: NameRun, sentence: Sentence, listing: EntityType | None
) -> tuple[EntityType | None, str]:
    """Type and the rule that told it; an empty rule: no name. No type: other names of the article must tell."""
    tokens = [token for token in finder.tokens[run.first : run.last] if token.is_word]
    if settled := _by_its_words(finder, run, tokens, sentence):
        return settled
    before = finder.before(run.first).low
    told = before in load_rules("cues").words("cue.after") and len(tokens) == 1
    plain = all(_is_no_name(finder, token) for token in tokens)
    cited = _is_cited(finder, run.first) or _is_agency(finder, run.first)
    no_outlet = word_set("names.no-names") | word_set("names.roles") | load_rules("cues").words("cue.role-heads")
    if plain and not told and not (cited and len(tokens) == 1 and tokens[0].low not in no_outlet):
        return None, ""
    if cited:
        return EntityType.ORG, "citation.citing"
    if _is_cued(finder, run, sentence):
        return EntityType.PER, "names.cued"
    listed = listing is not None and before in (",", "dan", "serta")
    around = [token.low for token in finder.tokens[run.last : run.last + 2]] == ["dan", "sekitarnya"]
    if (listed and not finder.has_role()) or _after_head(finder, run) or around:
        return listing or EntityType.GPE, "names.place-cues"
    return _by_place_or_role(finder, run, sentence, tokens)


def _by_its_words(
    finder: PhraseContext, run: NameRun, tokens: Sequence[Token], sentence: Sentence
) -> tuple[EntityType | None, str] | None:
    """What the words themselves tell: too many, digits, a tail, a short form; None where they tell nothing."""
    if not tokens or len(tokens) > MAX_NAME_WORDS or any(token.text[-1].isdigit() for token in tokens):
        return None, ""
    if all(len(token.text) == 1 for token in tokens):
        return None, ""
    tails = (("event", EntityType.EVENT), ("organisation", EntityType.ORG), ("place", EntityType.LOC))
    for name, kind in tails:
        told = kind is not EntityType.LOC or not tokens[0].text.isupper()
        if len(tokens) > 1 and told and tokens[-1].low in word_set(f"names.{name}-tails"):
            return kind, f"names.{name}-tails"
    if _is_body(finder, run.first, run.last, sentence):
        return EntityType.ORG, "names.short-form-heads"
    if len(tokens) > 1 and all(token.text.isupper() and len(token.text) > 1 for token in tokens):
        return None, ""
    word = tokens[0]
    if word.text in ROMAN:
        return None, ""
    if len(tokens) == 1 and word.text.isupper() and len(word.text) >= MIN_ACRONYM_CHARS:
        return None, "" if is_common(word.low) and not is_given(word.low) else "acronym"
    return None


def _by_place_or_role(
    finder: PhraseContext, run: NameRun, sentence: Sentence, tokens: Sequence[Token]
) -> tuple[EntityType | None, str]:
    begins, before = finder.starts_sentence(run.first, sentence), finder.before(run.first).low
    common = all(is_common(token.low) and token.text not in finder.proper for token in tokens)
    if common and not finder.has_role() and (len(tokens) == 1 or begins):
        return None, "run" if len(tokens) == 1 and not begins else ""
    if before == "dari" and len(tokens) > 1 and not finder.has_role():
        return EntityType.PER, "run"  # `gugatan dari Denny Wiranto`
    if before in word_set("names.place-cues") or before in word_set("names.site-cues"):
        return EntityType.LOC if before in word_set("names.site-cues") else EntityType.GPE, "names.place-cues"
    if finder.has_role():
        return EntityType.PER, "names.roles"
    plain = sum(_is_no_name(finder, token) for token in tokens)
    strange = plain * 2 > len(tokens) or any(
        token.low in word_set("names.foreign-words") and not is_given(token.low) for token in tokens
    )
    shouted = any(token.text.isupper() and len(token.text) > 1 for token in tokens)
    return (None if strange or shouted or len(tokens) == 1 else EntityType.PER), "run"


def _after_head(finder: PhraseContext, run: NameRun) -> bool:
    before = finder.before(run.first)
    if before.text == "." and run.first > 1:
        before = finder.before(run.first - 1)
    return before.low in word_set("names.admin-heads")


def _is_cued(finder: PhraseContext, run: NameRun, sentence: Sentence) -> bool:
    """Whether a verb of telling stands beside the run, or an age in brackets behind it."""
    cues, tokens = load_rules("cues"), finder.tokens
    before = finder.before(run.first).low
    if before in cues.words("cue.after") or before in cues.words("cue.passive"):
        return True
    after = tokens[run.last : min(run.last + 4, sentence.last)]
    if after and (after[0].low in cues.words("cue.subject") or after[0].low in ("adalah", "juga")):
        return after[0].low in cues.words("cue.subject")
    bracket = len(after) > 1 and after[0].text == "(" and after[1].is_number and len(after[1].text) == 2
    comma = (
        len(after) > 2
        and after[0].text == ","
        and after[1].is_number
        and len(after[1].text) == 2
        and after[2].text == ","
    )
    return bracket or comma
