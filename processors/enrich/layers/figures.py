"""Layer `figures`: every stated quantity with its modifier, unit and kind; who vouches for it is another layer's."""

from collections.abc import Sequence
from functools import lru_cache

from processors.enrich.layers.figure_parts import Unit, age_unit, excluded, group_of, modifier_before, unit_after
from processors.enrich.layers.numbers import Number, read_number
from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import Sentence, Token, TokenizedText
from processors.enrich.layers.values import Mention
from schemas.layers import DateMention, Figure

VERSION = "2"
# A number by itself is a quantity only if it is large, or something qualifies it.
MIN_BARE = 100
MAX_WHAT_CHARS = 80
RANGE_WORDS = frozenset(("-", "\u2013", "hingga", "sampai", "s/d"))


def read_figures(text: TokenizedText, mentions: Sequence[Mention], dates: Sequence[DateMention]) -> Sequence[Figure]:
    """Figures in order. What lies in a name or a date is none."""
    taken = _taken(text, mentions, dates)
    reader = FigureReader(text, taken, {text.token_at(mention.start) for mention in mentions})
    for sentence in text.sentences:
        reader.read(sentence)
    return reader.found


def _taken(text: TokenizedText, mentions: Sequence[Mention], dates: Sequence[DateMention]) -> frozenset[int]:
    tokens: set[int] = set()
    spans = [(each.start, each.end) for each in mentions] + [(each.start, each.end) for each in dates]
    for start, end in spans:
        tokens.update(range(text.token_at(start), text.token_at(end - 1) + 1))
    return frozenset(tokens)


