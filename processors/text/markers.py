"""Words that tell Indonesian from other languages, and the share of them in a text: the gate of the rules."""

import re
import tomllib
from importlib.resources import files

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_WORDS = tomllib.loads(files("processors.text").joinpath("words.toml").read_text("utf-8"))
FUNCTION_WORDS = frozenset(_WORDS["function_words"].split())
INDONESIAN_ONLY = frozenset(_WORDS["indonesian_only"].split())
MALAY_ONLY = frozenset(_WORDS["malay_only"].split())
# Other languages stay under 0.03 ("di" is Italian, "ada" Polish).
INDONESIAN_SHARE = 0.08
FOREIGN_SHARE = 0.03
MIN_WORDS = 20


def indonesian_share(text: str) -> float:
    """Share of Indonesian function words among the words of `text`; 0.0 where there are too few to tell."""
    words = WORD.findall(text.lower())
    if len(words) < MIN_WORDS:
        return 0.0
    return sum(word in FUNCTION_WORDS for word in words) / len(words)


def looks_indonesian(text: str) -> bool:
    return indonesian_share(text) >= INDONESIAN_SHARE


def is_foreign(text: str) -> bool:
    """Whether a text is long enough to tell, and surely not Indonesian."""
    return len(WORD.findall(text)) >= MIN_WORDS and indonesian_share(text) < FOREIGN_SHARE
