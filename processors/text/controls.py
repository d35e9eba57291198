"""Control characters and halves of surrogate pairs, which no record carries."""

import re

# JSON and entities can spell them.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def without_controls(text: str) -> str:
    """A space in the place of each. Lines stay."""
    return CONTROL.sub(" ", text)