class FigureReader:
    """Reads the figures of a text, sentence by sentence."""

    def __init__(self, text: TokenizedText, taken: frozenset[int], names: set[int]) -> None:
        self.text, self.tokens, self.taken, self.names = text, text.tokens, taken, names
        self.found: list[Figure] = []

    def read(self, sentence: Sentence) -> None:
        at = sentence.first
        while at < sentence.last:
            at = max(self._step(at, sentence), at + 1)

    def _step(self, at: int, sentence: Sentence) -> int:
        token = self.tokens[at]
        if at in self.taken or not (token.is_number or token.low in _openers()):
            return at + 1
        currency = _currency(self.tokens, at)
        first = at + 1 + (currency is not None and self.tokens[at + 1].text == ".") if currency else at
        if first >= sentence.last or first in self.taken:
            return at + 1
        number = read_number(self.tokens, first, sentence.last)
        if number is None or excluded(self.tokens, at, number, sentence):
            return number.last if number else at + 1
        return self._quantity(at, number, currency, sentence)

    def _quantity(self, at: int, number: Number, currency: str | None, sentence: Sentence) -> int:
        number = self._ranged(at, number, currency, sentence)
        unit = Unit(currency, number.last) if currency else unit_after(self.tokens, number.last, sentence, self.names)
        if not currency and not number.words and unit.name in load_rules("figures").words("figure.measures"):
            measured = read_number(self.tokens, at, sentence.last, measured=True)
            number = measured if measured and measured.last == number.last and number.value_max is None else number
        modifier, first = modifier_before(self.tokens, at, sentence)
        age = age_unit(self.tokens, at, number.last, sentence)
        if age and unit.name is None:
            unit = Unit(age, number.last)
        one = self.tokens[at].low == "satu" and number.last == at + 1 and not modifier
        indefinite = one and unit.name in load_rules("figures").words("figure.indefinite")
        if indefinite or not self._counts(number, unit, modifier, at):
            return number.last
        number, unit = self._plus_minus(number, unit, sentence)
        modifier, last = _after(self.tokens, unit, modifier, sentence)
        self._add(first, last, number, unit, modifier)
        return max(last, number.last)

    def _counts(self, number: Number, unit: Unit, modifier: str, at: int) -> bool:
        """Whether a number is a quantity: it has a unit, or a modifier, or is large and by itself."""
        if unit.name is not None or unit.elided or number.vague:
            return True
        if number.value_max is not None:
            return False  # a score
        if modifier:
            return not (modifier == "at_most" and number.value < MIN_BARE)
        after = self.tokens[number.last].low if number.last < len(self.tokens) else ""
        if after in load_rules("figures").values("figure.groups"):
            return True  # `40 hilang`
        before = self.tokens[at - 1] if at else None
        named = before is not None and before.is_word and before.is_capital and at - 1 in self.taken
        return (
            not number.words
            and number.value >= MIN_BARE
            and not named
            and "." in self.tokens[at].text + "." * (number.value < 1000)
        )

    def _ranged(self, at: int, number: Number, currency: str | None, sentence: Sentence) -> Number:
        """`10 hingga 15`, `antara 10 dan 12`, `1-3`: both ends, in the scale of the last if the first has none."""
        tokens, joint = self.tokens, number.last
        if joint + 1 >= sentence.last or number.value_max is not None:
            return number
        between = at > 0 and tokens[at - 1].low == "antara"
        if not (tokens[joint].low in RANGE_WORDS or (between and tokens[joint].low == "dan")):
            return number
        start = joint + 1 + (tokens[joint].low == "sampai" and tokens[joint + 1].low == "dengan")
        second_currency = _currency(tokens, start)
        if currency and second_currency and tokens[at - 1].low == "dari":
            return number
        if second_currency:
            start += 1
        second = (
            read_number(tokens, start, sentence.last) if start < sentence.last and start not in self.taken else None
        )
        if second is None or second.vague:
            return number
        low = number.value * (
            second.scale if number.scale == 1 and number.value < second.value / second.scale * 2 else 1
        )
        return second._replace(value=low, value_max=second.value) if low < second.value else number

    def _plus_minus(self, number: Number, unit: Unit, sentence: Sentence) -> tuple[Number, Unit]:
        """`2,5 persen plus minus 1 persen` is a range of both."""
        tokens, at = self.tokens, unit.last
        pair = tokens[at : at + 2]
        sign = len(pair) == 2 and pair[0].low == "plus" and pair[1].low == "minus"
        start = at + 2 if sign else at + 1
        if not (sign or (pair and pair[0].text == "\u00b1")) or start >= sentence.last:
            return number, unit
        margin = read_number(tokens, start, sentence.last)
        if margin is None or number.value_max is not None:
            return number, unit
        after = unit_after(tokens, margin.last, sentence, self.names)
        ends = Unit(unit.name or after.name, after.last)
        return number._replace(value=number.value - margin.value, value_max=number.value + margin.value), ends

    def _add(self, first: int, last: int, number: Number, unit: Unit, modifier: str) -> None:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        kind = "range" if number.value_max is not None else modifier or ("at_least" if number.vague else "exact")
        what = self.text.text[end : end + MAX_WHAT_CHARS].split("\n")[0].split(",")[0].split(".")[0].strip(' "\u201d)')
        group = group_of(self.tokens, first, last, unit.name)
        self.found.append(
            Figure(
                start,
                end,
                self.text.text[start:end],
                number.value,
                kind,
                unit.name,
                number.value_max,
                number.vague,
                what,
                group,
            )
        )


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    rules = load_rules("figures")
    lists = ("figure.words", "figure.vague", "figure.parts", "figure.currencies")
    return frozenset(word for each in lists for word in rules.values(each))


def _currency(tokens: Sequence[Token], at: int) -> str | None:
    if at + 1 >= len(tokens):
        return None
    name = load_rules("figures").values("figure.currencies").get(tokens[at].low)
    following = tokens[at + 2] if tokens[at + 1].text == "." and at + 2 < len(tokens) else tokens[at + 1]
    return str(name) if name and following.is_number else None


def _after(tokens: Sequence[Token], unit: Unit, modifier: str, sentence: Sentence) -> tuple[str, int]:
    """`Rp1 triliun lebih`: what qualifies the number from behind."""
    if unit.last < sentence.last and tokens[unit.last].low == "lebih":
        following = tokens[unit.last + 1].low if unit.last + 1 < sentence.last else ""
        if following not in (
            "besar",
            "tinggi",
            "banyak",
            "kecil",
            "rendah",
            "baik",
            "cepat",
            "lama",
            "awal",
            "jauh",
            "luas",
        ):
            return "more_than", unit.last + 1
    return modifier, unit.last
