"""The words of a text, and the key by which texts are compared."""

import re

WORD = re.compile(r"\w+")
LETTERS = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """In small letters."""
    return WORD.findall(text.casefold())


def key_of(text: str) -> str:
    """Letters and digits alone, by which texts are compared whatever a step did to their spaces and marks."""
    return "".join(LETTERS.findall(text.casefold()))
