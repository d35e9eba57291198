"""Reads numbers: digits in Indonesian and English notation, words, scales and vague amounts."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from processors.enrich.layers.rules import load_rules
from processors.enrich.layers.text import Token

# Longer numbers are accounts or noise: no count of anything.
MAX_DIGITS = 15
INDONESIAN = re.compile(r"^\d{1,3}(?:\.\d{3})+(?:,\d+)?$")
ENGLISH = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
TEEN_MAX = 19
# `2,201 miliar` is a decimal: nobody counts thousands of them so.
LARGE = frozenset(("juta", "miliar", "milyar", "triliun"))


class Number(NamedTuple):
    """A number in tokens up to `last`, not included. `scale` is its last scale word's; `notation` may be doubtful."""

    value: float
    last: int
    scale: float = 1.0
    vague: bool = False
    words: bool = False
    value_max: float | None = None


def digits_value(written: str, *, measured: bool) -> float | None:
    """The value of digits with their marks; None for times and numbers too long. `7,125` is a decimal if measured."""
    plain = written.rstrip(".,")
    if ":" in plain or sum(letter.isdigit() for letter in plain) > MAX_DIGITS:
        return None
    if measured and re.fullmatch(r"\d,\d{3}", plain):
        return float(plain.replace(",", "."))
    if INDONESIAN.match(plain):
        return float(plain.replace(".", "").replace(",", "."))
    if ENGLISH.match(plain) and not plain.startswith("0"):
        return float(plain.replace(",", ""))
    if re.fullmatch(r"\d+(?:[.,]\d+)?", plain):
        return float(plain.replace(",", "."))
    return None


def read_number(tokens: Sequence[Token], at: int, last: int, *, measured: bool = False) -> Number | None:
    """The number that begins at a token, with its scales; None where none does."""
    rules, low = load_rules("figures"), tokens[at].low
    if low in rules.values("figure.vague"):
        return _vague(tokens, at, last, float(rules.values("figure.vague")[low]))
    if low in rules.values("figure.parts"):
        return Number(float(rules.values("figure.parts")[low]), at + 1, words=True)
    if tokens[at].is_number:
        scaled = at + 1 < last and tokens[at + 1].low in LARGE
        value = digits_value(tokens[at].text, measured=measured or scaled)
        return None if value is None else _scaled(tokens, at + 1, last, value)
    if low in rules.values("figure.words"):
        return _word_number(tokens, at, last)
    return None


def _scaled(tokens: Sequence[Token], at: int, last: int, value: float, *, words: bool = False) -> Number:
    scales = load_rules("figures").values("figure.scales")
    scale = 1.0
    while at < last and tokens[at].low in scales and tokens[at].low not in ("belas", "puluh"):
        scale *= float(scales[tokens[at].low])
        at += 1
    return Number(value * scale, at, scale, words=words)


def _vague(tokens: Sequence[Token], at: int, last: int, value: float) -> Number:
    scaled = _scaled(tokens, at + 1, last, value)
    top = TEEN_MAX * scaled.scale if tokens[at].low == "belasan" else None
    return Number(scaled.value, scaled.last, scaled.scale, vague=True, words=True, value_max=top)


def _word_number(tokens: Sequence[Token], at: int, last: int) -> Number:
    """`dua puluh lima ribu`: hundreds, tens and ones add up before each scale multiplies them."""
    units, scales = load_rules("figures").values("figure.words"), load_rules("figures").values("figure.scales")
    total = below = 0.0
    pending: float | None = None
    scale = 1.0
    while at < last:
        low = tokens[at].low
        if low in units and pending is None:
            pending = float(units[low])
        elif low == "setengah" and pending is not None:
            pending += 0.5
        elif low in scales and (pending is not None or below):
            step = float(scales[low])
            if low == "belas":
                below, pending = below + 10 + (pending or 0), None
            elif step < 1000:
                below, pending = below + (pending or 1) * step, None
            else:
                total, below, pending, scale = total + (below + (pending or 0)) * step, 0.0, None, step
        elif low in units and pending is not None and pending >= 100:
            below, pending = below + pending, float(units[low])
        else:
            break
        at += 1
    return Number(total + below + (pending or 0.0), at, scale, words=True)
