"""Text made safe to show, whatever page it comes from."""

import unicodedata


def visible(text: str) -> str:
    """The text with what acts unseen on its surroundings named instead: direction marks, escapes, half characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character.isspace():
        return " " if unicodedata.category(character) == "Cc" else character
    if character == "\u00ad" or unicodedata.category(character) not in ("Cc", "Cf", "Cs"):
        return character
    return f"⟨U+{ord(character):04X}⟩"
