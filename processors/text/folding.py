"""Folds what readers type in several ways into one: accents, apostrophes, grouped figures, dotted abbreviations."""

import re
import unicodedata

# Latin letters that no decomposition leads to a plain one (Unicode, LATIN LETTER … WITH STROKE and their like).
PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}
    | {"ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T"}
)
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# A base of the Latin or Greek script with marks on it. Marks of other scripts make other letters.
MARKED = re.compile(r"([A-Za-z\u00aa-\u024f\u0370-\u03ff\u1e00-\u1fff])[\u0300-\u036f]+")
# `Jum'at` and `Jumat` are one word, with any of the marks that stand for the apostrophe.
APOSTROPHE = re.compile(r"(?<=\w)['’‘ʼʻ`´′](?=\w)")
# `10.000` and `10,000`: groups of three, so that no decimal fraction of one or two digits is taken for one.
GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?![\d]|[.,]\d)")
# `U.S.` and `A.S.`, not the end of a sentence.
DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")


def folded(text: str) -> str:
    """The text as it is compared in a search. Linear in its length."""
    if NOT_ASCII.search(text):
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
        text = unicodedata.normalize("NFC", MARKED.sub(r"\1", text)).translate(PLAIN)
        text = APOSTROPHE.sub("", text)
    elif "'" in text or "`" in text:
        text = APOSTROPHE.sub("", text)
    text = GROUPED.sub(lambda figure: figure[0].replace(figure[1], ""), text)
    return DOTTED.sub(lambda letters: letters[0].replace(".", ""), text)
