"""Known names as a search needs them: whoever asks by one name finds the thing under each."""

from collections.abc import Callable, Sequence

from processors.query.parse import Names
from schemas.knowledge import Knowledge

# A shorter one is an everyday word in small letters, which the index has alone: `AS`, `BI`.
MIN_SHORT_CHARS = 3
MAX_NAMES = 24


def names_of(knowledge: Knowledge, *, plain: Callable[[str], Sequence[str]]) -> Names:
    """By the tokens of each name, unstemmed. Of two things with one name the first is meant, as in the layers."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for known in knowledge:
        spelled = tuple(name for name in (known.name, *known.aliases) if len(name) >= MIN_SHORT_CHARS)[:MAX_NAMES]
        for name in spelled if known.aliases else ():
            if key := tuple(plain(name)):
                found.setdefault(key, spelled)
    return found
