"""What stands around a number: its modifier, its unit, its kind, and what makes it no quantity."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from processors.enrich.layers.numbers import Number
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import Sentence, Token

MAX_MODIFIER_TOKENS = 3
MAX_UNIT_WORDS = 4
MAX_AGE = 120
CASUALTY_REACH = 6
MONEY = (
    "rupiah",
    "dolar",
    "dollar",
    "euro",
    "rubel",
    "won",
    "yuan",
    "yen",
    "ringgit",
    "pound",
    "baht",
    "riyal",
    "dirham",
)
TIMES = ("detik", "menit", "jam", "hari", "pekan", "minggu", "bulan", "tahun", "windu", "dekade", "abad", "dasawarsa")
LENGTHS = ("kilometer", "km", "meter", "mil", "sentimeter", "milimeter", "cm")


class Unit(NamedTuple):
    """The noun as written, in tokens up to `last`, not included; `elided` where `lainnya` stands for it."""

    name: str | None
    last: int
    elided: bool = False


@lru_cache(maxsize=1)
def _unit_phrases() -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(load_rules("figures").words("figure.units"), key=lambda each: -len(each.split())):
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return {word: tuple(phrases) for word, phrases in found.items()}


def unit_after(tokens: Sequence[Token], at: int, sentence: Sentence, names: set[int]) -> Unit:
    """The unit that begins at a token; none for verbs, function words and names."""
    if at >= sentence.last:
        return Unit(None, at)
    rules, token = load_rules("figures"), tokens[at]
    if token.text == "%":
        # `400% kali lipat`
        return Unit("persen", at + 1)
    for words in _unit_phrases().get(token.low, ()):
        if tuple(each.low for each in tokens[at : at + len(words)]) == words:
            return Unit(
                " ".join(each.text if each.text.isupper() else each.low for each in tokens[at : at + len(words)]),
                at + len(words),
            )
    touching = at > 0 and tokens[at - 1].end == token.start
    if not token.is_word or (touching and token.low not in rules.words("figure.touching")):
        return Unit(None, at)
    if token.low == "lainnya":
        return Unit(None, at + 1, elided=True)
    if token.is_capital:
        return _capital_unit(tokens, at, sentence, names)
    if token.low in rules.words("figure.no-unit") or _is_verb(token.low):
        return Unit(None, at)
    name = token.low[:-3] if token.low.endswith("nya") and len(token.low) > 6 else token.low
    return Unit(name, at + 1)


def _capital_unit(tokens: Sequence[Token], at: int, sentence: Sentence, names: set[int]) -> Unit:
    """`266 PPPK`, `19 Unit Usaha Syariah`: capitals that are no name of an entity."""
    last = at
    while last < min(sentence.last, at + MAX_UNIT_WORDS) and tokens[last].is_word and tokens[last].is_capital:
        if last in names:
            break
        last += 1
    return Unit(" ".join(token.low for token in tokens[at:last]), last) if last > at else Unit(None, at)


def _is_verb(low: str) -> bool:
    if low in load_rules("figures").words("figure.nouns"):
        return False
    return load_rules("cues").pattern("cue.verbs").match(low) is not None


def modifier_before(tokens: Sequence[Token], at: int, sentence: Sentence) -> tuple[str, int]:
    """The modifier in front of token `at` and where it begins; `antara` belongs to a range."""
    modifiers = load_rules("figures").values("figure.modifiers")
    if at > sentence.first and tokens[at - 1].low == "antara":
        return "", at - 1
    for length in range(MAX_MODIFIER_TOKENS, 0, -1):
        first = at - length
        if first >= sentence.first and (name := modifiers.get(" ".join(token.low for token in tokens[first:at]))):
            return str(name), first
    return "", at


def excluded(tokens: Sequence[Token], at: int, number: Number, sentence: Sentence) -> bool:
    """Whether what stands beside a number makes it an ordinal, a rank, a time, a score or a name."""
    rules = load_rules("figures")
    before = tokens[at - 1] if at > sentence.first else None
    after = tokens[number.last] if number.last < sentence.last else None
    if before is not None:
        if before.low in rules.words("figure.no-figure-after"):
            return True
        if before.text in "-/." and before.end == tokens[at].start and at - 1 > sentence.first:
            return True
    if after is None:
        return False
    if _is_time_or_calibre(tokens, at, number, after):
        return True
    if before is not None and before.is_word and before.is_capital and at - 1 > sentence.first and after.is_capital:
        return True  # `Radio PRFM 107,5 News Channel`
    two = f"{after.low} {tokens[number.last + 1].low}" if number.last + 1 < sentence.last else ""
    if after.low in rules.words("figure.no-figure-before") or two in rules.words("figure.no-figure-before"):
        return True
    if after.text == "/" or (after.text == "-" and number.words and after.start == tokens[number.last - 1].end):
        return True
    # `setengah mati` is no quantity; `setengah jam` is one.
    return tokens[at].low == "setengah" and after.low in ("mati", "hati", "baya", "sadar", "jadi", "matang", "final")


def _is_time_or_calibre(tokens: Sequence[Token], at: int, number: Number, after: Token) -> bool:
    """`4.30 pagi`, `peluru 155 mm`, `roket 240mm`."""
    rules = load_rules("figures")
    if after.low in ("pagi", "siang", "sore", "malam") and "." in tokens[at].text:
        return True
    weapons = rules.words("figure.calibres")
    if after.low in ("mm", "milimeter") and any(each.low in weapons for each in tokens[max(0, at - 3) : at]):
        return True
    touching = after.start == tokens[number.last - 1].end and after.is_word
    return touching and after.low not in rules.words("figure.touching")


def age_unit(tokens: Sequence[Token], at: int, last: int, sentence: Sentence) -> str:
    """`tahun` where a number in brackets or between commas is an age; `magnitudo` behind that word."""
    before = tokens[at - 1] if at > sentence.first else None
    after = tokens[last] if last < sentence.last else None
    if before is None:
        return ""
    if before.low in ("magnitudo", "bermagnitudo", "magnitude", "m") and tokens[at].is_number:
        return "magnitudo"
    whole = tokens[at].text.isdigit() and 1 < len(tokens[at].text) <= 3 and int(tokens[at].text) <= MAX_AGE
    if after is None or not whole:
        return ""
    if before.text == "(" and after.text == ")":
        named = at >= 2 and tokens[at - 2].is_word
        return "tahun" if named and tokens[at - 2].low not in MONTH_LIKE else ""
    named = before.text == "," and after.text == "," and at >= 2 and tokens[at - 2].is_capital
    return "tahun" if named else ""


MONTH_LIKE = frozenset(("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu", "pasal", "ayat"))


def group_of(tokens: Sequence[Token], first: int, last: int, unit: str | None) -> str:
    """money, percent, distance, age, duration, magnitude, dead, injured, missing, displaced, or count."""
    measured = _measured(unit or "", tokens[first - 1])
    if measured:
        return measured
    groups = load_rules("figures").values("figure.groups")
    for token in tokens[last : last + CASUALTY_REACH]:
        if token.text in ".;" or token.is_number:
            break
        if token.low in groups:
            return str(groups[token.low])
    near = tokens[max(0, first - 3) : first]
    if any(token.text in ".!?" for token in near):
        return "count"
    return next((str(groups[token.low]) for token in reversed(near) if token.low in groups), "count")


def _measured(unit: str, before: Token) -> str:
    """The group that a unit tells by itself; empty where the words around the figure must tell."""
    name = unit.split(" ")[0]
    if unit.startswith(MONEY):
        return "money"
    if unit in ("persen", "basis poin", "poin persentase"):
        return "percent"
    if unit.startswith(LENGTHS) and "persegi" not in unit and "kubik" not in unit:
        return "distance"
    if unit in ("magnitudo", "sr", "skala richter"):
        return "magnitude"
    if unit == "tahun" and (before.text == "(" or before.low in ("usia", "berusia", "umur", "berumur")):
        return "age"
    return "duration" if name in TIMES else ""
