"""Text from outside made fit for a record: one line, no control characters, no lone surrogates, bounded."""


def printable(text: str, *, max_chars: int) -> str:
    """Removes lone surrogates, which JSON cannot carry, and control characters, which a log must not."""
    line = " ".join(text[: 4 * max_chars].split())
    return "".join(character for character in line if character.isprintable())[:max_chars]
